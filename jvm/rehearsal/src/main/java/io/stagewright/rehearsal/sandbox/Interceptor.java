package io.stagewright.rehearsal.sandbox;

import groovy.lang.Closure;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import io.stagewright.rehearsal.engine.Execution;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.runtime.DateGroovyMethods;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.EncodingGroovyMethods;
import org.codehaus.groovy.runtime.GStringImpl;
import org.codehaus.groovy.runtime.ProcessGroovyMethods;
import org.codehaus.groovy.runtime.ScriptBytecodeAdapter;
import org.codehaus.groovy.runtime.StringGroovyMethods;
import org.codehaus.groovy.runtime.XmlGroovyMethods;
import org.kohsuke.groovy.sandbox.GroovyInterceptor;
import org.kohsuke.groovy.sandbox.impl.Checker;

/**
 * Checks the whitelist before a sandboxed script calls a method, creates an object, or accesses a property:
 * SandboxInterceptor of script-security 1378.
 */
public final class Interceptor extends GroovyInterceptor {
    /** The classes with the methods that Groovy adds to Java classes. */
    private static final List<Class<?>> GDK = List.of(DefaultGroovyMethods.class, StringGroovyMethods.class, XmlGroovyMethods.class,
            EncodingGroovyMethods.class, DateGroovyMethods.class, ProcessGroovyMethods.class);
    private static final Set<String> MATH = Set.of("plus", "minus", "multiply", "div", "compareTo", "or", "and", "xor", "intdiv", "mod", "leftShift",
            "rightShift", "rightShiftUnsigned");

    private final Execution execution;
    private final Whitelist whitelist;

    public Interceptor(Execution execution, Whitelist whitelist) {
        this.execution = execution;
        this.whitelist = whitelist;
    }

    private RejectedAccess reject(String kind, String what) {
        RejectedAccess rejected = new RejectedAccess(kind, what);
        execution.build().violation(rejected.getMessage());
        return rejected;
    }

    private RejectedAccess reject(Method method) {
        return reject(Modifier.isStatic(method.getModifiers()) ? "staticMethod" : "method", Whitelist.name(method));
    }

    @Override
    public Object onMethodCall(Invoker invoker, Object receiver, String name, Object... args) throws Throwable {
        Method method = Selector.method(receiver, name, args);
        if (method != null) {
            if (!whitelist.permits(method, receiver)) {
                throw reject(method);
            }
            return super.onMethodCall(invoker, receiver, name, args);
        }
        boolean math = receiver instanceof Number && MATH.contains(name);
        if (!math && !gdk(receiver, name, args) && !dynamic(receiver, name)) {
            throw new MissingMethodException(name, receiver.getClass(), args);
        }
        return super.onMethodCall(invoker, receiver, name, args);
    }

    /** Whether a permitted method of Groovy is called; a method that is not permitted is an exception. */
    private boolean gdk(Object receiver, String name, Object[] args) {
        Object[] all = new Object[args.length + 1];
        all[0] = receiver;
        System.arraycopy(args, 0, all, 1, args.length);
        Method rejected = null;
        for (Class<?> type : GDK) {
            Method method = Selector.staticMethod(type, name, all);
            if (method != null && whitelist.permits(method, type)) {
                return true;
            }
            rejected = rejected == null ? method : rejected;
        }
        if (rejected != null) {
            throw reject(rejected);
        }
        return false;
    }

    /** Whether the receiver itself resolves the method: a closure in a map or a variable, or {@code invokeMethod}. */
    private static boolean dynamic(Object receiver, String name) {
        if (receiver instanceof Map<?, ?> map && map.get(name) instanceof Closure) {
            return true;
        }
        return receiver instanceof groovy.lang.GroovyObject;
    }

    /** Whether the CPS transformation generated the call, for string interpolation or a cast. */
    private static boolean generated(Class<?> receiver, String name, Object[] args) {
        boolean array = receiver == ScriptBytecodeAdapter.class && name.equals("asType") && args.length == 2
                && args[1] instanceof Class<?> type && type.isArray();
        return array || receiver == Checker.class && name.equals("checkedCast");
    }

    @Override
    public Object onStaticCall(Invoker invoker, Class receiver, String name, Object... args) throws Throwable {
        if (receiver == io.stagewright.rehearsal.engine.Spreads.class || generated(receiver, name, args)) {
            return super.onStaticCall(invoker, receiver, name, args);
        }
        Method method = Selector.staticMethod(receiver, name, args);
        if (method == null) {
            throw reject("unclassified staticMethod", Whitelist.name(receiver) + " " + name + types(args));
        }
        if (!whitelist.permits(method, receiver)) {
            throw reject(method);
        }
        return super.onStaticCall(invoker, receiver, name, args);
    }

    @Override
    public Object onNewInstance(Invoker invoker, Class receiver, Object... args) throws Throwable {
        if (receiver == GStringImpl.class) {
            return super.onNewInstance(invoker, receiver, args);
        }
        Constructor<?> constructor = Selector.constructor(receiver, args);
        if (constructor == null) {
            throw reject("unclassified new", Whitelist.name(receiver) + types(args));
        }
        if (!whitelist.permits(constructor)) {
            throw reject("new", Whitelist.name(constructor));
        }
        return super.onNewInstance(invoker, receiver, args);
    }

    @Override
    public void onSuperConstructor(Invoker invoker, Class receiver, Object... args) throws Throwable {
        Constructor<?> constructor = Selector.constructor(receiver, args);
        if (constructor == null || !whitelist.permits(constructor)) {
            throw reject("new", constructor == null ? Whitelist.name(receiver) + types(args) : Whitelist.name(constructor));
        }
        super.onSuperConstructor(invoker, receiver, args);
    }

    @Override
    public Object onGetArray(Invoker invoker, Object receiver, Object index) throws Throwable {
        if (!(receiver.getClass().isArray() && index instanceof Integer)) {
            element(receiver, "getAt", index);
        }
        return super.onGetArray(invoker, receiver, index);
    }

    @Override
    public Object onSetArray(Invoker invoker, Object receiver, Object index, Object value) throws Throwable {
        if (!(receiver.getClass().isArray() && index instanceof Integer)) {
            element(receiver, "putAt", index, value);
        }
        return super.onSetArray(invoker, receiver, index, value);
    }

    private void element(Object receiver, String name, Object... args) {
        Method method = Selector.method(receiver, name, args);
        if (method != null && !whitelist.permits(method, receiver)) {
            throw reject(method);
        }
        if (method == null && !gdk(receiver, name, args)) {
            throw reject("unclassified method", Whitelist.name(receiver.getClass()) + " " + name + types(args));
        }
    }

    @Override
    public Object onGetProperty(Invoker invoker, Object receiver, String name) throws Throwable {
        boolean array = receiver.getClass().isArray() && name.equals("length");
        boolean script = receiver instanceof Script && !Set.of("binding", "metaClass", "class").contains(name);
        if (!array && !script) {
            new PropertyCheck(whitelist, this::reject).read(receiver, name);
        }
        return super.onGetProperty(invoker, receiver, name);
    }

    @Override
    public Object onSetProperty(Invoker invoker, Object receiver, String name, Object value) throws Throwable {
        if (!(receiver instanceof Script) || name.equals("binding") || name.equals("metaClass")) {
            new PropertyCheck(whitelist, this::reject).write(receiver, name, value);
        }
        return super.onSetProperty(invoker, receiver, name, value);
    }

    @Override
    public Object onGetAttribute(Invoker invoker, Object receiver, String name) throws Throwable {
        attribute(receiver, name);
        return super.onGetAttribute(invoker, receiver, name);
    }

    @Override
    public Object onSetAttribute(Invoker invoker, Object receiver, String name, Object value) throws Throwable {
        attribute(receiver, name);
        return super.onSetAttribute(invoker, receiver, name, value);
    }

    private void attribute(Object receiver, String name) {
        Field field = Selector.field(receiver, name);
        if (field == null) {
            throw new MissingPropertyException("No such field found: field " + Whitelist.name(receiver.getClass()) + " " + name);
        }
        if (!whitelist.permits(field)) {
            throw reject("field", Whitelist.name(field));
        }
    }

    private static String types(Object[] args) {
        StringBuilder all = new StringBuilder();
        for (Object arg : args) {
            all.append(' ').append(arg == null ? "null" : Whitelist.name(arg.getClass()));
        }
        return all.toString();
    }
}
