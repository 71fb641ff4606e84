package io.stagewright.dialect;

/** One generated file. */
record SourceFile(String path, String text, Kind kind) {
    SourceFile(String path, String text) {
        this(path, text, Kind.of(path));
    }

    /** The name of the file without its last extension. */
    String name() {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }
}
