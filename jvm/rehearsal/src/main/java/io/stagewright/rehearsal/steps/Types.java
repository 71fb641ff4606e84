package io.stagewright.rehearsal.steps;

import groovy.lang.Closure;
import groovy.lang.GString;
import hudson.model.Result;
import io.stagewright.rehearsal.engine.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The types of the catalogue: validates and converts values. */
final class Types {
    private Types() {
    }

    static Object convert(String key, String type, Object value, Catalogue catalogue, List<String> problems) {
        String kind = type.contains(":") ? type.substring(type.indexOf(':') + 1) : "";
        switch (type.contains(":") ? type.substring(0, type.indexOf(':')) : type) {
            case "String":
                return value instanceof CharSequence ? value.toString() : wrong(key, "a String", value, problems);
            case "boolean":
                return value instanceof Boolean ? value : value instanceof CharSequence ? Boolean.valueOf(value.toString())
                        : wrong(key, "true or false", value, problems);
            case "int":
                return value instanceof Integer || value instanceof Long ? value : number(key, value, problems);
            case "result":
                return value == null ? "SUCCESS" : Result.isName(value.toString().toUpperCase(Locale.ROOT)) ? value.toString().toUpperCase(Locale.ROOT)
                        : wrong(key, "one of " + Result.ALL, value, problems);
            case "enum":
                return value instanceof CharSequence && List.of(kind.split("\\|")).contains(value.toString())
                        ? value.toString() : wrong(key, "one of " + kind.replace("|", ", "), value, problems);
            case "strings":
                return strings(key, value, problems);
            case "lines":
                return value instanceof CharSequence ? List.of(value.toString().trim().split("\\s*\\r?\\n\\s*")) : strings(key, value, problems);
            case "branches":
                return branches(key, value, problems);
            case "symbol":
                return symbol(key, kind, value, catalogue, problems);
            case "symbols":
                return symbols(key, kind, value, catalogue, problems);
            case "List":
                return value instanceof List<?> list ? plain(list, catalogue) : wrong(key, "a list", value, problems);
            case "Raw":
                return value instanceof GString ? value.toString() : value;
            default:
                return plain(value, catalogue);
        }
    }

    /** A number, also from a text with digits (DescribableModel of structs 362). */
    private static Object number(String key, Object value, List<String> problems) {
        boolean digits = value instanceof CharSequence && value.toString().matches("-?[0-9]{1,9}");
        return digits ? (Object) Integer.valueOf(value.toString()) : wrong(key, "a whole number", value, problems);
    }

    private static Object wrong(String key, String wanted, Object value, List<String> problems) {
        problems.add("\"" + key + "\" must be " + wanted + ", not " + describe(value));
        return value;
    }

    private static Object strings(String key, Object value, List<String> problems) {
        if (!(value instanceof List<?> list)) {
            return wrong(key, "a list of Strings", value, problems);
        }
        List<String> all = new ArrayList<>();
        for (Object item : list) {
            if (item instanceof CharSequence) {
                all.add(item.toString());
            } else {
                wrong(key, "a list of Strings", value, problems);
            }
        }
        return all;
    }

    private static Object branches(String key, Object value, List<String> problems) {
        if (!(value instanceof Map<?, ?> map)) {
            return wrong(key, "a map of names to closures", value, problems);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((name, branch) -> {
            if (!(branch instanceof Closure) && !(name.equals("failFast") && branch instanceof Boolean)) {
                problems.add("the branch \"" + name + "\" must be a closure, not " + describe(branch));
            }
            all.put(String.valueOf(name), branch);
        });
        return all;
    }

    private static Object symbols(String key, String kind, Object value, Catalogue catalogue, List<String> problems) {
        if (!(value instanceof List<?> list)) {
            return wrong(key, "a list", value, problems);
        }
        List<Object> all = new ArrayList<>();
        list.forEach(item -> all.add(symbol(key, kind, item, catalogue, problems)));
        return all;
    }

    private static Object symbol(String key, String kind, Object value, Catalogue catalogue, List<String> problems) {
        Object bare = value instanceof Map<?, ?> map && map.containsKey("$class") ? catalogue.ofClass(map, kind) : value;
        if (bare instanceof Symbol symbol && catalogue.fits(symbol, kind)) {
            return symbol;
        }
        return wrong(key, "of " + catalogue.ofKind(kind), value, problems);
    }

    private static Object plain(Object value, Catalogue catalogue) {
        if (value instanceof GString) {
            return value.toString();
        }
        if (value instanceof Map<?, ?> map && map.containsKey("$class")) {
            return catalogue.ofClass(map, null);
        }
        if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            list.forEach(item -> all.add(plain(item, catalogue)));
            return all;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> all = new LinkedHashMap<>();
            map.forEach((name, item) -> all.put(name instanceof GString ? name.toString() : name, plain(item, catalogue)));
            return all;
        }
        return value;
    }

    static String describe(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof CharSequence) {
            return "the text \"" + value + "\"";
        }
        if (value instanceof List) {
            return "the list " + value;
        }
        if (value instanceof Map) {
            return "the map " + value;
        }
        if (value instanceof Closure) {
            return "a closure";
        }
        return value instanceof Number || value instanceof Boolean ? String.valueOf(value) : "a " + value.getClass().getSimpleName() + " (" + value + ")";
    }

    static String suffix(String type) {
        return type.endsWith("!") ? "" : "?";
    }
}
