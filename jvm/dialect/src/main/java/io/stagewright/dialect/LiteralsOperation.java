package io.stagewright.dialect;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import io.stagewright.protocol.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers {@code literals}: compiles and runs constant expressions, and returns their values. */
public final class LiteralsOperation implements Operation {
    @Override
    public String name() {
        return "literals";
    }

    @Override
    public Object run(Map<String, Object> request) {
        List<?> literals = (List<?>) request.get("literals");
        StringBuilder source = new StringBuilder();
        for (int index = 0; index < literals.size(); index++) {
            source.append("def literal").append(index).append("() {\n    return ")
                    .append(literals.get(index)).append("\n}\n");
        }
        Script script = new GroovyShell(new Binding()).parse(source.toString());
        List<Object> values = new ArrayList<>();
        for (int index = 0; index < literals.size(); index++) {
            values.add(script.invokeMethod("literal" + index, null));
        }
        return Map.of("values", values);
    }
}
