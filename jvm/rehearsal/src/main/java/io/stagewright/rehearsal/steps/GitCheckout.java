package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.controller.Agents;
import io.stagewright.rehearsal.controller.Credential;
import io.stagewright.rehearsal.controller.Programs;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One checkout of the git plugin: fetches, resolves the branch, checks out a detached HEAD. */
final class GitCheckout {
    private final StepRun step;
    private final String url;
    private final String credentialsId;
    private final String branch;
    private final String refspec;
    private final Map<String, Symbol> extensions;
    private final Map<String, String> environment;
    private Path directory;

    GitCheckout(StepRun step, String url, String credentialsId, String branch, String refspec,
            Map<String, Symbol> extensions) {
        this.step = step;
        this.credentialsId = credentialsId;
        this.refspec = refspec;
        this.extensions = extensions;
        environment = step.environment();
        this.url = expand(url);
        this.branch = expand(branch == null || branch.isEmpty() ? "**" : branch);
    }

    private String expand(String text) {
        String expanded = text;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            expanded = expanded.replace("${" + variable.getKey() + "}", variable.getValue());
        }
        return expanded;
    }

    Object run() throws Exception {
        directory = Path.of(step.context().directory());
        if (extensions.containsKey("$RelativeTargetDirectory")) {
            directory = directory.resolve(extensions.get("$RelativeTargetDirectory").text("relativeTargetDir"));
        }
        Path secrets = Agents.temporary(Path.of(step.context().workspace())).resolve("git-" + step.unique());
        Files.createDirectories(directory);
        environment.put("GIT_TERMINAL_PROMPT", "0");
        try {
            authenticate(secrets);
            return fetch();
        } finally {
            FileTrees.delete(secrets);
        }
    }

    private void authenticate(Path secrets) throws IOException {
        if (credentialsId == null) {
            return;
        }
        Credential credential;
        try {
            credential = step.controller().credentials().find(credentialsId, step.build().job().path(), null);
        } catch (AbortException missing) {
            step.log("Warning: CredentialId \"" + credentialsId + "\" could not be found.");
            return;
        }
        step.log("using credential " + credentialsId);
        Files.createDirectories(secrets);
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
        if (credential.kind().equals("sshUserPrivateKey")) {
            Path key = secret(secrets, "key", credential.value("privateKey"), "rw-------");
            environment.put("GIT_SSH_COMMAND", "ssh -i '" + key + "' -o IdentitiesOnly=yes -o StrictHostKeyChecking=accept-new");
        } else {
            environment.put("STAGEWRIGHT_GIT_USER", credential.value("username"));
            environment.put("STAGEWRIGHT_GIT_PASSWORD", credential.value("password"));
            Path ask = secret(secrets, "ask", "#!/bin/sh\ncase \"$1\" in Username*) printf '%s\\n' \"$STAGEWRIGHT_GIT_USER\";; "
                    + "*) printf '%s\\n' \"$STAGEWRIGHT_GIT_PASSWORD\";; esac\n", "rwx------");
            environment.put("GIT_ASKPASS", ask.toString());
        }
    }

    private static Path secret(Path folder, String name, String text, String permissions) throws IOException {
        Path file = Files.createFile(folder.resolve(name), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Programs.write(file, text.endsWith("\n") ? text : text + "\n");
        return file;
    }

    private Map<String, String> fetch() throws Exception {
        step.log("Cloning repository " + url);
        if (!Files.isDirectory(directory.resolve(".git"))) {
            git("init", "-q", ".");
        }
        List<String> fetch = new ArrayList<>(List.of("fetch", "-q", "--force"));
        Symbol clone = extensions.get("cloneOption");
        fetch.add(clone != null && Boolean.TRUE.equals(clone.arguments().get("noTags")) ? "--no-tags" : "--tags");
        if (clone != null && Boolean.TRUE.equals(clone.arguments().get("shallow"))) {
            fetch.add("--depth=" + clone.arguments().getOrDefault("depth", 1));
        }
        boolean honored = refspec != null && clone != null && Boolean.TRUE.equals(clone.arguments().get("honorRefspec"));
        fetch.addAll(List.of("--", url, honored ? refspec : "+refs/heads/*:refs/remotes/origin/*"));
        git(fetch.toArray(String[]::new));
        git("config", "remote.origin.url", url);
        String name = branch.replaceFirst("^refs/heads/", "").replaceFirst("^\\*/", "").replaceFirst("^origin/", "");
        String commit = resolve(name);
        new SparseCheckout(this, directory).prepare(sparseLines(), extensions.containsKey("lfs"));
        git("checkout", "-q", "-f", commit);
        if (extensions.containsKey("cleanBeforeCheckout") || extensions.containsKey("cleanAfterCheckout")) {
            git("clean", "-q", "-ffdx");
        }
        if (extensions.containsKey("submodule")) {
            submodules(extensions.get("submodule"));
        }
        if (extensions.containsKey("lfs")) {
            git("lfs", "pull", "origin");
        }
        step.log("Checking out Revision " + commit + " (" + branch + ")");
        Map<String, String> values = new LinkedHashMap<>();
        values.put("GIT_COMMIT", commit);
        values.put("GIT_BRANCH", branchName(name, commit));
        values.put("GIT_URL", url);
        String last = step.build().checkedOut(url + "#" + name, commit);
        if (last != null) {
            values.put("GIT_PREVIOUS_SUCCESSFUL_COMMIT", last);
        }
        Symbol local = extensions.get("localBranch");
        if (local != null) {
            String localName = local.text("localBranch") == null || local.text("localBranch").equals("**") ? name : local.text("localBranch");
            git("checkout", "-q", "-B", localName);
            values.put("GIT_LOCAL_BRANCH", localName);
        }
        return values;
    }

    /** The value of GIT_BRANCH, as git 5.8.0 sets it. */
    private String branchName(String name, String commit) throws Exception {
        if (step.build().job().project() != null && step.arguments().get("scm") instanceof Symbol scm && scm.equals(step.build().source().scm())) {
            return step.build().source().variables().get("BRANCH_NAME");
        }
        if (name.startsWith("refs/tags/")) {
            return name;
        }
        if (tryGit("rev-parse", "-q", "--verify", "refs/remotes/origin/" + name) != null) {
            return "origin/" + name;
        }
        String containing = name.matches("[0-9a-f]{40}") ? git("branch", "-r", "--format=%(refname:lstrip=2)", "--contains", commit) : "";
        return containing.isBlank() ? "detached" : containing.lines().findFirst().orElseThrow();
    }

    private List<String> sparseLines() {
        Symbol sparse = extensions.get("sparseCheckout");
        return sparse != null && sparse.arguments().get("sparseCheckoutPaths") instanceof List<?> paths
                ? paths.stream().map(path -> expand(String.valueOf(((Map<?, ?>) path).get("path")))).toList() : List.of();
    }

    /** Updates the submodules at the commits of the repository, like the plugin's extension. */
    private void submodules(Symbol options) throws Exception {
        if (Boolean.TRUE.equals(options.arguments().get("disableSubmodules")) || !Files.exists(directory.resolve(".gitmodules"))) {
            return;
        }
        List<String> update = new ArrayList<>(List.of("submodule", "--quiet", "update", "--init", "--force"));
        if (Boolean.TRUE.equals(options.arguments().get("recursiveSubmodules"))) {
            update.add("--recursive");
        }
        git(update.toArray(String[]::new));
    }

    private String resolve(String name) throws Exception {
        if (name.equals("HEAD") || name.equals("**")) {
            git("fetch", "-q", "--", url, "HEAD");
            return git("rev-parse", "FETCH_HEAD").trim();
        }
        for (String candidate : List.of("refs/remotes/origin/" + name, "refs/tags/" + name.replaceFirst("^refs/tags/", ""), name)) {
            String commit = candidate.startsWith("-") ? null : tryGit("rev-parse", "-q", "--verify", candidate + "^{commit}");
            if (commit != null) {
                return commit.trim();
            }
        }
        throw new AbortException("Couldn't find any revision to build. Verify the repository and branch configuration for this job. (" + branch + " of " + url + ")");
    }

    String git(String... arguments) throws Exception {
        Result result = call(arguments);
        if (result.code != 0) {
            throw new AbortException("Error fetching remote repo 'origin': git " + arguments[0] + " of " + url + " failed: " + result.errors.trim());
        }
        return result.output;
    }

    String tryGit(String... arguments) throws Exception {
        Result result = call(arguments);
        return result.code == 0 ? result.output : null;
    }

    private record Result(int code, String output, String errors) {
    }

    private Result call(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "safe.directory=*", "-c", "credential.helper="));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path errors = Files.createTempFile("rehearse", ".err");
        try {
            Process process = Programs.start(builder.redirectError(errors.toFile()).redirectInput(Path.of("/dev/null").toFile()));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }
}
