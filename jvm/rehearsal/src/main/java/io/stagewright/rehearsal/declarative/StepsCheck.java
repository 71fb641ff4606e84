package io.stagewright.rehearsal.declarative;

import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Checks that a block of a declarative pipeline contains only steps. */
final class StepsCheck {
    private static final Map<String, String> FORBIDDEN = Map.of(
            "stage", "The stage step cannot be used in Declarative Pipelines",
            "properties", "The properties step cannot be used in Declarative Pipelines");

    private final Problems problems;

    StepsCheck(Problems problems) {
        this.problems = problems;
    }

    void check(MethodCallExpression section, ClosureExpression body) {
        List<Statement> statements = Ast.statements(body);
        if (statements.isEmpty()) {
            problems.add(section, "No steps specified for branch");
        }
        statements.forEach(this::step);
    }

    private void step(Statement statement) {
        MethodCallExpression call = Ast.call(statement);
        if (call == null) {
            boolean onObject = statement instanceof ExpressionStatement expression && expression.getExpression() instanceof MethodCallExpression;
            problems.add(statement, onObject ? "Method calls on objects not allowed outside \"script\" blocks." : "Expected a step");
            return;
        }
        String name = call.getMethodAsString();
        if (FORBIDDEN.containsKey(name)) {
            problems.add(call, "Invalid step \"" + name + "\" used - not allowed in this context - " + FORBIDDEN.get(name));
        }
        List<Expression> arguments = Ast.arguments(call);
        boolean block = !arguments.isEmpty() && arguments.get(arguments.size() - 1) instanceof ClosureExpression;
        if (block && !name.equals("script")) {
            Ast.statements((ClosureExpression) arguments.get(arguments.size() - 1)).forEach(this::step);
        }
    }
}
