package io.stagewright.rehearsal.declarative;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads a {@code pipeline} block. */
final class PipelineParser {
    private static final List<String> SECTIONS = List.of("agent", "environment", "options", "parameters", "triggers", "tools", "stages",
            "post", "libraries");

    private final Problems problems;
    private final SectionParsers sections;

    PipelineParser(Problems problems) {
        this.problems = problems;
        this.sections = new SectionParsers(problems);
    }

    Expression parse(ClosureExpression body) {
        MapExpression model = new MapExpression();
        Set<String> seen = new HashSet<>();
        for (Statement statement : Ast.statements(body)) {
            MethodCallExpression call = Ast.call(statement);
            if (call == null) {
                problems.add(statement, "Not a valid section definition: \"" + statement.getText() + "\". Some extra configuration is required.");
            } else if (!SECTIONS.contains(call.getMethodAsString())) {
                problems.add(call, "Undefined section \"" + call.getMethodAsString() + "\"");
            } else if (!seen.add(call.getMethodAsString())) {
                problems.add(call, "Multiple occurrences of the " + call.getMethodAsString() + " section");
            } else {
                section(model, call);
            }
        }
        for (String required : List.of("stages", "agent")) {
            if (!seen.contains(required)) {
                problems.add(body, "Missing required section \"" + required + "\"");
            }
        }
        return model;
    }

    private void section(MapExpression model, MethodCallExpression call) {
        String name = call.getMethodAsString();
        Expression value = switch (name) {
            case "agent" -> sections.agent(call);
            case "environment" -> sections.environment(call);
            case "options" -> sections.options(call, false);
            case "parameters", "triggers" -> sections.symbols(call);
            case "tools" -> sections.unsupported(call);
            case "libraries" -> libraries(call);
            case "post" -> sections.post(call);
            default -> stages(call);
        };
        if (value != null) {
            Ast.put(model, name, value);
        }
    }

    /** The libraries of {@code lib('name@version')}. */
    private Expression libraries(MethodCallExpression call) {
        List<Expression> names = new ArrayList<>();
        for (Statement statement : block(call, problems)) {
            MethodCallExpression lib = Ast.call(statement);
            List<Expression> arguments = lib == null || !lib.getMethodAsString().equals("lib") ? List.of() : Ast.arguments(lib);
            if (arguments.size() != 1 || Ast.text(arguments.get(0)) == null) {
                problems.add(statement, "Expected lib with a constant name");
            } else {
                names.add(arguments.get(0));
            }
        }
        return Ast.list(names);
    }

    private Expression stages(MethodCallExpression call) {
        return new StageParser(problems, sections, new HashSet<>()).stages(call, false);
    }

    /** The statements in the block of a section; a missing block is a problem. */
    static List<Statement> block(MethodCallExpression call, Problems problems) {
        ClosureExpression closure = Ast.onlyClosure(call);
        if (closure == null) {
            problems.add(call, "Expected a block for " + call.getMethodAsString());
            return new ArrayList<>();
        }
        return Ast.statements(closure);
    }
}
