package io.stagewright.rehearsal.global;

import groovy.lang.GroovyObjectSupport;
import groovy.lang.GroovyRuntimeException;
import groovy.lang.MissingPropertyException;
import io.stagewright.rehearsal.engine.Execution;
import java.io.Serializable;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.kohsuke.groovy.sandbox.GroovyInterceptor;
import org.kohsuke.groovy.sandbox.impl.Checker;

/** What {@code library} returns: {@code library('x').com.acme.Tool.new(this)} (LoadedClasses of pipeline-groovy-lib 776). */
public final class LoadedClasses extends GroovyObjectSupport implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String library;
    /** Empty, or a package that ends with a dot. */
    private final String start;
    /** The name below the package; null while the package is not complete. */
    private final String type;

    public LoadedClasses(String library, String start, String type) {
        this.library = library;
        this.start = start;
        this.type = type;
    }

    @Override
    public Object getProperty(String name) {
        if (type != null && hasField(name)) {
            return field(name);
        }
        if (name.matches("[A-Z].*")) {
            String whole = type == null ? name : type + '$' + name;
            load(start + whole);
            return new LoadedClasses(library, start, whole);
        }
        if (type != null) {
            throw new MissingPropertyException(name, load(start + type));
        }
        return new LoadedClasses(library, start + name + '.', null);
    }

    private boolean hasField(String name) {
        try {
            return load(start + type).getField(name) != null;
        } catch (NoSuchFieldException none) {
            return false;
        }
    }

    private Object field(String name) {
        try {
            Class<?> owner = load(start + type);
            return isSandboxed() ? Checker.checkedGetAttribute(owner, false, false, name) : owner.getField(name).get(null);
        } catch (RuntimeException error) {
            throw error;
        } catch (Throwable error) {
            throw new GroovyRuntimeException(error);
        }
    }

    @Override
    public Object invokeMethod(String name, Object given) {
        Class<?> owner = load(start + type);
        Object[] arguments = given instanceof Object[] array ? array : new Object[] {given};
        if (!isSandboxed()) {
            return name.equals("new") ? InvokerHelper.invokeConstructorOf(owner, arguments) : InvokerHelper.invokeStaticMethod(owner, name, arguments);
        }
        try {
            return name.equals("new") ? Checker.checkedConstructor(owner, arguments) : Checker.checkedStaticCall(owner, name, arguments);
        } catch (RuntimeException | Error error) {
            throw error;
        } catch (Throwable error) {
            throw new GroovyRuntimeException(error);
        }
    }

    private static boolean isSandboxed() {
        return !GroovyInterceptor.getApplicableInterceptors().isEmpty();
    }

    private Class<?> load(String name) {
        try {
            return Execution.current().classes().loadClass(name);
        } catch (ClassNotFoundException missing) {
            throw new GroovyRuntimeException("The library " + library + " has no class " + name);
        }
    }
}
