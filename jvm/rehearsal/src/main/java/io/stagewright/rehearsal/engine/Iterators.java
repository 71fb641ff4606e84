package io.stagewright.rehearsal.engine;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** A Groovy category with serializable iterators, so that a loop survives a restart, as in Jenkins. */
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

    /** Iterates over a copy of a map's entries. */
    public static <K, V> Iterator<Map.Entry<K, V>> iterator(Map<K, V> map) {
        return new ListIteration<>(entries(map));
    }

    /** The entries as a serializable set. */
    public static <K, V> Set<Map.Entry<K, V>> entrySet(Map<K, V> map) {
        return new LinkedHashSet<>(entries(map));
    }

    /** The keys as a serializable set. */
    public static <K, V> Set<K> keySet(Map<K, V> map) {
        return new LinkedHashSet<>(map.keySet());
    }

    /** The values as a serializable list. */
    public static <K, V> Collection<V> values(Map<K, V> map) {
        return new ArrayList<>(map.values());
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
