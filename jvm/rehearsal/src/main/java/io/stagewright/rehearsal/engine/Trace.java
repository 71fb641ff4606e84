package io.stagewright.rehearsal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps of a build as a tree of bodies, so that parallel branches have the same order in every run. */
public final class Trace {
    private record Node(Map<String, Object> entry, List<List<Node>> bodies) {
    }

    private final Map<Integer, List<Node>> threads = new HashMap<>();
    private final Map<Integer, Node> last = new HashMap<>();
    private final List<Node> top = new ArrayList<>();

    /** Records a step of a thread. */
    synchronized void step(int thread, Map<String, Object> entry) {
        Node node = new Node(entry, new ArrayList<>());
        threads.computeIfAbsent(thread, id -> top).add(node);
        last.put(thread, node);
    }

    /** Records that a thread is a body of the last step of another thread. */
    synchronized void body(int thread, int parent) {
        List<Node> steps = new ArrayList<>();
        Node node = last.get(parent);
        if (node == null) {
            threads.put(thread, top);
        } else {
            node.bodies.add(steps);
            threads.put(thread, steps);
        }
    }

    /** All steps, depth first. */
    public synchronized List<Map<String, Object>> entries() {
        List<Map<String, Object>> all = new ArrayList<>();
        flatten(top, all);
        return all;
    }

    private static void flatten(List<Node> nodes, List<Map<String, Object>> all) {
        for (Node node : nodes) {
            all.add(node.entry);
            for (List<Node> body : node.bodies) {
                flatten(body, all);
            }
        }
    }
}
