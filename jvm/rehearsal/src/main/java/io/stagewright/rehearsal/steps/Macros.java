package io.stagewright.rehearsal.steps;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables in the arguments of a step: Util.replaceMacro of core 2.516. */
final class Macros {
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z0-9_]+|\\{[A-Za-z0-9_.]+\\}|\\$)");

    private Macros() {
    }

    /** Replaces {@code $NAME} and {@code ${NAME}} of known variables, and {@code $$} by one dollar sign. */
    static String expand(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            String value = name.equals("$") ? "$" : variables.get(name.replaceAll("[{}]", ""));
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }
}
