package io.stagewright.dialect;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ConstructorNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.control.SourceUnit;

/** Walks a file and tracks for each node its class, its method and whether it is CPS code. */
abstract class CodeVisitor extends ClassCodeVisitorSupport {
    protected final Unit unit;
    protected final Project project;
    private final Report report;
    protected ClassNode type;
    /** The current method; null in field initializers. */
    protected MethodNode method;
    protected int closureDepth;

    CodeVisitor(Unit unit, Project project, Report report) {
        this.unit = unit;
        this.project = project;
        this.report = report;
    }

    void run() {
        for (ClassNode one : unit.classes) {
            type = one;
            visitClass(one);
        }
    }

    /** Whether the CPS interpreter runs this code, so that a restart can interrupt it. */
    protected final boolean inCps() {
        return unit.file.kind().cps() && method != null && !inNonCps() && !(method instanceof ConstructorNode);
    }

    protected final boolean inNonCps() {
        return method != null && Nodes.isNonCps(method);
    }

    protected final void addFinding(Code rule, ASTNode at, String message) {
        report.add(rule, unit.file.path(), at.getLineNumber(), at.getColumnNumber(), message);
    }

    @Override
    protected void visitConstructorOrMethod(MethodNode node, boolean constructor) {
        if (type.isScript() && (constructor || node.getName().equals("main"))) {
            return; // the compiler adds these
        }
        method = node;
        enterMethod(node);
        super.visitConstructorOrMethod(node, constructor);
        method = null;
    }

    /** Called before the visitor walks the code of a method. */
    protected void enterMethod(MethodNode node) {
    }

    @Override
    public void visitField(FieldNode node) {
        method = null;
        super.visitField(node);
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        closureDepth++;
        super.visitClosureExpression(closure);
        closureDepth--;
    }

    @Override
    protected SourceUnit getSourceUnit() {
        return unit.source;
    }
}
