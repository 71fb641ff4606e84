package io.stagewright.dialect;

import io.stagewright.catalogue.CatalogueFile;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names of Jenkins' steps and declarative options. */
final class Catalogue {
    /** Options of {@code options {}} that are job properties or steps that take a block. */
    private static final Set<String> PROPERTY_OPTIONS = Set.of("buildDiscarder", "disableConcurrentBuilds",
            "disableResume", "durabilityHint", "copyArtifactPermission", "preserveStashes", "overrideIndexTriggers",
            "rateLimitBuilds", "timeout", "retry", "timestamps", "ansiColor", "lock", "withEnv", "withCredentials");
    private static final Catalogue INSTANCE = new Catalogue(CatalogueFile.read());

    final Set<String> steps = new HashSet<>();
    final Set<String> options = new HashSet<>(PROPERTY_OPTIONS);

    private Catalogue(Map<String, Object> json) {
        addNames(json.get("steps"), steps);
        addNames(json.get("declarativeOptions"), options);
    }

    static Catalogue get() {
        return INSTANCE;
    }

    private static void addNames(Object from, Set<String> into) {
        Iterable<?> keys = from instanceof Map<?, ?> map ? map.keySet() : (Iterable<?>) from;
        keys.forEach(key -> into.add(key.toString()));
    }
}
