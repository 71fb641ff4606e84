package io.stagewright.rehearsal.controller;

import java.nio.file.Path;

/** A shared library as configured. */
public record LibraryConfig(String name, Path root, String version, boolean trusted, String folder, boolean implicit) {
    /** Whether a job sees the library. */
    public boolean visibleTo(String job) {
        return Paths.below(folder, job);
    }
}
