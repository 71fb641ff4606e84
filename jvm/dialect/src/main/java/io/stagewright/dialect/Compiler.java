package io.stagewright.dialect;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.NonCPS;
import groovy.lang.GroovyClassLoader;
import io.stagewright.catalogue.Library;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.Phases;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.codehaus.groovy.tools.GroovyClass;

/** Parses and compiles generated files with the Groovy version of Jenkins; errors become findings. */
final class Compiler {
    /** Three quarters of the limit of the JVM. */
    private static final int METHOD_BYTES = 48 * 1024;
    private final Report report;
    private final Classes library = new Classes(Compiler.class.getClassLoader());

    Compiler(Report report) {
        this.report = report;
    }

    /** Returns the syntax tree of a file; null if the file does not parse. */
    Unit parse(SourceFile file) {
        CompilationUnit compilation = new PlainCompilation(new CompilerConfiguration(), null);
        SourceUnit source = compilation.addSource(file.path(), file.text());
        try {
            compilation.compile(Phases.CONVERSION);
            return new Unit(file, source);
        } catch (CompilationFailedException error) {
            failed(Code.SYNTAX, error, file);
        } catch (RuntimeException | LinkageError | StackOverflowError error) {
            report.add(Code.SYNTAX, file.path(), 1, 1, "the compiler failed: " + error);
        }
        return null;
    }

    /** Compiles the files of the library together, then each other file with the library on its classpath. */
    void compile(List<Unit> units) {
        List<SourceFile> together = new ArrayList<>();
        List<SourceFile> others = new ArrayList<>();
        for (Unit unit : units) {
            (unit.file.kind().library() ? together : others).add(unit.file);
        }
        compileTogether(together, true);
        for (SourceFile file : others) {
            compileTogether(List.of(file), file.kind().cps());
        }
    }

    private void compileTogether(List<SourceFile> files, boolean cps) {
        if (files.isEmpty()) {
            return;
        }
        CompilationUnit compilation = new PlainCompilation(configuration(cps), new GroovyClassLoader(library));
        files.forEach(file -> compilation.addSource(file.path(), file.text()));
        try {
            compilation.compile(Phases.CLASS_GENERATION);
            for (Object one : compilation.getClasses()) {
                keep((GroovyClass) one, files.get(0));
            }
        } catch (CompilationFailedException error) {
            failed(Code.COMPILE, error, files.get(0));
        } catch (RuntimeException | IOException error) {
            tooLarge(error, files.get(0));
        } catch (LinkageError | StackOverflowError error) {
            report.add(Code.COMPILE, files.get(0).path(), 1, 1, "the compiler failed: " + error);
        }
    }

    private void keep(GroovyClass one, SourceFile file) throws IOException {
        library.add(one.getName(), one.getBytes());
        int bytes = MethodSizes.longest(one.getBytes());
        if (bytes > METHOD_BYTES) {
            String path = file.kind().library() ? "library (class " + one.getName() + ")" : file.path();
            report.add(Code.METHOD_SIZE, path, 1, 1,
                    "a compiled method has " + bytes + " bytes; the limit is " + METHOD_BYTES + ": split the method");
        }
    }

    private void failed(Code rule, CompilationFailedException error, SourceFile file) {
        if (!(error instanceof MultipleCompilationErrorsException many)) {
            report.add(rule, file.path(), 1, 1, error.getMessage());
            return;
        }
        for (Object one : many.getErrorCollector().getErrors()) {
            if (one instanceof SyntaxErrorMessage message) {
                SyntaxException cause = message.getCause();
                String path = cause.getSourceLocator() == null ? file.path() : cause.getSourceLocator();
                report.add(rule, path, cause.getLine(), cause.getStartColumn(), cause.getOriginalMessage());
            } else {
                tooLarge(new RuntimeException(text((Message) one)), file);
            }
        }
    }

    private static String text(Message message) {
        java.io.StringWriter out = new java.io.StringWriter();
        message.write(new java.io.PrintWriter(out, true));
        return out.toString().strip();
    }

    private void tooLarge(Exception error, SourceFile file) {
        String message = String.valueOf(error.getMessage());
        Code rule = message.contains("too large") ? Code.METHOD_SIZE : Code.COMPILE;
        report.add(rule, file.path(), 1, 1, message.lines().findFirst().orElse(message));
    }

    private static CompilerConfiguration configuration(boolean cps) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setSourceEncoding("UTF-8");
        ImportCustomizer imports = new ImportCustomizer();
        imports.addImports(Library.class.getName(), NonCPS.class.getName());
        configuration.addCompilationCustomizers(imports);
        if (cps) {
            configuration.addCompilationCustomizers(new CpsTransformer());
        }
        return configuration;
    }

    private static final class Classes extends ClassLoader {
        private final java.util.Map<String, byte[]> code = new java.util.HashMap<>();

        Classes(ClassLoader parent) {
            super(parent);
        }

        void add(String name, byte[] bytes) {
            code.putIfAbsent(name, bytes);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = code.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
