package io.stagewright.rehearsal.controller;

import hudson.AbortException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads one file of a remote git repository, as Jenkins reads a branch's Jenkinsfile without a workspace. */
final class RemoteFile {
    /** Answers the prompts of git. The password is only in the environment of git. */
    private static final String ASK = "#!/bin/sh\ncase \"$1\" in Username*) printf '%s\\n' \"$STAGEWRIGHT_GIT_USER\";; "
            + "*) printf '%s\\n' \"$STAGEWRIGHT_GIT_PASSWORD\";; esac\n";

    private final String url;
    private final Credential login;
    private final Map<String, String> environment;

    /** A repository, the login for it (null for anonymous access), and variables for git. */
    RemoteFile(String url, Credential login, Map<String, String> environment) {
        this.environment = environment;
        this.url = url;
        this.login = login;
    }

    /** The text of a file at the head of a branch or tag. */
    String read(String reference, String file) throws IOException {
        Path folder = Files.createTempDirectory("rehearse-scm");
        try {
            Path ask = folder.resolve("ask");
            Files.createFile(ask, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Programs.write(ask, ASK);
            Path repository = folder.resolve("repository");
            git(folder, ask, "init", "-q", "--bare", repository.toString());
            git(repository, ask, "fetch", "-q", "--depth=1", "--", url, reference);
            return git(repository, ask, "show", "FETCH_HEAD:" + file);
        } finally {
            delete(folder);
        }
    }

    private String git(Path directory, Path ask, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "credential.helper="));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> variables = builder.environment();
        variables.putAll(environment);
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_ASKPASS", ask.toString());
        if (login != null && login.kind().equals("sshUserPrivateKey")) {
            Path key = ask.resolveSibling("key");
            if (!Files.exists(key)) {
                Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(key, login.value("privateKey") + "\n");
            }
            variables.put("GIT_SSH_COMMAND", "ssh -i '" + key + "' -o IdentitiesOnly=yes -o StrictHostKeyChecking=accept-new");
        } else if (login != null) {
            variables.put("STAGEWRIGHT_GIT_USER", login.value("username"));
            variables.put("STAGEWRIGHT_GIT_PASSWORD", login.value("password"));
        }
        Path errors = ask.resolveSibling("errors");
        try {
            Process process = Programs.start(builder.redirectInput(Path.of("/dev/null").toFile()).redirectError(errors.toFile()));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AbortException("git " + arguments[0] + " of " + url + " failed: " + Files.readString(errors).trim());
            }
            return output;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AbortException("git " + arguments[0] + " of " + url + " was interrupted");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
