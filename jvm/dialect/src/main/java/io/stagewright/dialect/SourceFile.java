package io.stagewright.dialect;

/** One file of the output: a generated one, or a copy of the site's own. */
record SourceFile(String path, String text, boolean own, Kind kind) {
    SourceFile(String path, String text, boolean own) {
        this(path, text, own, Kind.of(path));
    }

    /** The name of the file without its last extension. */
    String name() {
        String file = path.substring(path.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }
}
