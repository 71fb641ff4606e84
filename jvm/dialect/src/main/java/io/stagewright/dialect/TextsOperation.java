package io.stagewright.dialect;

import io.stagewright.protocol.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.syntax.Types;

/**
 * Answers {@code texts}: lists the constants, names and GStrings of each file in source order, as Groovy reads them.
 * If two files differ in one value only, their lists differ in one place only; otherwise the value became code.
 */
public final class TextsOperation implements Operation {
    @Override
    public String name() {
        return "texts";
    }

    @Override
    public Object run(Map<String, Object> request) {
        Report report = new Report();
        Compiler compiler = new Compiler(report);
        Map<String, Object> texts = new LinkedHashMap<>();
        for (SourceFile file : Requests.files(request)) {
            Unit unit = compiler.parse(file);
            if (unit != null) {
                Texts found = new Texts(unit, new Project(List.of(), List.of()), report);
                found.run();
                texts.put(file.path(), found.list);
            }
        }
        return Map.of("texts", texts, "findings", report.findings().stream().map(Finding::toJson).toList());
    }

    private static final class Texts extends CodeVisitor {
        private final List<String> list = new ArrayList<>();

        Texts(Unit unit, Project project, Report report) {
            super(unit, project, report);
        }

        @Override
        public void visitConstantExpression(ConstantExpression constant) {
            list.add(String.valueOf(constant.getValue()));
        }

        @Override
        public void visitVariableExpression(VariableExpression variable) {
            list.add("variable " + variable.getName());
        }

        @Override
        public void visitGStringExpression(GStringExpression text) {
            list.add("GString " + text.getText());
            super.visitGStringExpression(text);
        }

        @Override
        public void visitBinaryExpression(BinaryExpression expression) {
            String joined = join(expression);
            if (joined != null) {
                list.add(joined);
                return;
            }
            list.add("operator " + expression.getOperation().getText());
            super.visitBinaryExpression(expression);
        }

        /** The text of string constants joined by plus; null for any other expression. */
        private static String join(Expression expression) {
            if (expression instanceof ConstantExpression constant) {
                return constant.getValue() instanceof String text ? text : null;
            }
            boolean plus = expression instanceof BinaryExpression binary && binary.getOperation().getType() == Types.PLUS;
            if (!plus) {
                return null;
            }
            String left = join(((BinaryExpression) expression).getLeftExpression());
            String right = join(((BinaryExpression) expression).getRightExpression());
            return left == null || right == null ? null : left + right;
        }
    }
}
