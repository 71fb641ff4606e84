package io.stagewright.rehearsal.engine;

/** How objects are named in messages. */
final class Names {
    private Names() {
    }

    /** The class's name, as Jenkins writes it in mismatch messages. */
    static String of(Object object) {
        return object instanceof Class<?> type ? type.getName() : object.getClass().getName();
    }
}
