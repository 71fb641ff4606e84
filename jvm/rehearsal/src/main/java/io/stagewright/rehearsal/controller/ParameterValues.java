package io.stagewright.rehearsal.controller;

import java.util.List;
import java.util.Map;

/** Converts the values of a request to the types of the parameters. */
final class ParameterValues {
    private ParameterValues() {
    }

    static Object value(Map<String, Object> parameter, Object given) {
        String kind = Config.text(parameter, "kind", "string");
        Object fallback = parameter.get("default");
        switch (kind) {
            case "boolean":
                return Boolean.parseBoolean(String.valueOf(given == null ? fallback : given));
            case "choice":
                return choice(parameter, given);
            default:
                Object value = given == null ? fallback : given;
                String text = value == null ? "" : value.toString();
                return kind.equals("password") ? new hudson.util.Secret(text) : text;
        }
    }

    private static Object choice(Map<String, Object> parameter, Object given) {
        List<?> choices = (List<?>) parameter.getOrDefault("choices", List.of());
        if (given == null) {
            return choices.isEmpty() ? "" : choices.get(0);
        }
        if (!choices.contains(given.toString())) {
            throw new IllegalArgumentException("Illegal choice for parameter " + parameter.get("name") + ": " + given
                    + "; it must be one of " + choices);
        }
        return given.toString();
    }
}
