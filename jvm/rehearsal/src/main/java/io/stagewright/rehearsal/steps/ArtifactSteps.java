package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.BuildRecord;
import io.stagewright.rehearsal.controller.Job;
import io.stagewright.rehearsal.controller.Paths;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Steps that store files outside of the workspace. */
final class ArtifactSteps {
    private static final Map<String, Predicate<Build>> PERMALINKS = Map.of(
            "lastBuild", build -> true, "lastCompletedBuild", build -> true,
            "lastSuccessfulBuild", build -> BuildRecord.rank(build.record().result()) <= 1,
            "lastStableBuild", build -> BuildRecord.rank(build.record().result()) == 0,
            "lastUnstableBuild", build -> BuildRecord.rank(build.record().result()) == 1,
            "lastUnsuccessfulBuild", build -> BuildRecord.rank(build.record().result()) > 0,
            "lastFailedBuild", build -> BuildRecord.rank(build.record().result()) == 2);

    void archiveArtifacts(StepRun step) throws IOException {
        if (step.flag("onlyIfSuccessful") && step.build().record().result() != null && BuildRecord.rank(step.build().record().result()) > 1) {
            step.log("Skipped archiving because build is not successful");
            step.succeed(null);
            return;
        }
        step.log("Archiving artifacts");
        Path root = Path.of(step.context().directory());
        List<String> names = Globs.find(root, step.text("artifacts"), step.text("excludes"), step.flag("defaultExcludes", true));
        if (names.isEmpty() && !step.flag("allowEmptyArchive")) {
            throw new AbortException("No artifacts found that match the file pattern \"" + step.text("artifacts") + "\". Configuration error?");
        }
        FileTrees.copy(root, names, step.build().artifacts().directory(), false);
        step.succeed(null);
    }

    void fingerprint(StepRun step) {
        step.log("Recording fingerprints");
        step.succeed(null);
    }

    void stash(StepRun step) throws IOException {
        Names.checkGood(step.text("name"));
        Path root = Path.of(step.context().directory());
        List<String> names = Globs.find(root, step.text("includes", "**"), step.text("excludes"), step.flag("useDefaultExcludes", true));
        if (names.isEmpty() && !step.flag("allowEmpty")) {
            throw new AbortException("No files included in stash ‘" + step.text("name") + "’");
        }
        Path stash = step.build().artifacts().stash(step.text("name"));
        FileTrees.delete(stash);
        Files.createDirectories(stash);
        FileTrees.copy(root, names, stash, false);
        step.log("Stashed " + names.size() + " file(s)");
        step.succeed(null);
    }

    void unstash(StepRun step) throws IOException {
        Path stash = step.build().artifacts().stash(step.text("name"));
        if (!Files.isDirectory(stash)) {
            throw new AbortException("No such saved stash ‘" + step.text("name") + "’");
        }
        FileTrees.copy(stash, Globs.find(stash, "**", null, false), Path.of(step.context().directory()), false);
        step.succeed(null);
    }

    void copyArtifacts(StepRun step) throws IOException {
        String name = step.text("projectName");
        Job job = step.controller().job(Paths.resolve(step.build().job().path(), name));
        if (job == null || !permitted(job, step.build().job())) {
            throw new AbortException("Unable to find project for artifact copy: " + name
                    + "\nThis may be due to incorrect project name or permission settings; see help for project name in job configuration.");
        }
        Build from = select(step, job, (Symbol) step.arguments().get("selector"));
        if (from == null) {
            skip(step, "Unable to find a build for artifact copy from: " + name);
            return;
        }
        Path archive = from.artifacts().directory();
        List<String> names = Globs.find(archive, Macros.expand(step.text("filter", "**"), step.environment()), step.text("excludes"), false);
        if (names.isEmpty()) {
            skip(step, "Failed to copy artifacts from " + name + " with filter: " + step.text("filter", "**"));
            return;
        }
        Path target = FileSteps.file(step, step.text("target", "."));
        FileTrees.copy(archive, names, target, step.flag("flatten"));
        step.log("Copied " + names.size() + " artifact(s) from \"" + job.path().substring(1).replace("/", " » ") + "\" build number " + from.number());
        step.succeed(null);
    }

    private static void skip(StepRun step, String message) throws AbortException {
        if (!step.flag("optional")) {
            throw new AbortException(message);
        }
        step.log(message);
        step.succeed(null);
    }

    /** Whether a job can copy artifacts: by its exact name, or by {@code /x/y/*} for the branches of a multibranch project. */
    static boolean permitted(Job producer, Job consumer) {
        if (producer == consumer) {
            return true;
        }
        for (String list : producer.copyPermissions()) {
            for (String name : list.split(",")) {
                String allowed = Paths.resolve(producer.path(), name.trim());
                boolean children = allowed.endsWith("/*") && Paths.parent(consumer.path()).equals(allowed.substring(0, allowed.length() - 2));
                if (allowed.equals(consumer.path()) || children) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Build select(StepRun step, Job job, Symbol selector) throws AbortException {
        String name = selector == null ? "lastSuccessful" : selector.name();
        List<Build> builds = job.builds();
        switch (name) {
            case "specific":
                return specific(step, job, selector.text("buildNumber"));
            case "lastSuccessful":
                int worst = selector == null || Boolean.TRUE.equals(selector.arguments().get("stable")) ? 0 : 1;
                return last(builds, build -> build.ended() && BuildRecord.rank(build.record().result()) <= worst);
            case "lastCompleted":
                return last(builds, Build::ended);
            case "latestSavedBuild":
                return last(builds, build -> build.ended() && build.record().kept());
            case "upstream":
                return last(builds, build -> step.build().record().upstream().contains(build));
            default:
                throw new AbortException("copyArtifacts: the selector " + name + " is not supported by the runner");
        }
    }

    private static Build last(List<Build> builds, Predicate<Build> fits) {
        return builds.stream().filter(fits).reduce((first, second) -> second).orElse(null);
    }

    private static Build specific(StepRun step, Job job, String number) throws AbortException {
        Predicate<Build> permalink = PERMALINKS.get(number);
        if (permalink != null) {
            return last(job.builds(), build -> build.ended() && permalink.test(build));
        }
        if (!number.matches("[1-9][0-9]{0,8}")) {
            throw new AbortException("copyArtifacts: \"" + number + "\" is not a build number");
        }
        Build found = step.controller().build(job.path(), Integer.parseInt(number));
        return found != null && (found.ended() || found == step.build() || !found.artifacts().names().isEmpty()) ? found : null;
    }
}
