package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.sandbox.Untrusted;
import io.stagewright.rehearsal.report.Coverage;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.SourceUnit;
import org.kohsuke.groovy.sandbox.SandboxTransformer;

/** Combines the CPS transformation with the sandbox, which also intercepts code that does not run as CPS code. */
final class SandboxedCpsTransformer extends CoverageTransformer {
    private final SandboxTransformer sandbox = new SandboxTransformer();
    private ClassCodeExpressionTransformer visitor;

    SandboxedCpsTransformer(Coverage coverage) {
        super(coverage);
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode node) {
        visitor = sandbox.createVisitor(source, node);
        super.call(source, context, node);
    }

    @Override
    protected void processConstructors(ClassNode node) {
        sandbox.processConstructors(visitor, node);
    }

    @Override
    protected void visitNontransformedMethod(MethodNode method) {
        visitor.visitMethod(method);
        // The sandbox must not intercept the probes, so they come last.
        super.visitNontransformedMethod(method);
    }

    @Override
    protected void visitNontransformedField(FieldNode field) {
        visitor.visitField(field);
    }

    @Override
    protected void visitNontransformedStatement(Statement statement) {
        statement.visit(visitor);
    }

    @Override
    public void visitCastExpression(CastExpression cast) {
        makeNode("sandboxCastOrCoerce", () -> {
            loc(cast);
            visit(cast.getExpression());
            literal(cast.getType());
            literal(cast.isIgnoringAutoboxing());
            literal(cast.isCoerce());
            literal(cast.isStrict());
        });
    }

    @Override
    protected void visitAssignmentOrCast(VariableExpression variable, Expression value) {
        if (!SandboxTransformer.mightBePositionalArgumentConstructor(variable)) {
            super.visitAssignmentOrCast(variable, value);
            return;
        }
        makeNode("sandboxCastOrCoerce", () -> {
            loc(variable);
            visit(value);
            literal(variable.getType());
            literal(false);
            literal(true);
            literal(false);
        });
    }

    @Override
    protected Class<?> getTrustTag() {
        return Untrusted.class;
    }
}
