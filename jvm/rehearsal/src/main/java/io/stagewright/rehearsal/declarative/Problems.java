package io.stagewright.rehearsal.declarative;

import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** Collects the problems of a declarative pipeline; the compiler reports all of them. */
final class Problems {
    private final SourceUnit source;

    Problems(SourceUnit source) {
        this.source = source;
    }

    void add(ASTNode at, String message) {
        source.getErrorCollector().addErrorAndContinue(new SyntaxErrorMessage(
                new SyntaxException(message, at.getLineNumber(), at.getColumnNumber()), source));
    }
}
