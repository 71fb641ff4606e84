package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.CpsTransformer;
import io.stagewright.rehearsal.report.Coverage;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.SourceUnit;

/** The CPS transformation; it also inserts a probe before each statement and branch if coverage is measured. */
class CoverageTransformer extends CpsTransformer {
    private static final ClassNode PROBE = ClassHelper.make(Probe.class);
    /** Marks the block of a branch with its number; its line is that of the condition. */
    private static final String BRANCH = "stagewright.branch";

    private final Coverage wanted;
    /** Null while a file is compiled that is not measured. */
    private Coverage coverage;
    private SourceUnit source;
    private String file;

    /** Measures coverage, unless it is null. */
    CoverageTransformer(Coverage coverage) {
        wanted = coverage;
    }

    @Override
    public void call(SourceUnit unit, GeneratorContext context, ClassNode node) {
        source = unit;
        file = unit.getName().replaceFirst("^file:/+", "/");
        // A Jenkinsfile has no path, and no logic.
        coverage = file.startsWith("/") ? wanted : null;
        super.call(unit, context, node);
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        if (coverage == null) {
            super.visitBlockStatement(block);
            return;
        }
        makeNode("block", () -> {
            branchOf(block).forEach(parent::call);
            for (Statement statement : block.getStatements()) {
                lineOf(statement).forEach(call -> parent.call(call));
                visit(statement);
            }
        });
    }

    @Override
    public void visitIfElse(IfStatement statement) {
        if (coverage != null) {
            mark(statement);
        }
        super.visitIfElse(statement);
    }

    /** Turns both branches into marked blocks. */
    private static void mark(IfStatement statement) {
        statement.setIfBlock(marked(statement.getIfBlock(), statement.getLineNumber(), 0));
        statement.setElseBlock(marked(statement.getElseBlock(), statement.getLineNumber(), 1));
    }

    private static BlockStatement marked(Statement branch, int line, int number) {
        BlockStatement block;
        if (branch instanceof BlockStatement already) {
            block = already;
        } else {
            block = new BlockStatement();
            if (!(branch instanceof EmptyStatement) && branch != null) {
                block.addStatement(branch);
            }
        }
        block.putNodeMetaData(BRANCH, new int[] {line, number});
        return block;
    }

    private List<Expression> branchOf(BlockStatement block) {
        int[] branch = block.getNodeMetaData(BRANCH);
        if (branch == null || branch[0] <= 0) {
            return List.of();
        }
        coverage.addBranch(file, branch[0] + ":" + branch[1]);
        return List.of(probe("at", branch[0], branch[1]));
    }

    private List<Expression> lineOf(Statement statement) {
        int line = statement.getLineNumber();
        if (line <= 0 || statement instanceof BlockStatement || statement instanceof EmptyStatement) {
            return List.of();
        }
        coverage.addLine(file, line);
        return List.of(probe("at", line, -1));
    }

    private Expression probe(String method, int line, int branch) {
        return new StaticMethodCallExpression(PROBE, method, new ArgumentListExpression(new ConstantExpression(file),
                new ConstantExpression(line, true), new ConstantExpression(branch, true)));
    }

    @Override
    protected void visitNontransformedMethod(MethodNode method) {
        if (coverage != null && method.getLineNumber() > 0) {
            new PlainProbes().visitMethod(method);
        }
    }

    /** Inserts calls into a method that stays plain Groovy. */
    private final class PlainProbes extends ClassCodeVisitorSupport {
        @Override
        protected SourceUnit getSourceUnit() {
            return source;
        }

        @Override
        public void visitIfElse(IfStatement statement) {
            mark(statement);
            super.visitIfElse(statement);
        }

        @Override
        public void visitBlockStatement(BlockStatement block) {
            super.visitBlockStatement(block);
            List<Statement> before = new ArrayList<>(block.getStatements());
            block.getStatements().clear();
            branchOf(block).forEach(call -> add(block, call));
            for (Statement statement : before) {
                lineOf(statement).forEach(call -> add(block, call));
                block.addStatement(statement);
            }
        }

        private void add(BlockStatement block, Expression call) {
            StaticMethodCallExpression probe = (StaticMethodCallExpression) call;
            block.addStatement(new ExpressionStatement(new StaticMethodCallExpression(PROBE, "count", probe.getArguments())));
        }
    }
}
