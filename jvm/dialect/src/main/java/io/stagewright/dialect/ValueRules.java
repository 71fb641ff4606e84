package io.stagewright.dialect;

import java.lang.reflect.Modifier;
import java.util.List;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.UnaryMinusExpression;
import org.codehaus.groovy.syntax.Types;

/** Rule 7: map keys, environment values, default arguments and static fields. */
final class ValueRules extends CodeVisitor {
    ValueRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    public void visitMapEntryExpression(MapEntryExpression entry) {
        key(entry.getKeyExpression());
        super.visitMapEntryExpression(entry);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        int operator = expression.getOperation().getType();
        if (operator == Types.LEFT_SQUARE_BRACKET) {
            key(expression.getRightExpression());
        }
        boolean environment = expression.getLeftExpression() instanceof PropertyExpression property
                && Nodes.isVariable(property.getObjectExpression(), "env");
        if (operator == Types.ASSIGN && environment) {
            environment(expression.getRightExpression());
        }
        super.visitBinaryExpression(expression);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        List<Expression> arguments = Nodes.arguments(call);
        String name = String.valueOf(call.getMethodAsString());
        boolean puts = List.of("put", "putAt", "get", "containsKey").contains(name);
        if (puts && !Nodes.onThis(call) && !arguments.isEmpty()) {
            key(arguments.get(0));
        }
        boolean list = !arguments.isEmpty() && arguments.get(0) instanceof ListExpression;
        if (name.equals("withEnv") && list) {
            ((ListExpression) arguments.get(0)).getExpressions().forEach(this::environment);
        }
        super.visitMethodCallExpression(call);
    }

    private void key(Expression key) {
        if (key instanceof GStringExpression) {
            addFinding(Code.GSTRING_KEY, key, "a GString as a map key differs from a String with the same text: use a String");
        }
    }

    private void environment(Expression value) {
        if (value instanceof GStringExpression) {
            addFinding(Code.GSTRING_ENVIRONMENT, value, "a GString as environment value is not a String: join the parts with +");
        }
    }

    @Override
    protected void enterMethod(MethodNode node) {
        for (Parameter parameter : node.getParameters()) {
            if (parameter.hasInitialExpression() && !isConstant(parameter.getInitialExpression())) {
                addFinding(Code.DEFAULT_ARGUMENT, parameter.getInitialExpression(),
                        "the default value of " + parameter.getName() + " is not a constant");
            }
        }
    }

    private static boolean isConstant(Expression value) {
        if (value instanceof ListExpression list) {
            return list.getExpressions().stream().allMatch(ValueRules::isConstant);
        }
        if (value instanceof MapExpression map) {
            return map.getMapEntryExpressions().stream().allMatch(entry -> isConstant(entry.getValueExpression()));
        }
        return value instanceof ConstantExpression
                || value instanceof UnaryMinusExpression minus && isConstant(minus.getExpression());
    }

    @Override
    public void visitField(FieldNode node) {
        if (unit.file.kind().cps() && node.isStatic() && !Modifier.isFinal(node.getModifiers())
                && node.getLineNumber() > 0) {
            addFinding(Code.MUTABLE_STATIC, node, "the static field " + node.getName() + " is not final");
        }
        super.visitField(node);
    }
}
