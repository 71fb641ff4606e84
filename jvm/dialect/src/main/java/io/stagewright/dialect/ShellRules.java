package io.stagewright.dialect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.syntax.Types;

/** Rule 10: no value becomes shell code, so that a value cannot inject commands. */
final class ShellRules extends CodeVisitor {
    static final Set<String> SHELLS = Set.of("sh", "bat", "powershell", "pwsh");
    /** Local variables of the method; true if every value assigned to the variable is a resource. */
    private final Map<String, Boolean> resources = new HashMap<>();
    /**
     * The command of a stage, which the generated method runWith passes to a shell of Windows: a constant of the Jenkinsfile. A
     * method with this name in the site's own code can get any value.
     */
    private boolean runsCommand = false;

    ShellRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    protected void enterMethod(MethodNode node) {
        resources.clear();
        runsCommand = !unit.file.own() && "runWith".equals(node.getName())
                && "Scripts".equals(node.getDeclaringClass().getNameWithoutPackage());
        Statement code = node.getCode();
        if (code != null) {
            code.visit(new Assignments());
        }
        for (var parameter : node.getParameters()) {
            resources.put(parameter.getName(), false);
        }
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (isShell(call)) {
            Expression script = script(call);
            if (script != null) {
                checkScript(script);
            }
            if (!Nodes.named(call).containsKey("label")) {
                addFinding(Code.SH_LABEL, call, call.getMethodAsString() + " has no label: add label: '…'");
            }
        }
        super.visitMethodCallExpression(call);
    }

    /** Whether a call is a shell step, on any object. */
    static boolean isShell(MethodCallExpression call) {
        return call.getMethodAsString() != null && SHELLS.contains(call.getMethodAsString());
    }

    /** The script of a shell step; null if the call has none. */
    static Expression script(MethodCallExpression call) {
        Map<String, Expression> named = Nodes.named(call);
        if (!named.isEmpty()) {
            return named.get("script");
        }
        List<Expression> arguments = Nodes.arguments(call);
        return arguments.isEmpty() || arguments.get(0) instanceof MapExpression ? null : arguments.get(0);
    }

    private void checkScript(Expression script) {
        if (script instanceof ConstantExpression constant) {
            if (unit.firstCharacter(constant) != '\'') {
                addFinding(Code.SH_QUOTES, script, "the script of the shell step is not in single quotes");
            }
        } else if (!isResource(script)) {
            addFinding(Code.SH_SCRIPT, script, "the script of the shell step is not a constant: pass values with withEnv");
        }
    }

    private boolean isResource(Expression script) {
        if (script instanceof MethodCallExpression call) {
            return "libraryResource".equals(call.getMethodAsString());
        }
        return script instanceof VariableExpression variable
                && (resources.getOrDefault(variable.getName(), false)
                        || runsCommand && "command".equals(variable.getName()));
    }

    private final class Assignments extends org.codehaus.groovy.ast.CodeVisitorSupport {
        @Override
        public void visitDeclarationExpression(DeclarationExpression declaration) {
            visitBinaryExpression(declaration);
        }

        @Override
        public void visitBinaryExpression(BinaryExpression expression) {
            boolean assigns = Types.ofType(expression.getOperation().getType(), Types.ASSIGNMENT_OPERATOR);
            if (assigns && expression.getLeftExpression() instanceof VariableExpression variable) {
                boolean plain = expression.getOperation().getType() == Types.ASSIGN;
                boolean resource = plain && expression.getRightExpression() instanceof MethodCallExpression call
                        && "libraryResource".equals(call.getMethodAsString());
                resources.merge(variable.getName(), resource, Boolean::logicalAnd);
            }
            super.visitBinaryExpression(expression);
        }
    }
}
