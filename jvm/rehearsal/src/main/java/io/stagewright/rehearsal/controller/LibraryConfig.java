package io.stagewright.rehearsal.controller;

import java.nio.file.Path;

/** The configuration of a shared library. The files of a library of stubs are steps of plugins that the runner does not know. */
public record LibraryConfig(String name, Path root, String version, boolean trusted, String folder, boolean implicit, boolean stubs) {
    /** Whether a job sees the library. */
    public boolean visibleTo(String job) {
        return Paths.below(folder, job);
    }
}
