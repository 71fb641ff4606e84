package io.stagewright.rehearsal.sandbox;

import groovy.lang.Closure;
import groovy.lang.Script;
import io.stagewright.rehearsal.engine.Execution;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import org.codehaus.groovy.runtime.GStringImpl;
import org.codehaus.groovy.runtime.ScriptBytecodeAdapter;
import org.kohsuke.groovy.sandbox.GroovyInterceptor;
import org.kohsuke.groovy.sandbox.impl.Checker;

/** Checks the whitelist before a sandboxed script calls a method, creates an object, or accesses a property. */
public final class Interceptor extends GroovyInterceptor {
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
        return reject(java.lang.reflect.Modifier.isStatic(method.getModifiers()) ? "staticMethod" : "method", Whitelist.name(method));
    }

    @Override
    public Object onMethodCall(Invoker invoker, Object receiver, String name, Object... args) throws Throwable {
        Method method = Methods.find(receiver, name, args);
        boolean operator = receiver instanceof Number || receiver instanceof String && name.equals("plus");
        if (operator && (method == null || Methods.isGdk(method))) {
            return super.onMethodCall(invoker, receiver, name, args);
        }
        if (method == null) {
            if (!unclassified(receiver, name, args)) {
                throw reject("unclassified method", Whitelist.name(receiver.getClass()) + " " + name + types(args));
            }
        } else if (!whitelist.permits(method, receiver) && !permitsDeclared(receiver, name, args) && !stepCall(receiver, name)) {
            throw reject(method);
        }
        return super.onMethodCall(invoker, receiver, name, args);
    }

    /** Whether the whitelist permits the method of a supertype, which script-security checks. */
    private boolean permitsDeclared(Object receiver, String name, Object[] args) {
        Method declared = Methods.declared(receiver, name, args);
        return declared != null && whitelist.permits(declared, receiver);
    }

    /** Whether this is a step call in a closure, which calls {@code invokeMethod} of the script. */
    private static boolean stepCall(Object receiver, String name) {
        return name.equals("invokeMethod") && (receiver instanceof io.stagewright.rehearsal.engine.PipelineScript
                || receiver instanceof io.stagewright.rehearsal.global.StepsGlobal);
    }

    private static boolean unclassified(Object receiver, String name, Object[] args) {
        boolean closure = receiver instanceof Map<?, ?> map && map.get(name) instanceof Closure;
        boolean dynamic = receiver instanceof Script || receiver.getClass().getName().startsWith("io.stagewright.rehearsal.global.");
        boolean scripted = receiver.getClass().getClassLoader() instanceof groovy.lang.GroovyClassLoader;
        return closure || dynamic || scripted;
    }

    /** Whether the CPS transformation generated the call, for string interpolation or a cast. */
    private static boolean generated(Class<?> receiver, String name, Object[] args) {
        boolean array = receiver == ScriptBytecodeAdapter.class && name.equals("asType") && args.length == 2
                && args[1] instanceof Class<?> type && type.isArray();
        return array || receiver == Checker.class && name.equals("checkedCast");
    }

    @Override
    public Object onStaticCall(Invoker invoker, Class receiver, String name, Object... args) throws Throwable {
        if (generated(receiver, name, args)) {
            return super.onStaticCall(invoker, receiver, name, args);
        }
        Method method = Methods.find(receiver, name, args);
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
        Constructor<?> constructor = Methods.constructor(receiver, args);
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
        Constructor<?> constructor = Methods.constructor(receiver, args);
        if (constructor == null || !whitelist.permits(constructor)) {
            throw reject("new", constructor == null ? Whitelist.name(receiver) + types(args) : Whitelist.name(constructor));
        }
        super.onSuperConstructor(invoker, receiver, args);
    }

    @Override
    public Object onGetProperty(Invoker invoker, Object receiver, String name) throws Throwable {
        boolean free = receiver instanceof Script || receiver.getClass().isArray() && name.equals("length");
        if (!free) {
            check(receiver, name, new Object[0], "get", "is");
        }
        return super.onGetProperty(invoker, receiver, name);
    }

    @Override
    public Object onSetProperty(Invoker invoker, Object receiver, String name, Object value) throws Throwable {
        boolean free = receiver instanceof Script && !name.equals("binding") && !name.equals("metaClass");
        if (!free) {
            check(receiver, name, new Object[] {value}, "set");
        }
        return super.onSetProperty(invoker, receiver, name, value);
    }

    private void check(Object receiver, String name, Object[] args, String... prefixes) {
        String capitalized = name.isEmpty() ? name : Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Method rejected = null;
        for (String prefix : prefixes) {
            Method accessor = Methods.find(receiver, prefix + capitalized, args);
            if (accessor != null && whitelist.permits(accessor, receiver)) {
                return;
            }
            rejected = rejected == null ? accessor : rejected;
        }
        Field field = Methods.field(receiver instanceof Class<?> type ? type : receiver.getClass(), name);
        if (field != null && whitelist.permits(field)) {
            return;
        }
        if (receiver.getClass().getName().startsWith("io.stagewright.rehearsal.global.")) {
            return;
        }
        if (rejected != null) {
            throw reject(rejected);
        }
        if (field != null) {
            throw reject(java.lang.reflect.Modifier.isStatic(field.getModifiers()) ? "staticField" : "field", Whitelist.name(field));
        }
        boolean scripted = receiver.getClass().getClassLoader() instanceof groovy.lang.GroovyClassLoader;
        if (!scripted) {
            throw reject("unclassified field", Whitelist.name(receiver.getClass()) + " " + name);
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
