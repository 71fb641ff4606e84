package io.stagewright.rehearsal.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.SpreadExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/** Lists with a spread, {@code [*items, 'last']}: groovy-cps 1.34 of Jenkins compiles them, 1.31 does not. */
public final class Spreads extends CompilationCustomizer {
    private static final ClassNode TYPE = ClassHelper.make(Spreads.class);

    Spreads() {
        super(CompilePhase.SEMANTIC_ANALYSIS);
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode node) {
        new ClassCodeExpressionTransformer() {
            @Override
            public Expression transform(Expression expression) {
                if (expression instanceof ClosureExpression closure) {
                    closure.getCode().visit(this);
                    return closure;
                }
                if (expression instanceof ListExpression list && !(expression instanceof ArgumentListExpression)
                        && list.getExpressions().stream().anyMatch(SpreadExpression.class::isInstance)) {
                    return joined(list);
                }
                return expression == null ? null : expression.transformExpression(this);
            }

            private Expression joined(ListExpression list) {
                ListExpression parts = new ListExpression();
                for (Expression item : list.getExpressions()) {
                    boolean spread = item instanceof SpreadExpression;
                    ListExpression part = new ListExpression();
                    part.addExpression(new ConstantExpression(spread));
                    part.addExpression(transform(spread ? ((SpreadExpression) item).getExpression() : item));
                    parts.addExpression(part);
                }
                StaticMethodCallExpression call = new StaticMethodCallExpression(TYPE, "join", new ArgumentListExpression(parts));
                call.setSourcePosition(list);
                return call;
            }

            @Override
            protected SourceUnit getSourceUnit() {
                return source;
            }
        }.visitClass(node);
    }

    /** One list of items, each with whether to insert its own items. */
    public static List<Object> join(List<List<Object>> parts) {
        List<Object> all = new ArrayList<>();
        for (List<Object> part : parts) {
            Object item = part.get(1);
            if (!Boolean.TRUE.equals(part.get(0))) {
                all.add(item);
            } else if (item instanceof Collection<?> items) {
                all.addAll(items);
            } else if (item instanceof Object[] items) {
                all.addAll(List.of(items));
            } else {
                throw new IllegalArgumentException("cannot spread the type " + (item == null ? "null" : item.getClass().getName()) + " with value " + item);
            }
        }
        return all;
    }
}
