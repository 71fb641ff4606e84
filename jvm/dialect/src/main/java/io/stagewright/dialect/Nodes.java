package io.stagewright.dialect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Functions on syntax trees that many rules use. */
final class Nodes {
    private Nodes() {
    }

    static boolean isNonCps(AnnotatedNode node) {
        return hasAnnotation(node, "NonCPS");
    }

    static boolean hasAnnotation(AnnotatedNode node, String simpleName) {
        return node.getAnnotations().stream().anyMatch(one -> simpleName(one).equals(simpleName));
    }

    static String simpleName(AnnotationNode annotation) {
        return simpleName(annotation.getClassNode());
    }

    static String simpleName(ClassNode type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static boolean onThis(MethodCallExpression call) {
        return call.isImplicitThis() || isVariable(call.getObjectExpression(), "this");
    }

    static boolean isVariable(Expression expression, String name) {
        return expression instanceof VariableExpression variable && variable.getName().equals(name);
    }

    /** The arguments of a call; all named arguments together are one map. */
    static List<Expression> arguments(MethodCallExpression call) {
        return arguments(call.getArguments());
    }

    static List<Expression> arguments(Expression arguments) {
        return arguments instanceof TupleExpression tuple ? tuple.getExpressions() : List.of(arguments);
    }

    /** The named arguments of a call. */
    static Map<String, Expression> named(MethodCallExpression call) {
        Map<String, Expression> named = new LinkedHashMap<>();
        for (Expression argument : arguments(call)) {
            if (argument instanceof MapExpression map) {
                for (MapEntryExpression entry : map.getMapEntryExpressions()) {
                    if (entry.getKeyExpression() instanceof ConstantExpression key) {
                        named.put(String.valueOf(key.getValue()), entry.getValueExpression());
                    }
                }
            }
        }
        return named;
    }

    static List<Statement> statements(Statement code) {
        if (code instanceof BlockStatement block) {
            return block.getStatements();
        }
        return code == null ? List.of() : new ArrayList<>(List.of(code));
    }

    /** The expression of a statement; null if the statement is not an expression or a return. */
    static Expression expression(Statement statement) {
        if (statement instanceof ExpressionStatement one) {
            return one.getExpression();
        }
        return statement instanceof ReturnStatement result ? result.getExpression() : null;
    }
}
