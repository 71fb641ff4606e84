package io.stagewright.dialect;

import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.SourceUnit;

/** A file with its syntax tree, before Groovy resolves any names. */
final class Unit {
    final SourceFile file;
    final SourceUnit source;
    final ModuleNode module;
    final List<ClassNode> classes;
    private final String[] lines;

    Unit(SourceFile file, SourceUnit source) {
        this.file = file;
        this.source = source;
        this.module = source.getAST();
        this.classes = module.getClasses();
        this.lines = file.text().split("\n", -1);
    }

    /** The first character of a node; NUL if the node has no position. */
    char firstCharacter(ASTNode node) {
        int line = node.getLineNumber() - 1;
        int column = node.getColumnNumber() - 1;
        boolean inside = line >= 0 && line < lines.length && column >= 0 && column < lines[line].length();
        return inside ? lines[line].charAt(column) : '\0';
    }

    boolean imports(String className) {
        return module.getImports().stream().anyMatch(one -> one.getClassName().equals(className));
    }
}
