package io.stagewright.rehearsal.controller;

import java.nio.file.Path;

/** The configuration of a shared library. */
public record LibraryConfig(String name, Path root, String version, boolean trusted, String folder, boolean implicit) {
    /** Whether a job sees the library. */
    public boolean visibleTo(String job) {
        return Paths.below(folder, job);
    }
}
