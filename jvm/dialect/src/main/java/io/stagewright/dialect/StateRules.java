package io.stagewright.dialect;

import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.syntax.Types;

/** Rule 5: CPS code has no values that a restart of Jenkins cannot restore. */
final class StateRules extends CodeVisitor {
    private static final Map<String, Code> METHODS = Map.of("matcher", Code.MATCHER, "subList", Code.SUBLIST,
            "withDefault", Code.WITH_DEFAULT, "iterator", Code.ITERATOR, "listIterator", Code.ITERATOR,
            "withIndex", Code.ITERATOR, "indexed", Code.ITERATOR);
    private static final Set<String> SLURPERS = Set.of("JsonSlurper", "XmlSlurper", "XmlParser");

    StateRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        int operator = expression.getOperation().getType();
        if (inCps() && operator == Types.FIND_REGEX) {
            addFinding(Code.MATCHER, expression, "=~ returns a Matcher, which is not serializable: use ==~ or a @NonCPS method");
        }
        boolean index = operator == Types.LEFT_SQUARE_BRACKET;
        expression.getLeftExpression().visit(this);
        if (index && expression.getRightExpression() instanceof RangeExpression range) {
            range.getFrom().visit(this);
            range.getTo().visit(this);
        } else {
            expression.getRightExpression().visit(this);
        }
    }

    @Override
    public void visitRangeExpression(RangeExpression range) {
        if (inCps()) {
            addFinding(Code.RANGE, range, "a range is not serializable: use a C-style loop");
        }
        super.visitRangeExpression(range);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        Code rule = call.getMethodAsString() == null ? null : METHODS.get(call.getMethodAsString());
        if (inCps() && rule != null && !Nodes.onThis(call)) {
            addFinding(rule, call, call.getMethodAsString() + " returns a value that is not serializable: use a loop or a @NonCPS method");
        }
        super.visitMethodCallExpression(call);
    }

    @Override
    public void visitConstructorCallExpression(ConstructorCallExpression call) {
        slurper(call, Nodes.simpleName(call.getType()));
        super.visitConstructorCallExpression(call);
    }

    @Override
    public void visitClassExpression(ClassExpression expression) {
        slurper(expression, Nodes.simpleName(expression.getType()));
        super.visitClassExpression(expression);
    }

    private void slurper(org.codehaus.groovy.ast.ASTNode at, String name) {
        if (inCps() && SLURPERS.contains(name)) {
            addFinding(Code.SLURPER, at, name + " is not serializable: use readJSON, or parse in a @NonCPS method");
        }
    }
}
