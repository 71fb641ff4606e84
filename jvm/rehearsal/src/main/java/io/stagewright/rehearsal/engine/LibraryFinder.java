package io.stagewright.rehearsal.engine;

import io.stagewright.catalogue.Library;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.control.messages.SimpleMessage;

/** Finds {@code @Library} before Groovy resolves names, and loads each library. */
final class LibraryFinder extends CompilationCustomizer {
    private final Consumer<String> load;

    LibraryFinder(Consumer<String> load) {
        super(CompilePhase.CONVERSION);
        this.load = load;
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode node) {
        List<String> wanted = new ArrayList<>();
        ClassCodeVisitorSupport visitor = new ClassCodeVisitorSupport() {
            @Override
            public void visitAnnotations(AnnotatedNode annotated) {
                for (AnnotationNode annotation : annotated.getAnnotations()) {
                    String name = annotation.getClassNode().getName();
                    if (name.equals("Library") || name.equals(Library.class.getName())) {
                        collect(annotation.getMember("value"), wanted);
                    }
                }
            }

            @Override
            protected SourceUnit getSourceUnit() {
                return source;
            }
        };
        List<ImportNode> imports = new ArrayList<>(source.getAST().getImports());
        imports.addAll(source.getAST().getStarImports());
        imports.addAll(source.getAST().getStaticImports().values());
        imports.addAll(source.getAST().getStaticStarImports().values());
        imports.forEach(visitor::visitAnnotations);
        node.visitContents(visitor);
        for (String library : wanted) {
            try {
                load.accept(library);
            } catch (IllegalArgumentException missing) {
                source.getErrorCollector().addErrorAndContinue(new SimpleMessage(missing.getMessage(), source));
            }
        }
    }

    private static void collect(Expression value, List<String> wanted) {
        if (value instanceof ConstantExpression constant) {
            wanted.add(String.valueOf(constant.getValue()));
        } else if (value instanceof ListExpression list) {
            list.getExpressions().forEach(item -> collect(item, wanted));
        } else {
            throw new IllegalArgumentException("@Library takes constant strings only");
        }
    }
}
