package io.stagewright.rehearsal.declarative;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.control.SourceUnit;

/** Reads an {@code environment} block, in which each value can use the previous ones. */
final class EnvironmentParser {
    private static final String EARLIER = "$earlier";

    private final Problems problems;
    private final Set<String> names = new LinkedHashSet<>();

    EnvironmentParser(Problems problems) {
        this.problems = problems;
    }

    Expression parse(MethodCallExpression call) {
        List<Expression> all = new ArrayList<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            BinaryExpression assignment = SectionParsers.assignment(statement);
            if (assignment == null) {
                problems.add(statement, "\"" + statement.getText() + "\" is not a valid environment expression. Use \"key = value\" pairs with valid Java identifier names.");
                continue;
            }
            String name = ((VariableExpression) assignment.getLeftExpression()).getName();
            Expression value = assignment.getRightExpression();
            if (!SectionParsers.validValue(value)) {
                problems.add(value, "Environment variable values must either be single quoted, double quoted, or function calls.");
                continue;
            }
            if (names.contains(name)) {
                problems.add(statement, "Duplicate environment variable name: \"" + name + "\"");
            }
            all.add(entry(name, value));
            names.add(name);
        }
        if (names.isEmpty()) {
            problems.add(call, "No variables specified for environment");
        }
        return Ast.list(all);
    }

    private Expression entry(String name, Expression value) {
        boolean credentials = value instanceof MethodCallExpression call && Ast.isCall(call, "credentials") && Ast.arguments(call).size() == 1;
        Expression wanted = credentials ? Ast.arguments((MethodCallExpression) value).get(0) : value;
        Expression resolved = new Earlier().transform(wanted);
        return Ast.list(List.of(Ast.constant(credentials ? "credentials" : "value"), Ast.constant(name),
                Ast.lazy(resolved, new Parameter(ClassHelper.DYNAMIC_TYPE, EARLIER))));
    }

    /** Replaces the names of previous variables with lookups. */
    private final class Earlier extends ClassCodeExpressionTransformer {
        @Override
        public Expression transform(Expression expression) {
            if (expression instanceof VariableExpression variable && names.contains(variable.getName())) {
                return lookUp(variable.getName(), expression);
            }
            if (expression instanceof PropertyExpression property && property.getObjectExpression() instanceof VariableExpression object
                    && object.getName().equals("env") && names.contains(property.getPropertyAsString())) {
                return lookUp(property.getPropertyAsString(), expression);
            }
            return expression == null ? null : expression.transformExpression(this);
        }

        private Expression lookUp(String name, Expression at) {
            Expression found = new PropertyExpression(new VariableExpression(EARLIER), name);
            found.setSourcePosition(at);
            return found;
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return null;
        }
    }
}
