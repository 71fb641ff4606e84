package io.stagewright.dialect;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;

/** The part of rule 8 that can be counted in the source. */
final class SizeRules extends CodeVisitor {
    private static final int STATEMENTS = 200;
    private static final int ELEMENTS = 200;
    private static final int ENTRIES = 100;
    private static final int STRING_BYTES = 65_535;

    SizeRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    public void visitBlockStatement(BlockStatement block) {
        limit(Code.BLOCK_SIZE, block, block.getStatements().size(), STATEMENTS, "statements");
        super.visitBlockStatement(block);
    }

    @Override
    public void visitListExpression(ListExpression list) {
        limit(Code.LIST_SIZE, list, list.getExpressions().size(), ELEMENTS, "elements");
        super.visitListExpression(list);
    }

    @Override
    public void visitArgumentlistExpression(ArgumentListExpression arguments) {
        limit(Code.LIST_SIZE, arguments, arguments.getExpressions().size(), ELEMENTS, "arguments");
        super.visitArgumentlistExpression(arguments);
    }

    @Override
    public void visitGStringExpression(GStringExpression text) {
        limit(Code.LIST_SIZE, text, text.getValues().size(), ELEMENTS, "values in a GString");
        super.visitGStringExpression(text);
    }

    @Override
    public void visitMapExpression(MapExpression map) {
        limit(Code.MAP_SIZE, map, map.getMapEntryExpressions().size(), ENTRIES, "entries");
        super.visitMapExpression(map);
    }

    @Override
    public void visitConstantExpression(ConstantExpression constant) {
        if (constant.getValue() instanceof String text) {
            limit(Code.STRING_SIZE, constant, constantBytes(text), STRING_BYTES - 1, "bytes in one string literal");
        }
        super.visitConstantExpression(constant);
    }

    private void limit(Code rule, ASTNode at, int count, int most, String what) {
        if (count > most) {
            addFinding(rule, at, count + " " + what + "; the limit is " + most);
        }
    }

    /** The size of a string in a class file, which uses modified UTF-8. */
    private static int constantBytes(String text) {
        int bytes = 0;
        for (int index = 0; index < text.length(); index++) {
            char unit = text.charAt(index);
            bytes += unit > 0x7ff ? 3 : unit > 0x7f || unit == 0 ? 2 : 1;
        }
        return bytes;
    }
}
