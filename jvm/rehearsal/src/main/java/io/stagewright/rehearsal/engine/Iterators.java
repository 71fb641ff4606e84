package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.impl.Caller;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** A Groovy category with the serializable iterators of Jenkins (IteratorHack of workflow-cps 4209); like Jenkins, it has none for maps. */
public final class Iterators {
    private Iterators() {
    }

    /** Iterates over a list by index. */
    public static <E> Iterator<E> iterator(List<E> list) {
        return new ListIteration<>(list);
    }

    /** Iterates over a copy of a set. */
    public static <E> Iterator<E> iterator(Set<E> set) {
        return new ListIteration<>(new ArrayList<>(set));
    }

    /** Iterates over an array by index. */
    public static <E> Iterator<E> iterator(E[] array) {
        return new ListIteration<>(Arrays.asList(array));
    }

    /** Iterates over a copy of a deque. */
    public static <E> Iterator<E> iterator(Deque<E> deque) {
        return new ListIteration<>(new ArrayList<>(deque));
    }

    /** The entries as a serializable set, in CPS code. */
    public static <K, V> Set<Map.Entry<K, V>> entrySet(Map<K, V> map) {
        return asynchronous(map, "entrySet") ? new LinkedHashSet<>(entries(map)) : map.entrySet();
    }

    /** The keys as a serializable set, in CPS code. */
    public static <K, V> Set<K> keySet(Map<K, V> map) {
        return asynchronous(map, "keySet") ? new LinkedHashSet<>(map.keySet()) : map.keySet();
    }

    /** The values as a serializable list, in CPS code. */
    public static <K, V> Collection<V> values(Map<K, V> map) {
        return asynchronous(map, "values") ? new ArrayList<>(map.values()) : map.values();
    }

    private static boolean asynchronous(Map<?, ?> map, String method) {
        return Caller.isAsynchronous(map, method) || Caller.isAsynchronous(Iterators.class, method, map);
    }

    private static <K, V> List<Map.Entry<K, V>> entries(Map<K, V> map) {
        List<Map.Entry<K, V>> entries = new ArrayList<>();
        for (Map.Entry<K, V> entry : map.entrySet()) {
            entries.add(new AbstractMap.SimpleImmutableEntry<>(entry));
        }
        return entries;
    }

    private static final class ListIteration<E> implements Iterator<E>, Serializable {
        private static final long serialVersionUID = 1L;
        private final List<E> list;
        private int next;

        ListIteration(List<E> list) {
            this.list = list;
        }

        @Override
        public boolean hasNext() {
            return next < list.size();
        }

        @Override
        public E next() {
            if (next >= list.size()) {
                throw new NoSuchElementException();
            }
            return list.get(next++);
        }

        @Override
        public void remove() {
            list.remove(--next);
        }
    }
}
