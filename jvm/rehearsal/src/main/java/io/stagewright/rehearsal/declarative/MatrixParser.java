package io.stagewright.rehearsal.declarative;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads the axes and excludes of a {@code matrix} block. Its other sections are those of a stage. */
final class MatrixParser {
    /** The sections that only a matrix has. */
    static final List<String> SECTIONS = List.of("axes", "excludes");

    private final Problems problems;

    MatrixParser(Problems problems) {
        this.problems = problems;
    }

    /** The section as a list of axes, or a list of such lists. */
    Expression section(MethodCallExpression call) {
        if (call.getMethodAsString().equals("axes")) {
            return axes(PipelineParser.block(call, problems), call);
        }
        List<Expression> all = new ArrayList<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression exclude = Ast.call(statement);
            if (exclude == null || !exclude.getMethodAsString().equals("exclude")) {
                problems.add(statement, "Expected an exclude");
            } else {
                all.add(axes(PipelineParser.block(exclude, problems), exclude));
            }
        }
        return Ast.list(all);
    }

    private Expression axes(List<Statement> statements, MethodCallExpression at) {
        List<Expression> all = new ArrayList<>();
        for (Statement statement : statements) {
            MethodCallExpression axis = Ast.call(statement);
            ClosureExpression body = axis == null || !axis.getMethodAsString().equals("axis") ? null : Ast.onlyClosure(axis);
            if (body == null) {
                problems.add(statement, "Expected an axis");
            } else {
                all.add(axis(body, axis));
            }
        }
        if (all.isEmpty()) {
            problems.add(at, "At least one axis is required in " + at.getMethodAsString());
        }
        return Ast.list(all);
    }

    private Expression axis(ClosureExpression body, MethodCallExpression at) {
        MapExpression axis = new MapExpression();
        Set<String> seen = new java.util.HashSet<>();
        for (Statement statement : Ast.statements(body)) {
            MethodCallExpression call = Ast.call(statement);
            String name = call == null ? "" : call.getMethodAsString();
            List<Expression> arguments = call == null ? List.of() : Ast.arguments(call);
            boolean constant = !arguments.isEmpty() && arguments.stream().allMatch(one -> Ast.text(one) != null);
            if (!Set.of("name", "values", "notValues").contains(name) || !constant || !seen.add(name)) {
                problems.add(statement, "An axis has a constant name, and values or notValues that are constant texts");
            } else {
                Ast.put(axis, name, name.equals("name") ? arguments.get(0) : Ast.list(arguments));
            }
        }
        if (!seen.contains("name") || seen.size() != 2) {
            problems.add(at, "An axis needs a name, and values or notValues");
        }
        return axis;
    }
}
