package io.stagewright.dialect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.syntax.Types;

/** The part of rule 7 about variables at script level. Assigning an undeclared variable creates a global of the build. */
final class ScopeRules extends CodeVisitor {
    private final Deque<Set<String>> scopes = new ArrayDeque<>();
    private final Set<String> fields = new HashSet<>();
    private int environmentDepth;

    ScopeRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    protected void enterMethod(MethodNode node) {
        scopes.clear();
        scopes.push(new HashSet<>());
        for (Parameter parameter : node.getParameters()) {
            scopes.peek().add(parameter.getName());
        }
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        scopes.push(new HashSet<>());
        super.visitBlockStatement(block);
        scopes.pop();
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        Set<String> scope = new HashSet<>();
        if (closure.getParameters() != null) {
            for (Parameter parameter : closure.getParameters()) {
                scope.add(parameter.getName());
            }
        }
        scopes.push(scope);
        super.visitClosureExpression(closure);
        scopes.pop();
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        scopes.push(new HashSet<>(Set.of(loop.getVariable().getName())));
        super.visitForLoop(loop);
        scopes.pop();
    }

    @Override
    public void visitCatchStatement(CatchStatement statement) {
        scopes.push(new HashSet<>(Set.of(statement.getVariable().getName())));
        super.visitCatchStatement(statement);
        scopes.pop();
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        boolean field = Nodes.hasAnnotation(declaration, "Field");
        boolean library = Nodes.hasAnnotation(declaration, "Library");
        boolean scriptLevel = method != null && type.isScript() && method.getName().equals("run") && scopes.size() == 2;
        if (scriptLevel && !field && !library && unit.file.kind().cps()) {
            addFinding(Code.SCRIPT_VARIABLE, declaration, "methods cannot see a variable at script level: make it @Field");
        }
        declare(declaration.getLeftExpression(), field ? fields : scopes.peek());
        super.visitDeclarationExpression(declaration);
    }

    private static void declare(Expression left, Set<String> into) {
        if (left instanceof TupleExpression tuple) {
            tuple.getExpressions().forEach(one -> declare(one, into));
        } else if (left instanceof VariableExpression variable && into != null) {
            into.add(variable.getName());
        }
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        boolean assigns = Types.ofType(expression.getOperation().getType(), Types.ASSIGNMENT_OPERATOR);
        boolean undeclared = expression.getLeftExpression() instanceof VariableExpression variable
                && !isDeclared(variable.getName());
        if (assigns && undeclared && unit.file.kind().cps() && !inDeclarative()) {
            addFinding(Code.SCRIPT_VARIABLE, expression,
                    "the variable is not declared, so the assignment creates a global of the build: declare it with def");
        }
        super.visitBinaryExpression(expression);
    }

    /** In a declarative pipeline, the entries of {@code environment} are assignments. */
    private boolean inDeclarative() {
        return unit.file.kind() == Kind.JENKINSFILE && environmentDepth > 0;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        boolean environment = "environment".equals(call.getMethodAsString()) && call.isImplicitThis();
        environmentDepth += environment ? 1 : 0;
        super.visitMethodCallExpression(call);
        environmentDepth -= environment ? 1 : 0;
    }

    private boolean isDeclared(String name) {
        return name.equals("this") || fields.contains(name) || type.getDeclaredField(name) != null
                || scopes.stream().anyMatch(scope -> scope.contains(name));
    }
}
