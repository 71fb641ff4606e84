package io.stagewright.rehearsal.engine;

import io.stagewright.rehearsal.controller.Config;
import java.util.HashMap;
import java.util.Map;

/** The byte code of the trusted library, which the builds of a controller share: each build defines its classes again. */
public final class SharedClasses {
    /** Shares nothing. */
    static final SharedClasses NONE = new SharedClasses(false);

    private final boolean possible;
    private Map<String, byte[]> classes = Map.of();

    /** Shares nothing if jobs can see different libraries, or if compiling measures coverage. */
    public SharedClasses(Config config) {
        this(!config.coverage() && config.libraries().stream().filter(library -> library.trusted() && !library.stubs()).count() <= 1);
    }

    private SharedClasses(boolean possible) {
        this.possible = possible;
    }

    /** The classes that ended builds compiled. */
    synchronized Map<String, byte[]> copy() {
        return new HashMap<>(classes);
    }

    /** Keeps the classes of a build that ends, with all of their nested classes. */
    synchronized void add(Map<String, byte[]> compiled) {
        if (possible && !classes.keySet().containsAll(compiled.keySet())) {
            Map<String, byte[]> all = new HashMap<>(classes);
            all.putAll(compiled);
            classes = all;
        }
    }
}
