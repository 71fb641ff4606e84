package io.stagewright.rehearsal.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happens on a controller, in order: builds and steps begin, print and end. Clients read it while builds run. */
public final class Events {
    private final List<Map<String, Object>> all = new ArrayList<>();
    private final long started = System.currentTimeMillis();

    /** Adds an event of a build. The values are names and values in turn. */
    public synchronized void add(String type, String job, int number, Object... values) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", type);
        event.put("at", System.currentTimeMillis() - started);
        event.put("job", job);
        event.put("number", number);
        for (int i = 0; i < values.length; i += 2) {
            event.put(values[i].toString(), values[i + 1]);
        }
        all.add(event);
    }

    /** The events from a position on. */
    public synchronized List<Map<String, Object>> from(int position) {
        return List.copyOf(all.subList(Math.min(position, all.size()), all.size()));
    }
}
