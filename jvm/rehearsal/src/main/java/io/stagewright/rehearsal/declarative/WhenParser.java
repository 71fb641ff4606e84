package io.stagewright.rehearsal.declarative;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads a {@code when} block. */
final class WhenParser {
    private static final List<String> BEFORE = List.of("beforeAgent", "beforeInput", "beforeOptions");
    private static final List<String> NESTED = List.of("anyOf", "allOf", "not");
    private static final Map<String, String> PLAIN = Map.of("branch", "pattern", "tag", "pattern", "buildingTag", "", "changeRequest", "",
            "environment", "name", "equals", "expected", "changeset", "pattern", "triggeredBy", "cause", "isRestartedRun", "", "changelog", "pattern");

    private static final List<String> TEXTS = List.of("branch", "tag", "changeset", "changelog", "triggeredBy");

    private final Problems problems;

    WhenParser(Problems problems) {
        this.problems = problems;
    }

    Expression parse(MethodCallExpression call) {
        MapExpression model = new MapExpression();
        List<Expression> conditions = new ArrayList<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression part = Ast.call(statement);
            if (part != null && BEFORE.contains(part.getMethodAsString())) {
                List<Expression> arguments = Ast.arguments(part);
                boolean constant = arguments.size() == 1 && arguments.get(0) instanceof ConstantExpression;
                if (constant) {
                    Ast.put(model, part.getMethodAsString(), arguments.get(0));
                } else {
                    problems.add(part, part.getMethodAsString() + " must be true or false");
                }
            } else {
                conditions.add(condition(statement, part));
            }
        }
        if (conditions.isEmpty()) {
            problems.add(call, "Empty when closure, remove the property or add some content.");
        }
        Ast.put(model, "conditions", Ast.list(conditions));
        return model;
    }

    private Expression condition(Statement statement, MethodCallExpression call) {
        String name = call == null ? statement.getText() : call.getMethodAsString();
        if (call != null && name.equals("expression")) {
            ClosureExpression body = Ast.onlyClosure(call);
            if (body == null) {
                problems.add(call, "The expression condition needs a block");
                return Ast.constant(null);
            }
            return pair(name, body);
        }
        if (call != null && NESTED.contains(name)) {
            List<Expression> inner = new ArrayList<>();
            for (Statement child : PipelineParser.block(call, problems)) {
                inner.add(condition(child, Ast.call(child)));
            }
            if (inner.isEmpty() || name.equals("not") && inner.size() != 1) {
                problems.add(call, "The " + name + " condition requires " + (name.equals("not") ? "exactly one condition" : "at least one condition"));
            }
            return pair(name, Ast.list(inner));
        }
        if (call != null && PLAIN.containsKey(name)) {
            checkText(name, call);
            return pair(name, Ast.lazyArguments(call));
        }
        problems.add(statement, "Unknown conditional " + name + ". Valid conditionals are: allOf, anyOf, branch, buildingTag, changeRequest, "
                + "changelog, changeset, environment, equals, expression, isRestartedRun, not, tag, triggeredBy");
        return Ast.constant(null);
    }

    /** Jenkins rejects a constant of another type in the conditions that take a text. */
    private void checkText(String name, MethodCallExpression call) {
        for (Expression argument : Ast.arguments(call)) {
            Object value = argument instanceof ConstantExpression constant ? constant.getValue() : null;
            if (TEXTS.contains(name) && value != null && !(value instanceof String)) {
                problems.add(argument, "Expecting \"class java.lang.String\" for parameter \"" + PLAIN.get(name) + "\" of " + name + " but got \""
                        + value + "\" of type " + value.getClass() + " instead");
            }
        }
    }

    private static Expression pair(String name, Expression value) {
        return Ast.list(List.of(Ast.constant(name), value));
    }
}
