package io.stagewright.rehearsal.steps;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that findFiles and other steps return: FileWrapper of pipeline-utility-steps 2.20.0. */
public final class FoundFile implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String path;
    private final boolean directory;
    private final long length;
    private final long lastModified;

    FoundFile(Path file, String shown) throws IOException {
        name = file.getFileName().toString();
        directory = Files.isDirectory(file);
        path = directory && !shown.endsWith("/") ? shown + "/" : shown;
        length = Files.size(file);
        lastModified = Files.getLastModifiedTime(file).toMillis();
    }

    public String getName() {
        return name;
    }

    public String getPath() {
        return path;
    }

    public boolean isDirectory() {
        return directory;
    }

    public long getLength() {
        return length;
    }

    public long getLastModified() {
        return lastModified;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FoundFile file && file.path.equals(path);
    }

    @Override
    public int hashCode() {
        return path.hashCode();
    }

    @Override
    public String toString() {
        return path;
    }
}
