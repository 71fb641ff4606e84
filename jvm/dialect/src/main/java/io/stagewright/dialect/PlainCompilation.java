package io.stagewright.dialect;

import groovy.lang.GroovyClassLoader;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;

/**
 * A compilation without AST transformations. Annotations such as {@code @ASTTest} and {@code @Grab} run code of the
 * checked files, or download it, while Groovy compiles them.
 */
final class PlainCompilation extends CompilationUnit {
    private static final String TRANSFORMATIONS = "org.codehaus.groovy.transform.ASTTransformationVisitor";

    PlainCompilation(CompilerConfiguration configuration, GroovyClassLoader loader) {
        super(configuration, null, loader);
    }

    @Override
    public void addPhaseOperation(SourceUnitOperation operation, int phase) {
        if (!isTransformation(operation)) {
            super.addPhaseOperation(operation, phase);
        }
    }

    @Override
    public void addPhaseOperation(PrimaryClassNodeOperation operation, int phase) {
        if (!isTransformation(operation)) {
            super.addPhaseOperation(operation, phase);
        }
    }

    private static boolean isTransformation(Object operation) {
        return operation.getClass().getName().startsWith(TRANSFORMATIONS);
    }
}
