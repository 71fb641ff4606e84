package io.stagewright.rehearsal.jobdsl;

import groovy.lang.Closure;
import groovy.lang.GString;
import groovy.lang.GroovyObjectSupport;
import io.stagewright.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Records the calls in one block. Each method must be in the table for the context of the block. */
public final class Recorder extends GroovyObjectSupport {
    private static final Map<String, Map<String, Map<String, Object>>> CONTEXTS = load();

    private final String context;
    private final String where;
    private final List<Map<String, Object>> calls = new ArrayList<>();

    Recorder(String context, String where) {
        this.context = context;
        this.where = where;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Map<String, Object>>> load() {
        try (InputStream in = Recorder.class.getResourceAsStream("/io/stagewright/rehearsal/jobdsl.json")) {
            Map<String, Object> json = (Map<String, Object>) Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return (Map<String, Map<String, Map<String, Object>>>) json.get("contexts");
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    List<Map<String, Object>> calls() {
        return calls;
    }

    @Override
    public Object invokeMethod(String name, Object args) {
        List<Object> given = new ArrayList<>(args instanceof Object[] array ? Arrays.asList(array) : List.of(args));
        Closure<?> body = null;
        if (!given.isEmpty() && given.get(given.size() - 1) instanceof Closure<?> closure) {
            body = closure;
            given.remove(given.size() - 1);
        }
        given.replaceAll(value -> value instanceof GString ? value.toString() : value);
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("method", name);
        call.put("arguments", given);
        if (!context.equals("any")) {
            check(name, given, body);
        }
        if (body != null) {
            call.put("body", inner(name, body));
        }
        calls.add(call);
        return null;
    }

    private List<Map<String, Object>> inner(String name, Closure<?> body) {
        Map<String, Object> method = context.equals("any") ? Map.of("body", "any") : CONTEXTS.get(context).get(name);
        Recorder recorder = new Recorder(method.get("body").toString(), name);
        body.setDelegate(recorder);
        body.setResolveStrategy(Closure.DELEGATE_FIRST);
        if (!name.equals("configure")) {
            body.call();
        }
        return recorder.calls;
    }

    private void check(String name, List<Object> given, Closure<?> body) {
        Map<String, Object> method = CONTEXTS.get(context).get(name);
        if (method == null) {
            throw new IllegalArgumentException("no method \"" + name + "\" in " + where + "; it has " + new TreeSet<>(CONTEXTS.get(context).keySet()));
        }
        if (body != null && method.get("body") == null) {
            throw new IllegalArgumentException("\"" + name + "\" in " + where + " takes no block");
        }
        if (body == null && method.get("body") != null && !Boolean.TRUE.equals(method.get("bodyOptional"))) {
            throw new IllegalArgumentException("\"" + name + "\" in " + where + " needs a block");
        }
        List<?> types = method.get("takes") == null ? List.of() : (List<?>) method.get("takes");
        long required = types.stream().filter(type -> !type.toString().endsWith("?")).count();
        if (given.size() < required || given.size() > types.size()) {
            throw new IllegalArgumentException("\"" + name + "\" in " + where + " takes " + types + ", not " + given);
        }
        for (int i = 0; i < given.size(); i++) {
            if (!fits(types.get(i).toString().replace("?", ""), given.get(i))) {
                throw new IllegalArgumentException("\"" + name + "\" in " + where + " takes " + types + ", not " + given);
            }
        }
    }

    private static boolean fits(String type, Object value) {
        if (type.startsWith("enum:")) {
            return List.of(type.substring(5).split("\\|")).contains(value);
        }
        return switch (type) {
            case "String" -> value instanceof String || value == null;
            case "boolean" -> value instanceof Boolean;
            case "int" -> value instanceof Integer;
            case "List" -> value instanceof List;
            default -> true;
        };
    }

    static Object argument(Map<String, Object> call, int index) {
        List<?> arguments = (List<?>) call.get("arguments");
        return index < arguments.size() ? arguments.get(index) : null;
    }
}
