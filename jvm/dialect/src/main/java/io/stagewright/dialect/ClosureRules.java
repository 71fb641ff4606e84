package io.stagewright.dialect;

import java.util.Set;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Rule 2: a CPS closure returns a wrong value, without an error, if Java or an untranslated Groovy method calls it. */
final class ClosureRules extends CodeVisitor {
    private static final Set<String> ITERATIONS = Set.of("each", "collect", "findAll", "find", "any", "every",
            "eachWithIndex", "inject", "collectEntries", "collectMany", "groupBy", "times");
    private static final Set<String> ORDERING = Set.of("sort", "toSorted", "unique", "toUnique", "max", "min");
    private static final Set<String> STREAMS = Set.of("stream", "parallelStream", "chars");

    ClosureRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        String name = call.getMethodAsString();
        if (inCps() && name != null) {
            if (ORDERING.contains(name) && !Nodes.onThis(call)) {
                checkOrdering(call, name);
            } else if (!Nodes.isVariable(call.getObjectExpression(), "super")) {
                checkClosures(call, name);
            }
            if (STREAMS.contains(name) && Nodes.arguments(call).isEmpty()) {
                addFinding(Code.STREAM, call, name + "() is not possible in CPS code: use a loop or a @NonCPS method");
            }
        }
        super.visitMethodCallExpression(call);
    }

    private void checkOrdering(MethodCallExpression call, String name) {
        for (Expression argument : Nodes.arguments(call)) {
            if (!(argument instanceof ConstantExpression)) {
                addFinding(Code.CLOSURE_TO_SORT, call, name + " cannot call a closure or comparator in CPS code: use a @NonCPS method");
            }
        }
    }

    private void checkClosures(MethodCallExpression call, String name) {
        boolean closure = Nodes.arguments(call).stream().anyMatch(ClosureExpression.class::isInstance);
        if (closure && !takesClosure(call, name)) {
            addFinding(Code.CLOSURE_ARGUMENT, call,
                    name + " cannot call a CPS closure: use a loop, or a method that Jenkins translates, such as each");
        }
    }

    private boolean takesClosure(MethodCallExpression call, String name) {
        if (name.equals("with") || name.equals("tap")) {
            return true; // D01-with reports these
        }
        boolean declarative = Declarative.SECTIONS.contains(name) || Declarative.CONDITIONS.contains(name);
        return ITERATIONS.contains(name) || project.isStep(name) || project.isCpsMethod(name)
                || name.equals("call") && !call.isImplicitThis()
                || unit.file.kind() == Kind.JENKINSFILE && declarative;
    }

    @Override
    public void visitCastExpression(CastExpression cast) {
        boolean closure = cast.getExpression() instanceof ClosureExpression;
        if (inCps() && closure && !Nodes.simpleName(cast.getType()).equals("Closure")) {
            addFinding(Code.CLOSURE_COERCION, cast, "a CPS closure cannot be converted to " + cast.getType().getName());
        }
        super.visitCastExpression(cast);
    }
}
