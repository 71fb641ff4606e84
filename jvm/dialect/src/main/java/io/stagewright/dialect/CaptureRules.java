package io.stagewright.dialect;

import java.util.HashMap;
import java.util.Map;
import org.codehaus.groovy.ast.expr.ClosureListExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ForStatement;

/** Rule 6: a closure sees the value that the loop variable has when the closure runs, not when it was created. */
final class CaptureRules extends CodeVisitor {
    /** Loop variables, each with the number of closures around its loop. */
    private Map<String, Integer> loops = new HashMap<>();

    CaptureRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        Map<String, Integer> outer = loops;
        loops = new HashMap<>(outer);
        if (loop.getCollectionExpression() instanceof ClosureListExpression parts) {
            for (Expression part : parts.getExpressions()) {
                if (part instanceof DeclarationExpression one && !one.isMultipleAssignmentDeclaration()) {
                    loops.put(one.getVariableExpression().getName(), closureDepth);
                }
            }
        } else {
            loops.put(loop.getVariable().getName(), closureDepth);
        }
        super.visitForLoop(loop);
        loops = outer;
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        Integer depth = loops.get(variable.getName());
        if (inCps() && depth != null && closureDepth > depth) {
            addFinding(Code.CAPTURED_LOOP_VARIABLE, variable,
                    "the closure uses the loop variable " + variable.getName() + ", which changes: copy it before the closure");
        }
        super.visitVariableExpression(variable);
    }
}
