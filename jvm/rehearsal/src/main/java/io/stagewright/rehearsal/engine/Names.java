package io.stagewright.rehearsal.engine;

/** Names of objects in messages. */
final class Names {
    private Names() {
    }

    /** The class name, as in the mismatch messages of Jenkins. */
    static String of(Object object) {
        return object instanceof Class<?> type ? type.getName() : object.getClass().getName();
    }
}
