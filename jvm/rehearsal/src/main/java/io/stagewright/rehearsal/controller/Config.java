package io.stagewright.rehearsal.controller;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** The configuration of a controller: {@code ControllerConfig} of types.ts. */
public record Config(Path home, List<LibraryConfig> libraries, Path pipelines, List<Path> jobDsl, List<Map<String, Object>> jobs,
        List<AgentConfig> agents, Map<String, String> environment, List<Credential> credentials,
        List<Map<String, Object>> resources, List<Map<String, Object>> inputs, boolean sandbox, Path whitelists,
        boolean restartAlways, Set<Integer> restartAt, String url, double timeScale,
        List<Map<String, Object>> rules, boolean coverage, boolean lenient) {

    private static final Set<String> KEYS = Set.of("home", "libraries", "pipelines", "jobDsl", "jobs", "agents", "environment",
            "credentials", "lockableResources", "inputs", "sandbox", "whitelists", "restart", "restartAt", "url", "timeScale",
            "rules", "coverage", "lenient");

    /** Reads a configuration from the protocol's JSON. */
    public static Config of(Map<String, Object> json) {
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("ControllerConfig has unknown keys: " + unknown + ". Known keys: " + new TreeSet<>(KEYS) + ".");
        }
        if (json.get("home") == null) {
            throw new IllegalArgumentException("ControllerConfig needs the key \"home\": the directory for the state of the controller.");
        }
        Set<Integer> restartAt = new TreeSet<>();
        list(json.get("restartAt"), value -> restartAt.add(((Number) value).intValue()));
        String url = text(json, "url", "http://jenkins.example/");
        return new Config(path(json.get("home")), list(json.get("libraries"), item -> library(map(item))),
                path(json.get("pipelines")), list(json.get("jobDsl"), Config::path), list(json.get("jobs"), Config::map),
                agents(json), strings(json.get("environment")), list(json.get("credentials"), item -> Credential.of(map(item))),
                list(json.get("lockableResources"), Config::map), list(json.get("inputs"), Config::map),
                Boolean.TRUE.equals(json.get("sandbox")), path(json.get("whitelists")),
                "every-step".equals(json.get("restart")), restartAt, url.endsWith("/") ? url : url + "/",
                json.get("timeScale") == null ? 1 : ((Number) json.get("timeScale")).doubleValue(),
                list(json.get("rules"), Config::map), Boolean.TRUE.equals(json.get("coverage")), Boolean.TRUE.equals(json.get("lenient")));
    }

    private static List<AgentConfig> agents(Map<String, Object> json) {
        List<AgentConfig> agents = list(json.get("agents"), item -> AgentConfig.of(map(item)));
        return agents.isEmpty() ? List.of(AgentConfig.of(Map.of("name", "agent", "labels", List.of("linux")))) : agents;
    }

    private static LibraryConfig library(Map<String, Object> json) {
        return new LibraryConfig(text(json, "name", null), path(json.get("root")), text(json, "version", null),
                Boolean.TRUE.equals(json.get("trusted")), text(json, "folder", "/"), Boolean.TRUE.equals(json.get("implicit")),
                Boolean.TRUE.equals(json.get("stubs")), Boolean.TRUE.equals(json.get("anyVersion")));
    }

    static String text(Map<String, Object> json, String key, String otherwise) {
        Object value = json.get(key);
        return value == null ? otherwise : value.toString();
    }

    static Path path(Object value) {
        return value == null ? null : Path.of(value.toString()).toAbsolutePath().normalize();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    static Map<String, String> strings(Object value) {
        Map<String, String> all = new LinkedHashMap<>();
        if (value != null) {
            map(value).forEach((key, item) -> all.put(key, String.valueOf(item)));
        }
        return all;
    }

    static <T> List<T> list(Object value, Function<Object, T> convert) {
        List<T> all = new ArrayList<>();
        if (value != null) {
            ((List<?>) value).forEach(item -> all.add(convert.apply(item)));
        }
        return all;
    }
}
