package io.stagewright.rehearsal.declarative;

import java.util.List;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/** Validates {@code pipeline} blocks and replaces each with a call whose argument is the model: data and closures. */
public final class DeclarativeTransformer extends CompilationCustomizer {
    public DeclarativeTransformer() {
        super(CompilePhase.CONVERSION);
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode node) {
        for (MethodNode method : node.getMethods()) {
            if (method.getCode() instanceof BlockStatement block && (method.getName().equals("run") || method.getName().equals("call"))) {
                transform(source, block.getStatements());
            }
        }
    }

    private static void transform(SourceUnit source, List<Statement> statements) {
        int blocks = 0;
        for (Statement statement : statements) {
            if (!(statement instanceof ExpressionStatement expression)
                    || !(expression.getExpression() instanceof MethodCallExpression call)
                    || !Ast.isCall(call, "pipeline")) {
                continue;
            }
            List<Expression> arguments = Ast.arguments(call);
            if (arguments.size() == 1 && arguments.get(0) instanceof ClosureExpression body) {
                Problems problems = new Problems(source);
                blocks++;
                if (blocks > 1) {
                    problems.add(call, "Only one pipeline { ... } block can be executed in a single run.");
                }
                Expression model = new PipelineParser(problems).parse(body);
                call.setArguments(Ast.tuple(model));
            }
        }
    }
}
