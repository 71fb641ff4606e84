package io.stagewright.rehearsal.jobdsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates the definition of a job from the calls of a Job DSL script. */
final class Definitions {
    private Definitions() {
    }

    static Map<String, Object> job(String path, Map<String, Object> call) {
        Map<String, Object> job = new LinkedHashMap<>();
        boolean multibranch = call.get("method").equals("multibranchPipelineJob");
        job.put("path", path);
        job.put("multibranch", multibranch);
        put(job, "displayName", value(call, "displayName"));
        put(job, "description", value(call, "description"));
        put(job, "scriptPath", multibranch ? value(call, "factory", "workflowBranchProjectFactory", "scriptPath") : value(call, "definition", "cpsScm", "scriptPath"));
        put(job, "script", value(call, "definition", "cps", "script"));
        job.put("parameters", parameters(call));
        Object copies = value(call, "properties", "copyArtifactPermission", "projectNames");
        Object copiesLong = value(call, "properties", "copyArtifactPermissionProperty", "projectNames");
        job.put("copyArtifactPermission", copies == null && copiesLong == null ? List.of() : List.of(copies == null ? copiesLong : copies));
        job.put("disableConcurrentBuilds", find(call, "properties", "disableConcurrentBuilds") != null);
        put(job, "scm", multibranch ? branchSource(call) : scm(call));
        job.put("calls", call.get("body"));
        return job;
    }

    private static void put(Map<String, Object> job, String key, Object value) {
        if (value != null) {
            job.put(key, value);
        }
    }

    private static Map<String, Object> scm(Map<String, Object> call) {
        return scm(value(call, "definition", "cpsScm", "scm", "git", "remote", "url"),
                value(call, "definition", "cpsScm", "scm", "git", "remote", "credentials"),
                value(call, "definition", "cpsScm", "scm", "git", "branch"));
    }

    /** The repository of a branch source. Sources of git hosts have no address of it, but its parts. */
    private static Map<String, Object> branchSource(Map<String, Object> call) {
        for (String kind : List.of("git", "github", "gitea", "bitbucket", "gitlab")) {
            Map<String, Object> source = find(call, "branchSources", "branchSource", "source", kind);
            if (source != null) {
                Map<String, Object> scm = scm(address(kind, source), value(source, "credentialsId"), null);
                put(scm, "ssh", sshCheckout(kind, source));
                put(scm, "cloneOption", cloneOption(source));
                return scm;
            }
        }
        return null;
    }

    /** The address and the key for checkouts by SSH; null without the trait for it. The API still reads the Jenkinsfile. */
    private static Map<String, Object> sshCheckout(String kind, Map<String, Object> source) {
        Map<String, Object> traits = find(source, "traits");
        for (Map<String, Object> trait : traits == null ? List.<Map<String, Object>>of() : body(traits)) {
            if (trait.get("method").toString().matches(".*(Ssh|SSH)Checkout")) {
                String host = String.valueOf(kind.equals("gitlab") ? value(source, "serverName") : value(source, "serverUrl"))
                        .replaceFirst("^https?://", "");
                Object path = kind.equals("gitlab") ? value(source, "projectPath")
                        : value(source, "repoOwner") + "/" + value(source, "repository");
                Object url = kind.equals("github") ? value(source, "repositoryUrl") : "git@" + host + ":" + path + ".git";
                return scm(url, value(trait, "credentialsId"), null);
            }
        }
        return null;
    }

    /** The arguments of the clone option; null without this trait. */
    private static Map<String, Object> cloneOption(Map<String, Object> source) {
        Map<String, Object> extension = find(source, "traits", "cloneOption", "extension");
        if (extension == null) {
            return null;
        }
        Map<String, Object> option = new LinkedHashMap<>();
        for (Map<String, Object> call : body(extension)) {
            option.put(call.get("method").toString(), Recorder.argument(call, 0));
        }
        return option;
    }

    /** The usual address of each product. Jenkins asks bitbucket and gitlab for it; here, the name of gitlab's server is its host. */
    private static Object address(String kind, Map<String, Object> source) {
        Object server = value(source, "serverUrl");
        String repository = value(source, "repoOwner") + "/" + value(source, "repository") + ".git";
        return switch (kind) {
            case "git" -> value(source, "remote");
            // The API reads the Jenkinsfile, even if checkouts use SSH.
            case "github" -> value(source, "repositoryUrl").toString()
                    .replaceFirst("^(?:ssh://)?[^/@:]+@([^/:]+)(?::[0-9]+)?[:/]/*", "https://$1/");
            case "gitea" -> server + "/" + repository;
            case "bitbucket" -> server + (server.toString().equals("https://bitbucket.org") ? "/" : "/scm/") + repository;
            default -> "https://" + value(source, "serverName") + "/" + value(source, "projectPath") + ".git";
        };
    }

    private static Map<String, Object> scm(Object url, Object credentials, Object branch) {
        if (url == null) {
            return null;
        }
        Map<String, Object> scm = new LinkedHashMap<>();
        scm.put("url", url);
        put(scm, "credentialsId", credentials);
        put(scm, "branch", branch);
        return scm;
    }

    private static List<Map<String, Object>> parameters(Map<String, Object> call) {
        List<Map<String, Object>> all = new ArrayList<>();
        Map<String, Object> section = find(call, "parameters");
        if (section == null) {
            return all;
        }
        for (Map<String, Object> one : body(section)) {
            Map<String, Object> parameter = new LinkedHashMap<>();
            String kind = one.get("method").toString().replace("Param", "");
            parameter.put("name", Recorder.argument(one, 0));
            parameter.put("kind", kind.equals("nonStoredPassword") ? "password" : kind);
            parameter.put(kind.equals("choice") ? "choices" : "default", Recorder.argument(one, 1));
            all.add(parameter);
        }
        return all;
    }

    private static Object value(Map<String, Object> call, String... path) {
        Map<String, Object> found = find(call, path);
        return found == null ? null : Recorder.argument(found, 0);
    }

    private static Map<String, Object> find(Map<String, Object> call, String... path) {
        Map<String, Object> at = call;
        for (String name : path) {
            Map<String, Object> next = null;
            for (Map<String, Object> inner : body(at)) {
                next = inner.get("method").equals(name) ? inner : next;
            }
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> body(Map<String, Object> call) {
        return call.get("body") == null ? List.of() : (List<Map<String, Object>>) call.get("body");
    }
}
