package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.NonCPS;
import com.cloudbees.groovy.cps.TransformerConfiguration;
import io.stagewright.catalogue.Library;
import io.stagewright.rehearsal.declarative.DeclarativeTransformer;
import io.stagewright.rehearsal.report.Coverage;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;

/** The class loaders of one build: trusted libraries above, the Jenkinsfile and folder libraries below. */
final class Loaders {
    /** The class name of a Jenkinsfile in Jenkins. */
    static final String SCRIPT = "WorkflowScript";

    /** The interpreter of declarative pipelines is part of the runner and loads once. */
    private static final SourceLoader INTERPRETER = new SourceLoader(Loaders.class.getClassLoader(),
            configuration(new CpsTransformer(), name -> { }));

    private final SourceLoader trusted;
    private final SourceLoader untrusted;
    private final SharedClasses shared;

    /** Measures coverage, unless it is null. */
    Loaders(boolean sandbox, Coverage coverage, SharedClasses shared, Consumer<String> loadLibrary) {
        this.shared = shared;
        trusted = new SourceLoader(INTERPRETER, configuration(new CoverageTransformer(coverage), name -> {
            throw new IllegalArgumentException("@Library is not allowed inside a library (" + name + ")");
        }));
        trusted.define(shared.copy());
        untrusted = new SourceLoader(trusted,
                configuration(sandbox ? new SandboxedCpsTransformer(coverage) : new CoverageTransformer(coverage), loadLibrary));
    }

    private Loaders(SourceLoader trusted, SourceLoader untrusted, SharedClasses shared) {
        this.shared = shared;
        this.trusted = trusted;
        this.untrusted = untrusted;
    }

    /** New class loaders with the same byte code, as after a restart. */
    Loaders fresh() {
        SourceLoader above = trusted.fresh(INTERPRETER);
        return new Loaders(above, untrusted.fresh(above), shared);
    }

    /** Releases these class loaders. */
    void drop() {
        shared.add(trusted.compiled());
        untrusted.drop();
        trusted.drop();
    }

    void addLibrary(Path root, boolean isTrusted) {
        (isTrusted ? trusted : untrusted).addLibrary(root);
    }

    /** Compiles a Jenkinsfile. */
    Class<?> compile(String text) {
        return untrusted.parseClass(new groovy.lang.GroovyCodeSource(text, SCRIPT + ".groovy", "/groovy/shell"), false);
    }

    /** The loader that sees every class of the build. */
    ClassLoader all() {
        return untrusted;
    }

    private static CompilerConfiguration configuration(CpsTransformer transformer, Consumer<String> loadLibrary) {
        transformer.setConfiguration(new TransformerConfiguration().withClosureType(PipelineClosure.class)
                .withSafepoint(Safepoint.class, "safepoint"));
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setSourceEncoding("UTF-8");
        // Grape would fetch jars from the network; the classes are then absent.
        configuration.setDisabledGlobalASTTransformations(Set.of("groovy.grape.GrabAnnotationTransformation"));
        configuration.setScriptBaseClass(PipelineScript.class.getName());
        ImportCustomizer imports = new ImportCustomizer();
        imports.addStarImports(NonCPS.class.getPackage().getName());
        imports.addImports(Library.class.getName());
        configuration.addCompilationCustomizers(imports, new LibraryFinder(loadLibrary), new DeclarativeTransformer(), new Spreads(),
                transformer);
        return configuration;
    }
}
