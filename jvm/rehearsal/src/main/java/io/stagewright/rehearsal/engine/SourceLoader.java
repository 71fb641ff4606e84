package io.stagewright.rehearsal.engine;

import groovy.lang.GroovyClassLoader;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.runtime.InvokerHelper;

/** Compiles Groovy from library directories and keeps the byte code, so that a restart can define the classes again. */
final class SourceLoader extends GroovyClassLoader {
    private final CompilerConfiguration configuration;
    private final List<Path> libraries;
    private final Map<String, byte[]> compiled;
    private final AbsentClasses absent;

    SourceLoader(ClassLoader parent, CompilerConfiguration configuration) {
        this(parent, configuration, new ArrayList<>(), new ConcurrentHashMap<>(), new AbsentClasses());
        configuration.addCompilationCustomizers(absent.finder(this::isPackage));
    }

    private SourceLoader(ClassLoader parent, CompilerConfiguration configuration, List<Path> libraries,
            Map<String, byte[]> compiled, AbsentClasses absent) {
        super(parent, configuration);
        this.configuration = configuration;
        this.libraries = libraries;
        this.compiled = compiled;
        this.absent = absent;
        setResourceLoader(this::source);
    }

    /** The same sources and byte code, with no class defined yet. */
    SourceLoader fresh(ClassLoader parent) {
        return new SourceLoader(parent, configuration, libraries, compiled, absent);
    }

    /** Makes classes visible that another loader compiled. */
    void define(Map<String, byte[]> classes) {
        compiled.putAll(classes);
    }

    /** The byte code of all classes. */
    Map<String, byte[]> compiled() {
        return compiled;
    }

    /** Makes a library's {@code src/} and {@code vars/} visible. */
    void addLibrary(Path root) {
        libraries.add(root);
    }

    /** Whether a library of this loader or of the loader above has the folder in its {@code src/}. */
    private boolean isPackage(String folder) {
        return libraries.stream().anyMatch(library -> Files.isDirectory(library.resolve("src").resolve(folder)))
                || getParent() instanceof SourceLoader above && above.isPackage(folder);
    }

    /** Removes the classes from the registry of Groovy, which would otherwise keep them in memory. */
    void drop() {
        for (Class<?> type : getLoadedClasses()) {
            InvokerHelper.removeClass(type);
        }
        clearCache();
    }

    private URL source(String className) throws MalformedURLException {
        if (className.startsWith("java.") || className.startsWith("test.")) {
            return null;
        }
        if (className.startsWith("Stagewright")) {
            return SourceLoader.class.getResource("/io/stagewright/rehearsal/declarative/" + className + ".groovy");
        }
        String path = className.replace('.', '/') + ".groovy";
        for (Path library : libraries) {
            Path found = library.resolve("src").resolve(path);
            if (!Files.isRegularFile(found) && className.indexOf('.') < 0) {
                found = library.resolve("vars").resolve(path);
            }
            if (Files.isRegularFile(found)) {
                return found.toUri().toURL();
            }
        }
        return absent.source(className);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.indexOf('$') > 0 && !compiled.containsKey(name)) {
            compileNested(name);
        }
        byte[] code = compiled.get(name);
        if (code == null) {
            return super.findClass(name);
        }
        synchronized (this) {
            Class<?> known = findLoadedClass(name);
            Class<?> type = known != null ? known : defineClass(name, code, 0, code.length);
            setClassCacheEntry(type);
            return type;
        }
    }

    /** Groovy looks for the sources of classes, but not for those of nested classes. */
    private void compileNested(String name) {
        String text = absent.text(name);
        if (text != null) {
            parseClass(new groovy.lang.GroovyCodeSource(text, "StagewrightAbsent.groovy", "/groovy/shell"), false);
        }
    }

    @Override
    protected ClassCollector createCollector(CompilationUnit unit, SourceUnit source) {
        return new RecordingCollector(new InnerLoader(this), unit, source);
    }

    private final class RecordingCollector extends ClassCollector {
        RecordingCollector(InnerLoader loader, CompilationUnit unit, SourceUnit source) {
            super(loader, unit, source);
        }

        @Override
        protected Class<?> createClass(byte[] code, ClassNode node) {
            compiled.put(node.getName(), code);
            return super.createClass(code, node);
        }
    }
}
