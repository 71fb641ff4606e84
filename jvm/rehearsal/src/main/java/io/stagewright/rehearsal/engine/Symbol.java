package io.stagewright.rehearsal.engine;

import java.io.Serializable;
import java.util.Map;

/** A describable that a pipeline creates with its symbol, such as {@code usernamePassword(…)}. The catalogue validates it. */
public record Symbol(String name, Map<String, Object> arguments) implements Serializable {
    /** A text argument, or null. */
    public String text(String argument) {
        Object value = arguments.get(argument);
        return value == null ? null : value.toString();
    }

    @Override
    public String toString() {
        return "@" + name + arguments;
    }
}
