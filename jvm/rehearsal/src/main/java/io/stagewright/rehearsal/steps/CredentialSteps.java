package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.controller.Agents;
import io.stagewright.rehearsal.controller.Credential;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.Secrets;
import io.stagewright.rehearsal.engine.StepContext;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The step {@code withCredentials}. */
final class CredentialSteps {
    /** The results of bindings: variables, values to mask, and a folder for files. */
    private record Bound(Map<String, String> variables, List<String> secrets, Path files) {
    }

    void withCredentials(StepRun step) throws IOException {
        Bound bound = new Bound(new LinkedHashMap<>(), new ArrayList<>(), directory(step));
        step.build().cleanups().add(key(step), () -> remove(bound.files()));
        try {
            for (Object binding : step.list("bindings")) {
                bind(step, (Symbol) binding, bound);
            }
        } catch (IOException | RuntimeException error) {
            step.build().cleanups().run(key(step));
            throw error;
        }
        step.log("Masking supported pattern matches of " + String.join(" or ", bound.variables().keySet().stream().map(name -> "$" + name).toList()));
        StepContext inner = step.context().withVariables(bound.variables()).withSecrets(bound.secrets());
        step.run(inner, new Unbind(inner.secrets()));
    }

    private static String key(StepRun step) {
        return "credentials " + step.unique();
    }

    private static Path directory(StepRun step) {
        String workspace = step.context().workspace();
        return workspace == null ? null : Agents.temporary(Path.of(workspace)).resolve("secretFiles").resolve(step.unique());
    }

    private record Unbind(List<String> secrets) implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            step.build().cleanups().run(key(step));
            boolean failed = outcome.isFailure();
            step.end(failed ? new Outcome(null, Secrets.mask(secrets, outcome.getAbnormal())) : outcome);
        }
    }

    private static void remove(Path files) {
        try {
            if (files != null) {
                FileTrees.delete(files);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void bind(StepRun step, Symbol binding, Bound bound) throws IOException {
        String id = binding.text("credentialsId");
        switch (binding.name()) {
            case "usernamePassword" -> {
                Credential found = find(step, id, "usernamePassword");
                put(bound, binding.text("usernameVariable"), found.value("username"), false);
                put(bound, binding.text("passwordVariable"), found.value("password"), true);
            }
            case "usernameColonPassword" -> {
                Credential found = find(step, id, "usernamePassword");
                put(bound, binding.text("variable"), found.value("username") + ":" + found.value("password"), true);
            }
            case "string" -> put(bound, binding.text("variable"), find(step, id, "string").value("secret"), true);
            case "file" -> {
                Credential found = find(step, id, "file");
                put(bound, binding.text("variable"), write(bound, found.value("fileName"), found.value("content")), true);
            }
            case "sshUserPrivateKey" -> {
                Credential found = find(step, id, "sshUserPrivateKey");
                put(bound, binding.text("keyFileVariable"), write(bound, "ssh-key-" + binding.text("keyFileVariable"), found.value("privateKey")), true);
                put(bound, binding.text("usernameVariable"), found.value("username"), false);
                put(bound, binding.text("passphraseVariable"), found.value("passphrase"), true);
            }
            default -> throw new AbortException("withCredentials: " + binding.name() + " is not a binding");
        }
    }

    private static Credential find(StepRun step, String id, String kind) throws AbortException {
        return step.controller().credentials().find(id, step.build().job().path(), kind);
    }

    private static void put(Bound bound, String variable, String value, boolean secret) {
        if (variable == null) {
            return;
        }
        bound.variables().put(variable, value);
        if (secret) {
            bound.secrets().add(value);
        }
    }

    private static String write(Bound bound, String name, String content) throws IOException {
        if (bound.files() == null) {
            throw new AbortException("Required context class hudson.FilePath is missing\n"
                    + "Perhaps you forgot to surround the withCredentials step with a step that provides this, such as: node");
        }
        Files.createDirectories(bound.files());
        Files.setPosixFilePermissions(bound.files(), PosixFilePermissions.fromString("rwx------"));
        // Like in Jenkins, each binding has a folder of its own: a step may bind one credential twice.
        Path folder = Files.createDirectories(bound.files().resolve(String.valueOf(bound.variables().size())));
        Path file = folder.resolve(Path.of(name).getFileName());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        return file.toString();
    }
}
