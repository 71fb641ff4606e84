package io.stagewright.rehearsal.controller;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The lockable resources and the builds that hold them. */
public final class Locks {
    private final Map<String, List<String>> labels = new LinkedHashMap<>();
    private final Map<String, String> holders = new LinkedHashMap<>();

    Locks(List<Map<String, Object>> resources) {
        for (Map<String, Object> resource : resources) {
            labels.put(resource.get("name").toString(), Config.list(resource.get("labels"), String::valueOf));
        }
    }

    /** The resources that have a label. */
    public synchronized List<String> labelled(String label) {
        return labels.entrySet().stream().filter(entry -> entry.getValue().contains(label)).map(Map.Entry::getKey).toList();
    }

    /** All labels, for messages. */
    public synchronized Set<String> labels() {
        Set<String> all = new TreeSet<>();
        labels.values().forEach(all::addAll);
        return all;
    }

    /** What a lock step asks for: some of these resources; all of them if the quantity is 0. */
    public record Demand(List<String> candidates, int quantity) {
    }

    /** Takes the resources of all demands without waiting; returns null if too few are free. */
    public synchronized List<String> tryTakeAll(List<Demand> demands, String holder) {
        List<String> all = new java.util.ArrayList<>();
        for (Demand demand : demands) {
            List<String> taken = tryTake(demand.candidates(), demand.quantity(), holder);
            if (taken == null) {
                release(all);
                return null;
            }
            all.addAll(taken);
        }
        return all;
    }

    /** Takes resources without waiting; returns null if too few are free. An undeclared resource is created. */
    public synchronized List<String> tryTake(List<String> candidates, int quantity, String holder) {
        List<String> free = candidates.stream().filter(name -> !holders.containsKey(name)).toList();
        int wanted = quantity <= 0 ? candidates.size() : quantity;
        if (free.size() < wanted) {
            return null;
        }
        List<String> taken = free.subList(0, wanted);
        taken.forEach(name -> holders.put(name, holder));
        return List.copyOf(taken);
    }

    /** Waits for resources; returns null if the wait is cancelled. */
    public synchronized List<String> take(List<Demand> demands, String holder, java.util.function.BooleanSupplier cancelled)
            throws InterruptedException {
        while (!cancelled.getAsBoolean()) {
            List<String> taken = tryTakeAll(demands, holder);
            if (taken != null) {
                return taken;
            }
            wait(500);
        }
        return null;
    }

    /** The holder of a resource, or null. */
    public synchronized String holder(String name) {
        return holders.get(name);
    }

    /** Releases resources. */
    public synchronized void release(List<String> names) {
        names.forEach(holders::remove);
        notifyAll();
    }
}
