package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import hudson.model.Result;
import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.Paths;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.global.BuildGlobal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.CauseOfInterruption;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Smaller steps of common plugins. The catalogue names the plugin of each. */
final class ToolSteps {
    void compareVersions(StepRun step) throws AbortException {
        String first = step.text("v1", "");
        String second = step.text("v2", "");
        if (first.isEmpty() || second.isEmpty()) {
            if (step.flag("failIfEmpty")) {
                throw new AbortException(first.isEmpty() && second.isEmpty() ? "Both parameters are empty." : (first.isEmpty() ? "v1" : "v2") + " is empty.");
            }
            step.succeed(Boolean.compare(second.isEmpty(), first.isEmpty()));
            return;
        }
        step.succeed(Integer.signum(new ComparableVersion(first).compareTo(new ComparableVersion(second))));
    }

    void nodesByLabel(StepRun step) {
        List<String> names = new ArrayList<>(step.controller().agents().named(step.text("label")));
        step.log(names.isEmpty() ? "Could not find any nodes with '" + step.text("label") + "' label"
                : "Found a total of " + names.size() + " nodes with the '" + step.text("label") + "' label");
        step.succeed(names);
    }

    void tee(StepRun step) throws IOException {
        Path file = FileSteps.file(step, step.text("file"));
        Files.createDirectories(file.getParent());
        step.wrap(step.context().withTee(file.toString()));
    }

    void waitForBuild(StepRun step) throws AbortException {
        String id = step.text("runId");
        int hash = id.lastIndexOf('#');
        boolean number = hash > 0 && id.substring(hash + 1).matches("[0-9]{1,9}");
        Build other = number ? step.controller().build(Paths.absolute(id.substring(0, hash)), Integer.parseInt(id.substring(hash + 1))) : null;
        if (other == null) {
            throw new AbortException("No build exists with runId " + id);
        }
        step.onStop(cause -> {
            if (step.flag("propagateAbort")) {
                other.stop(FlowInterruptedException.of("ABORTED", "Aborted by the build that waits for this one"));
            }
            step.fail(cause);
        });
        step.asyncThen(() -> {
            other.await();
            return other;
        }, ended -> {
            String result = ended.record().result();
            step.log("Build " + id + " completed: " + result);
            if (step.flag("propagate") && !result.equals("SUCCESS")) {
                step.end(new Outcome(null, new FlowInterruptedException(Result.fromString(result), false,
                        new CauseOfInterruption(id + " completed with status " + result + " (propagate: false to ignore)"))));
            } else {
                step.succeed(new BuildGlobal(ended));
            }
        });
    }

    void publishChecks(StepRun step) {
        step.log("No suitable checks publisher found.");
        step.succeed(null);
    }

    void withChecks(StepRun step) {
        step.wrap(step.context());
    }

    void archive(StepRun step) throws IOException {
        Path root = Path.of(step.context().directory());
        List<String> names = Globs.find(root, step.text("includes"), step.text("excludes"), true);
        if (names.isEmpty()) {
            throw new AbortException("No artifacts found that match the file pattern \"" + step.text("includes") + "\". Configuration error?");
        }
        FileTrees.copy(root, names, step.build().artifacts().directory(), false);
        step.succeed(null);
    }

    void unarchive(StepRun step) throws IOException {
        Map<?, ?> mapping = step.arguments().get("mapping") instanceof Map<?, ?> map ? map : Map.of("**", ".");
        Path archive = step.build().artifacts().directory();
        for (Map.Entry<?, ?> entry : mapping.entrySet()) {
            String from = entry.getKey().toString();
            Path to = FileSteps.file(step, entry.getValue().toString());
            List<String> names = Globs.find(archive, from, null, true);
            if (names.isEmpty()) {
                throw new AbortException("no artifacts to unarchive in " + from);
            }
            if (names.size() == 1 && names.get(0).equals(from)) {
                Path target = Files.isDirectory(to) ? to.resolve(Path.of(from).getFileName()) : to;
                Files.createDirectories(target.getParent());
                Files.copy(archive.resolve(from), target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            } else {
                FileTrees.copy(archive, names, to, false);
            }
        }
        step.succeed(null);
    }

    void readTrusted(StepRun step) throws IOException {
        Path root = step.build().source().root();
        Path file = root == null ? null : root.resolve(step.text("path")).normalize();
        if (file == null || !file.startsWith(root) || !Files.isRegularFile(file)) {
            throw new AbortException(root == null ? "readTrusted: the rehearsal has no folder with the Jenkinsfile of this job"
                    : "readTrusted: " + step.text("path") + " is not in the repository of the Jenkinsfile");
        }
        step.succeed(Files.readString(file));
    }

    void bat(StepRun step) throws IOException {
        throw new IOException("Batch scripts can only be run on Windows nodes");
    }

    void powershell(StepRun step) throws IOException {
        throw new IOException("The rehearsal has no PowerShell: plant an answer of the step powershell");
    }

    void pwsh(StepRun step) throws IOException {
        throw new IOException("The rehearsal has no PowerShell: plant an answer of the step pwsh");
    }

    void tool(StepRun step) throws AbortException {
        throw new AbortException("No tool named " + step.text("name") + " found (a rehearsal has no tools: use a command that is in the PATH of the agent)");
    }
}
