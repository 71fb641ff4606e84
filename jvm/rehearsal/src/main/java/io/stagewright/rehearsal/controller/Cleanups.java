package io.stagewright.rehearsal.controller;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Actions that release what the steps of a build use: executors, locks and files with secrets. */
public final class Cleanups {
    private final Map<String, Runnable> actions = new ConcurrentHashMap<>();

    /** Adds an action, which runs when the build ends, at the latest. */
    public void add(String key, Runnable action) {
        actions.put(key, action);
    }

    /** Runs the action of a key now, once. */
    public void run(String key) {
        Runnable action = actions.remove(key);
        if (action != null) {
            action.run();
        }
    }

    void runAll() {
        List.copyOf(actions.keySet()).forEach(this::run);
    }
}
