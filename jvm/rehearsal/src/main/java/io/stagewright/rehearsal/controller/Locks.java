package io.stagewright.rehearsal.controller;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The lockable resources, and who holds them. */
public final class Locks {
    private final Map<String, List<String>> labels = new LinkedHashMap<>();
    private final Map<String, String> holders = new LinkedHashMap<>();

    Locks(List<Map<String, Object>> resources) {
        for (Map<String, Object> resource : resources) {
            labels.put(resource.get("name").toString(), Config.list(resource.get("labels"), String::valueOf));
        }
    }

    /** The resources that carry a label. */
    public synchronized List<String> labelled(String label) {
        return labels.entrySet().stream().filter(entry -> entry.getValue().contains(label)).map(Map.Entry::getKey).toList();
    }

    /** All labels, for messages. */
    public synchronized Set<String> labels() {
        Set<String> all = new TreeSet<>();
        labels.values().forEach(all::addAll);
        return all;
    }

    /** Takes a resource by name, which is made where nobody declared it, or null if it is held. */
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

    /** Waits for resources; null when told to give up. */
    public synchronized List<String> take(List<String> candidates, int quantity, String holder, java.util.function.BooleanSupplier givenUp)
            throws InterruptedException {
        while (!givenUp.getAsBoolean()) {
            List<String> taken = tryTake(candidates, quantity, holder);
            if (taken != null) {
                return taken;
            }
            wait(500);
        }
        return null;
    }

    /** Who holds a resource, or null. */
    public synchronized String holder(String name) {
        return holders.get(name);
    }

    /** Gives resources back. */
    public synchronized void release(List<String> names) {
        names.forEach(holders::remove);
        notifyAll();
    }
}
