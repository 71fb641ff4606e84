package io.stagewright.dialect;

import groovy.json.JsonSlurper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names in the runner's catalogue of steps. */
final class Catalogue {
    private static final String RESOURCE = "/io/stagewright/rehearse/catalogue.json";
    /** Options of `options {}` that are job properties or wrapping steps. */
    private static final Set<String> PROPERTY_OPTIONS = Set.of("buildDiscarder", "disableConcurrentBuilds",
            "disableResume", "durabilityHint", "copyArtifactPermission", "preserveStashes", "overrideIndexTriggers",
            "rateLimitBuilds", "timeout", "retry", "timestamps", "ansiColor", "lock", "withEnv", "withCredentials");
    private static final Catalogue INSTANCE = read();

    final Set<String> steps = new HashSet<>();
    final Set<String> options = new HashSet<>(PROPERTY_OPTIONS);

    private Catalogue() {
    }

    static Catalogue get() {
        return INSTANCE;
    }

    private static Catalogue read() {
        try (InputStream stream = Catalogue.class.getResourceAsStream(RESOURCE)) {
            Map<?, ?> json = (Map<?, ?>) new JsonSlurper().parse(new InputStreamReader(stream, StandardCharsets.UTF_8));
            Catalogue catalogue = new Catalogue();
            names(json.get("steps"), catalogue.steps);
            names(json.get("declarativeOptions"), catalogue.options);
            return catalogue;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void names(Object from, Set<String> into) {
        Iterable<?> keys = from instanceof Map<?, ?> map ? map.keySet() : (Iterable<?>) from;
        keys.forEach(key -> into.add(key.toString()));
    }
}
