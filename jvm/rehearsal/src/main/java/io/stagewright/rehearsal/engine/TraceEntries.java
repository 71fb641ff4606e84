package io.stagewright.rehearsal.engine;

import io.stagewright.rehearsal.controller.Build;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Converts a step call to plain data that is the same in every run. */
final class TraceEntries {
    private TraceEntries() {
    }

    static Map<String, Object> entry(Build build, StepCall call, StepContext context) {
        String home = build.controller().config().home().toString();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("step", call.name());
        entry.put("arguments", plain(new TreeMap<>(call.arguments()), home));
        entry.put("stage", String.join(" / ", context.stages()));
        entry.put("agent", context.agent());
        entry.put("container", context.container());
        return entry;
    }

    private static Object plain(Object value, String home) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item, home)));
            return copy;
        }
        if (value instanceof Iterable<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(plain(item, home)));
            return copy;
        }
        if (value instanceof Symbol symbol) {
            Map<String, Object> copy = new LinkedHashMap<>();
            copy.put("symbol", symbol.name());
            copy.put("arguments", plain(new TreeMap<>(symbol.arguments()), home));
            return copy;
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof groovy.lang.Closure) {
            return "{closure}";
        }
        return value.toString().replace(home, "$HOME_OF_CONTROLLER");
    }
}
