package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.engine.Execution;
import io.stagewright.rehearsal.engine.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a step or a symbol; validates arguments. */
record Signature(String name, Map<String, String> parameters, String positional, String kind) {

    @SuppressWarnings("unchecked")
    static Signature of(String name, Map<String, Object> json) {
        return new Signature(name, (Map<String, String>) json.get("parameters"), (String) json.get("positional"), (String) json.get("kind"));
    }

    /** The arguments by name; the exception lists all problems. */
    Map<String, Object> check(List<Object> given, Catalogue catalogue) {
        List<String> problems = new ArrayList<>();
        Map<String, Object> named = named(given, problems);
        Map<String, Object> checked = new LinkedHashMap<>();
        named.forEach((key, value) -> {
            String type = parameters.get(key);
            if (type == null && catalogue.lenient()) {
                Execution.current().log("WARNING: Unknown parameter(s) found for " + name + ": " + key);
            } else if (type == null) {
                problems.add("unknown parameter \"" + key + "\"");
            } else if (value != null || type.equals("result")) {
                checked.put(key, Types.convert(key, type.replace("!", ""), value, catalogue, problems));
            }
        });
        parameters.forEach((key, type) -> {
            if (type.endsWith("!") && named.get(key) == null) {
                problems.add("missing parameter \"" + key + "\"");
            }
        });
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(name + ": " + String.join("; ", problems) + " (it takes " + describe() + ")");
        }
        return checked;
    }

    private Map<String, Object> named(List<Object> given, List<String> problems) {
        Map<String, Object> named = new LinkedHashMap<>();
        if (given.size() == 1 && given.get(0) instanceof Map<?, ?> map && !takesMap(map)) {
            map.forEach((key, value) -> named.put(String.valueOf(key), value));
        } else if (given.size() == 1 && positional != null) {
            named.put(positional, given.get(0));
        } else if (given.size() == 1) {
            problems.add("only named parameters are allowed, not " + Types.describe(given.get(0)));
        } else if (given.size() > 1) {
            problems.add("use named parameters, or exactly one without a name");
        }
        return named;
    }

    private boolean takesMap(Map<?, ?> map) {
        if (positional == null) {
            return false;
        }
        String type = parameters.get(positional);
        return type.startsWith("branches") || type.startsWith("Raw") && map.containsKey("$class") || type.startsWith("symbol:") && map.containsKey("$class");
    }

    private String describe() {
        if (parameters.isEmpty()) {
            return "none";
        }
        return String.join(", ", parameters.entrySet().stream().map(entry -> entry.getKey() + Types.suffix(entry.getValue())).toList());
    }

    /** Whether the arguments match this signature: all names are known and no required one is missing. */
    boolean knows(List<Object> given) {
        if (given.size() == 1 && given.get(0) instanceof Map<?, ?> map) {
            return parameters.keySet().containsAll(map.keySet().stream().map(String::valueOf).toList()) && required(map);
        }
        return given.isEmpty() ? required(Map.of()) : positional != null;
    }

    private boolean required(Map<?, ?> map) {
        return parameters.entrySet().stream().allMatch(entry -> !entry.getValue().endsWith("!") || map.containsKey(entry.getKey()));
    }

    /** A map with {@code $class}, without that key. */
    static List<Object> withoutClass(Map<?, ?> map) {
        Map<Object, Object> rest = new LinkedHashMap<>(map);
        rest.remove("$class");
        return new ArrayList<>(Arrays.asList(rest));
    }

    Symbol symbol(List<Object> given, Catalogue catalogue) {
        return new Symbol(name, check(given, catalogue));
    }
}
