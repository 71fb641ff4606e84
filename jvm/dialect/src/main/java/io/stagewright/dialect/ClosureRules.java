package io.stagewright.dialect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Rule 2: a CPS closure returns a wrong value, without an error, if Java or an untranslated Groovy method calls it. */
final class ClosureRules extends CodeVisitor {
    private static final Set<String> ITERATIONS = Set.of("each", "collect", "findAll", "find", "any", "every",
            "eachWithIndex", "inject", "collectEntries", "collectMany", "groupBy", "times");
    private static final Set<String> ORDERING = Set.of("sort", "toSorted", "unique", "toUnique", "max", "min");
    private static final Set<String> STREAMS = Set.of("stream", "parallelStream", "chars");
    /** The variables of the current method that contain a closure. */
    private final Set<String> closures = new HashSet<>();

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
        if (takesClosure(call, name)) {
            return;
        }
        List<Expression> arguments = Nodes.arguments(call);
        boolean literal = arguments.stream().anyMatch(ClosureExpression.class::isInstance);
        if (JavaMethods.callFunctions(name, !call.isImplicitThis())) {
            if (literal || arguments.stream().anyMatch(this::isClosure)) {
                addFinding(Code.CLOSURE_ARGUMENT, call,
                        name + " cannot call a CPS closure: use a loop, or a method that Jenkins translates, such as each");
            }
        } else if (literal) {
            addFinding(Code.UNKNOWN_STEP, call,
                    name + " is not a step that the check knows; only steps can call this closure");
        }
    }

    /** Whether a variable of the method contains a closure. */
    private boolean isClosure(Expression argument) {
        return argument instanceof VariableExpression variable && closures.contains(variable.getName());
    }

    @Override
    protected void enterMethod(MethodNode node) {
        closures.clear();
        for (Parameter parameter : node.getParameters()) {
            if (Nodes.simpleName(parameter.getType()).equals("Closure")) {
                closures.add(parameter.getName());
            }
        }
        if (node.getCode() != null) {
            node.getCode().visit(new Declarations());
        }
    }

    private final class Declarations extends CodeVisitorSupport {
        @Override
        public void visitDeclarationExpression(DeclarationExpression declaration) {
            if (declaration.getLeftExpression() instanceof VariableExpression variable
                    && declaration.getRightExpression() instanceof ClosureExpression) {
                closures.add(variable.getName());
            }
            super.visitDeclarationExpression(declaration);
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
