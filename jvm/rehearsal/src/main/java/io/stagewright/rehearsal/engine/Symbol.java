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

    /** The arguments by name, as UninstantiatedDescribable of structs has them. */
    public Map<String, Object> getArguments() {
        return arguments;
    }

    /** The branches of a repository, as {@code scm.branches} of the git plugin. */
    public Object getBranches() {
        return arguments.get("branches");
    }

    /** The addresses of a repository, as {@code scm.userRemoteConfigs} of the git plugin. */
    public Object getUserRemoteConfigs() {
        return arguments.get("userRemoteConfigs");
    }

    /** The extensions of a checkout. */
    public Object getExtensions() {
        return arguments.getOrDefault("extensions", java.util.List.of());
    }

    @Override
    public String toString() {
        return "@" + name + arguments;
    }
}
