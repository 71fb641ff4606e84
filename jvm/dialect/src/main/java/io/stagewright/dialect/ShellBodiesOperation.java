package io.stagewright.dialect;

import io.stagewright.protocol.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Answers {@code shellBodies}: lists the constant scripts of all {@code sh} steps in the request's files. */
public final class ShellBodiesOperation implements Operation {
    @Override
    public String name() {
        return "shellBodies";
    }

    @Override
    public Object run(Map<String, Object> request) {
        Report report = new Report();
        Compiler compiler = new Compiler(report);
        List<Object> bodies = new ArrayList<>();
        for (SourceFile file : Requests.files(request)) {
            Unit unit = file.kind() == Kind.OTHER ? null : compiler.parse(file);
            if (unit != null) {
                new Bodies(unit, report, bodies).run();
            }
        }
        return Map.of("bodies", bodies, "findings", report.findings().stream().map(Finding::toJson).toList());
    }

    private static final class Bodies extends CodeVisitor {
        private final List<Object> bodies;

        Bodies(Unit unit, Report report, List<Object> bodies) {
            super(unit, new Project(List.of(), List.of()), report);
            this.bodies = bodies;
        }

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            Expression script = ShellRules.isShell(call) ? ShellRules.script(call) : null;
            if (script instanceof ConstantExpression constant) {
                bodies.add(Map.of("path", unit.file.path(), "line", script.getLineNumber(),
                        "column", script.getColumnNumber(), "text", String.valueOf(constant.getValue())));
            }
            super.visitMethodCallExpression(call);
        }
    }
}
