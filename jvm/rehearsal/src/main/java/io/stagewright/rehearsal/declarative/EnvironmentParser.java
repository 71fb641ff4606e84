package io.stagewright.rehearsal.declarative;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

/** Reads an {@code environment} block, in which each value can use the other ones, in any order. */
final class EnvironmentParser {
    private static final String OTHERS = "$others";

    private final Problems problems;
    private final Map<String, Expression> values = new LinkedHashMap<>();
    private final Map<String, Set<String>> uses = new LinkedHashMap<>();

    EnvironmentParser(Problems problems) {
        this.problems = problems;
    }

    Expression parse(MethodCallExpression call) {
        for (Statement statement : PipelineParser.block(call, problems)) {
            read(statement);
        }
        if (values.isEmpty()) {
            problems.add(call, "No variables specified for environment");
        }
        Map<String, Expression> entries = new LinkedHashMap<>();
        values.forEach((name, value) -> entries.put(name, entry(name, value)));
        List<Expression> ordered = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        while (done.size() < entries.size()) {
            String next = entries.keySet().stream().filter(name -> !done.contains(name) && done.containsAll(uses.get(name))).findFirst().orElse(null);
            if (next == null) {
                problems.add(call, "The environment variables " + entries.keySet() + " use each other in a circle");
                break;
            }
            done.add(next);
            ordered.add(entries.get(next));
        }
        return Ast.list(ordered);
    }

    private void read(Statement statement) {
        BinaryExpression assignment = SectionParsers.assignment(statement);
        if (assignment == null) {
            problems.add(statement, "\"" + statement.getText() + "\" is not a valid environment expression. Use \"key = value\" pairs with valid Java identifier names.");
            return;
        }
        String name = ((VariableExpression) assignment.getLeftExpression()).getName();
        Expression value = assignment.getRightExpression();
        if (!SectionParsers.validValue(value)) {
            problems.add(value, "Environment variable values must either be single quoted, double quoted, or function calls.");
        } else if (values.putIfAbsent(name, value) != null) {
            problems.add(statement, "Duplicate environment variable name: \"" + name + "\"");
        }
    }

    private Expression entry(String name, Expression value) {
        boolean credentials = value instanceof MethodCallExpression call && Ast.isCall(call, "credentials") && Ast.arguments(call).size() == 1;
        Expression wanted = credentials ? Ast.arguments((MethodCallExpression) value).get(0) : value;
        Set<String> used = new LinkedHashSet<>();
        uses.put(name, used);
        Expression resolved = new Lookups(name, used).transform(wanted);
        return Ast.list(List.of(Ast.constant(credentials ? "credentials" : "value"), Ast.constant(name),
                Ast.lazy(resolved, new Parameter(ClassHelper.DYNAMIC_TYPE, OTHERS))));
    }

    /** Replaces the names of the other variables with lookups. */
    private final class Lookups extends ClassCodeExpressionTransformer {
        private final String own;
        private final Set<String> used;

        Lookups(String own, Set<String> used) {
            this.own = own;
            this.used = used;
        }

        private boolean other(String name) {
            boolean found = values.containsKey(name) && !name.equals(own);
            if (found) {
                used.add(name);
            }
            return found;
        }

        @Override
        public Expression transform(Expression expression) {
            if (expression instanceof VariableExpression variable && other(variable.getName())) {
                return lookUp(variable.getName(), expression);
            }
            if (expression instanceof PropertyExpression property && property.getObjectExpression() instanceof VariableExpression object
                    && object.getName().equals("env") && other(property.getPropertyAsString())) {
                return lookUp(property.getPropertyAsString(), expression);
            }
            return expression == null ? null : expression.transformExpression(this);
        }

        private Expression lookUp(String name, Expression at) {
            Expression found = new PropertyExpression(new VariableExpression(OTHERS), name);
            found.setSourcePosition(at);
            return found;
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return null;
        }
    }
}
