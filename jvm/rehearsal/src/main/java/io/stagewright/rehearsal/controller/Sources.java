package io.stagewright.rehearsal.controller;

import hudson.AbortException;
import io.stagewright.rehearsal.engine.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the job of a request, and its Jenkinsfile. */
final class Sources {
    private final Controller controller;

    Sources(Controller controller) {
        this.controller = controller;
    }

    Job job(Map<String, Object> request, Map<String, Job> jobs) throws IOException {
        if (request.get("job") == null) {
            throw new AbortException("A build request needs the key \"job\": the full name of the job.");
        }
        String path = Paths.absolute(request.get("job").toString());
        Job job = jobs.get(path);
        if (job == null) {
            throw new AbortException("No item named " + path.substring(1) + " found; the jobs are " + jobs.keySet());
        }
        if (!job.multibranch()) {
            return job;
        }
        String name = branchName(request);
        if (name == null) {
            throw new AbortException(path + " is a multibranch project: name a branch, a tag or a changeId in the build request.");
        }
        String child = path + "/" + Paths.branchJob(name);
        return jobs.computeIfAbsent(child, key -> new Job(child, job.definition(), job));
    }

    private static String branchName(Map<String, Object> request) {
        if (request.get("changeId") != null) {
            return "PR-" + request.get("changeId");
        }
        return request.get("tag") != null ? request.get("tag").toString() : Config.text(request, "branch", null);
    }

    BuildSource source(Job job, Map<String, Object> request) throws IOException {
        Map<String, Object> definition = job.definition();
        Map<String, String> variables = new LinkedHashMap<>();
        if (job.project() != null) {
            branchVariables(request, variables);
        }
        Path root = root(job, request);
        Symbol scm = scm(job, request, root);
        if (definition.get("script") != null) {
            return new BuildSource(definition.get("script").toString(), job.project() == null ? null : scm, variables, root);
        }
        String path = Config.text(definition, "scriptPath", "Jenkinsfile");
        boolean remote = job.project() != null || root == null;
        if (remote && definition.get("scm") != null && request.get("checkout") == null) {
            return new BuildSource(remoteFile(job, request, path), scm, variables, root);
        }
        if (root == null || !Files.isRegularFile(root.resolve(path))) {
            throw new AbortException("Unable to find " + path + " from " + (root == null ? "no folder: set pipelines in the configuration or checkout in the request" : root));
        }
        return new BuildSource(Files.readString(root.resolve(path)), scm, variables, root);
    }

    private Path root(Job job, Map<String, Object> request) {
        if (request.get("checkout") != null) {
            return Config.path(request.get("checkout"));
        }
        if (job.project() != null && job.definition().get("scm") != null) {
            return localPath(Config.map(job.definition().get("scm")).get("url"));
        }
        return controller.config().pipelines();
    }

    /** The Jenkinsfile in the branch that is built. A pull request from a fork is not trusted, so it uses the target branch. */
    private String remoteFile(Job job, Map<String, Object> request, String path) throws IOException {
        Map<String, Object> scm = Config.map(job.definition().get("scm"));
        String id = Config.text(scm, "credentialsId", null);
        Credential login = id == null ? null : controller.credentials().find(id, job.path(), null);
        boolean trusted = !Boolean.TRUE.equals(request.get("fork"));
        String reference = trusted ? reference(request, scm) : Config.text(request, "changeTarget", "main");
        return new RemoteFile(scm.get("url").toString(), login, controller.config().environment()).read(reference, path);
    }

    private static String reference(Map<String, Object> request, Map<String, Object> scm) {
        return Config.text(request, "tag", Config.text(request, "branch", Config.text(scm, "branch", "HEAD")));
    }

    private static Path localPath(Object url) {
        String text = String.valueOf(url).replaceFirst("^file://", "");
        return text.startsWith("/") ? Path.of(text) : null;
    }

    private static void branchVariables(Map<String, Object> request, Map<String, String> variables) {
        variables.put("BRANCH_NAME", branchName(request));
        if (request.get("changeId") != null) {
            variables.put("CHANGE_ID", request.get("changeId").toString());
            variables.put("CHANGE_TARGET", Config.text(request, "changeTarget", "main"));
            variables.put("CHANGE_BRANCH", Config.text(request, "branch", "change"));
            if (Boolean.TRUE.equals(request.get("fork"))) {
                variables.put("CHANGE_FORK", "fork");
            }
        } else if (request.get("tag") != null) {
            variables.put("TAG_NAME", request.get("tag").toString());
        } else if ("main".equals(request.get("branch"))) {
            variables.put("BRANCH_IS_PRIMARY", "true");
        }
    }

    private static Symbol scm(Job job, Map<String, Object> request, Path root) {
        Map<String, Object> remote = new LinkedHashMap<>();
        String branch = Config.text(request, "branch", "HEAD");
        if (job.definition().get("scm") != null) {
            Map<String, Object> scm = Config.map(job.definition().get("scm"));
            Map<String, Object> from = scm.get("ssh") == null ? scm : Config.map(scm.get("ssh"));
            remote.put("url", from.get("url"));
            if (from.get("credentialsId") != null) {
                remote.put("credentialsId", from.get("credentialsId"));
            }
            branch = reference(request, scm);
        } else if (root != null) {
            remote.put("url", root.toString());
        } else {
            return null;
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("branches", List.of(Map.of("name", branch)));
        if (job.project() != null) {
            arguments.put("extensions", List.of(new Symbol("cloneOption", cloneOption(job, request))));
        }
        arguments.put("userRemoteConfigs", List.of(remote));
        return new Symbol("scmGit", arguments);
    }

    /** The clone option of a branch job. Without its trait, GitSCMSourceDefaults of git 5.8.0 fetches tags for builds of tags only. */
    private static Map<String, Object> cloneOption(Job job, Map<String, Object> request) {
        Object trait = job.definition().get("scm") == null ? null : Config.map(job.definition().get("scm")).get("cloneOption");
        return trait == null ? Map.of("noTags", request.get("tag") == null) : Config.map(trait);
    }
}
