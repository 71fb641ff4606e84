package io.stagewright.rehearsal.sandbox;

import groovy.lang.MissingPropertyException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.BiFunction;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.MetaClassHelper;
import org.codehaus.groovy.runtime.StringGroovyMethods;

/** Whether a sandboxed script can read or write a property; it throws an exception if not (SandboxInterceptor of script-security 1378). */
final class PropertyCheck {
    private final Whitelist whitelist;
    private final BiFunction<String, String, RejectedAccess> reject;
    private String kind;
    private String what;

    PropertyCheck(Whitelist whitelist, BiFunction<String, String, RejectedAccess> reject) {
        this.whitelist = whitelist;
        this.reject = reject;
    }

    void read(Object receiver, String name) {
        String capital = MetaClassHelper.capitalize(name);
        Method is = Selector.method(receiver, "is" + capital);
        boolean permitted = permits(Selector.method(receiver, "get" + capital), receiver)
                || is != null && is.getReturnType() == boolean.class && permits(is, receiver);
        for (Class<?> type : List.of(DefaultGroovyMethods.class, StringGroovyMethods.class)) {
            permitted = permitted || permits(Selector.staticMethod(type, "get" + capital, receiver), type);
        }
        permitted = permitted || permits(Selector.field(receiver, name)) || permits(Selector.method(receiver, "getProperty", name), receiver);
        if (!permitted && receiver instanceof Class<?> type) {
            permitted = permits(Selector.staticMethod(type, "get" + capital), type) || permits(Selector.declared(type, name));
        }
        finish(permitted, receiver, name);
    }

    void write(Object receiver, String name, Object value) {
        String setter = "set" + MetaClassHelper.capitalize(name);
        List<Method> setters = Selector.methods(receiver, setter, 1);
        boolean permitted = permits(setters.size() == 1 ? setters.get(0) : Selector.method(receiver, setter, value), receiver)
                || permits(Selector.method(receiver, "setProperty", name, value), receiver) || permits(Selector.field(receiver, name));
        if (!permitted && receiver instanceof Class<?> type) {
            permitted = permits(Selector.staticMethod(type, setter, value), type) || permits(Selector.declared(type, name));
        }
        finish(permitted, receiver, name);
    }

    private void finish(boolean permitted, Object receiver, String name) {
        if (permitted) {
            return;
        }
        if (kind == null) {
            throw new MissingPropertyException("No such field found: field " + Whitelist.name(receiver.getClass()) + " " + name);
        }
        throw reject.apply(kind, what);
    }

    private boolean permits(Method method, Object receiver) {
        if (method == null || whitelist.permits(method, receiver)) {
            return method != null;
        }
        remember(Modifier.isStatic(method.getModifiers()) ? "staticMethod" : "method", Whitelist.name(method));
        return false;
    }

    private boolean permits(Field field) {
        if (field == null || whitelist.permits(field)) {
            return field != null;
        }
        remember(Modifier.isStatic(field.getModifiers()) ? "staticField" : "field", Whitelist.name(field));
        return false;
    }

    private void remember(String rejectedKind, String rejectedWhat) {
        if (kind == null) {
            kind = rejectedKind;
            what = rejectedWhat;
        }
    }
}
