package io.stagewright.rehearsal.controller;

import io.stagewright.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The configuration of a shared library. The files of a library of stubs are steps of plugins that the runner does not know. */
public record LibraryConfig(String name, Path root, String version, boolean trusted, String folder, boolean implicit, boolean stubs,
        boolean anyVersion) {
    /** Whether a job sees the library. */
    public boolean visibleTo(String job) {
        return Paths.below(folder, job);
    }

    /** The versions that a pipeline can request: of the configuration, or of the library's api.json with and without "v". */
    public List<String> knownVersions() {
        if (version != null) {
            return List.of(version);
        }
        Path api = root.resolve("api.json");
        try {
            Object found = Files.isRegularFile(api) ? ((Map<?, ?>) Json.parse(Files.readString(api))).get("version") : null;
            return found == null ? List.of() : List.of("v" + found, found.toString());
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(api + " cannot be read: " + unreadable.getMessage());
        }
    }
}
