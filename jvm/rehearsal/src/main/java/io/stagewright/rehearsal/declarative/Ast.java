package io.stagewright.rehearsal.declarative;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.VariableScope;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NamedArgumentListExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Functions to read and build Groovy syntax trees. */
final class Ast {
    private Ast() {
    }

    /** A call without a receiver. */
    static boolean isCall(MethodCallExpression call) {
        return call.isImplicitThis() && call.getMethod() instanceof ConstantExpression
                && call.getObjectExpression() instanceof VariableExpression receiver && receiver.isThisExpression();
    }

    static boolean isCall(MethodCallExpression call, String name) {
        return isCall(call) && name.equals(call.getMethodAsString());
    }

    /** The call in a statement, or null. */
    static MethodCallExpression call(Statement statement) {
        return statement instanceof ExpressionStatement expression && expression.getExpression() instanceof MethodCallExpression call
                && isCall(call) ? call : null;
    }

    static List<Expression> arguments(MethodCallExpression call) {
        if (call.getArguments() instanceof TupleExpression tuple) {
            return new ArrayList<>(tuple.getExpressions());
        }
        return new ArrayList<>(List.of(call.getArguments()));
    }

    /** The closure that is a call's only argument, or null. */
    static ClosureExpression onlyClosure(MethodCallExpression call) {
        List<Expression> arguments = arguments(call);
        return arguments.size() == 1 && arguments.get(0) instanceof ClosureExpression closure ? closure : null;
    }

    static List<Statement> statements(ClosureExpression closure) {
        if (closure.getCode() instanceof BlockStatement block) {
            return block.getStatements();
        }
        return List.of(closure.getCode());
    }

    /** A constant text, or null. */
    static String text(Expression expression) {
        return expression instanceof ConstantExpression constant && constant.getValue() instanceof String text ? text : null;
    }

    static Expression constant(Object value) {
        return new ConstantExpression(value);
    }

    static ArgumentListExpression tuple(Expression... expressions) {
        return new ArgumentListExpression(expressions);
    }

    static ListExpression list(List<Expression> items) {
        ListExpression list = new ListExpression();
        items.forEach(list::addExpression);
        return list;
    }

    /** Adds an entry to a map literal. */
    static void put(MapExpression map, String key, Expression value) {
        map.addMapEntryExpression(constant(key), value);
    }

    /** A closure that returns the value of an expression. */
    static ClosureExpression lazy(Expression value, Parameter... parameters) {
        BlockStatement code = new BlockStatement(List.of(new ExpressionStatement(value)), new VariableScope());
        code.setSourcePosition(value);
        ClosureExpression closure = new ClosureExpression(parameters, code);
        closure.setVariableScope(new VariableScope());
        closure.setSourcePosition(value);
        return closure;
    }

    /** A closure that returns the arguments of a call as a list; named arguments are a map. */
    static ClosureExpression lazyArguments(MethodCallExpression call) {
        List<Expression> all = new ArrayList<>();
        for (Expression argument : arguments(call)) {
            all.add(argument instanceof NamedArgumentListExpression named ? map(named.getMapEntryExpressions()) : argument);
        }
        return lazy(list(all));
    }

    static MapExpression map(List<MapEntryExpression> entries) {
        MapExpression map = new MapExpression();
        entries.forEach(map::addMapEntryExpression);
        return map;
    }
}
