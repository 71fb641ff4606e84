package io.stagewright.rehearsal.sandbox;

import groovy.lang.MetaClass;
import groovy.lang.MetaMethod;
import groovy.lang.MetaProperty;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.reflection.CachedMethod;
import org.codehaus.groovy.reflection.ParameterTypes;
import org.codehaus.groovy.runtime.DateGroovyMethods;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.DefaultGroovyStaticMethods;
import org.codehaus.groovy.runtime.EncodingGroovyMethods;
import org.codehaus.groovy.runtime.IOGroovyMethods;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.ProcessGroovyMethods;
import org.codehaus.groovy.runtime.ResourceGroovyMethods;
import org.codehaus.groovy.runtime.StringGroovyMethods;
import org.codehaus.groovy.runtime.XmlGroovyMethods;

/** Finds the Java method, constructor or field that Groovy uses. */
final class Methods {
    private static final List<Class<?>> GDK = List.of(DefaultGroovyMethods.class, StringGroovyMethods.class, EncodingGroovyMethods.class,
            DateGroovyMethods.class, XmlGroovyMethods.class, ProcessGroovyMethods.class, IOGroovyMethods.class, ResourceGroovyMethods.class,
            DefaultGroovyStaticMethods.class);

    private Methods() {
    }

    /** The method, including methods that Groovy adds to Java classes; null if there is none. */
    static Method find(Object receiver, String name, Object[] args) {
        MetaClass meta = InvokerHelper.getMetaClass(receiver instanceof Class<?> type ? type : receiver.getClass());
        MetaMethod found;
        try {
            found = meta.pickMethod(name, types(args));
            if (found == null && receiver instanceof Class) {
                found = InvokerHelper.getMetaClass(Class.class).pickMethod(name, types(args));
            }
        } catch (groovy.lang.GroovyRuntimeException ambiguous) {
            return null;
        }
        return found == null ? null : java(found);
    }

    /** The Java method that script-security checks for a call. Methods of supertypes come first; null if there is none. */
    static Method declared(Object receiver, String name, Object[] args) {
        Class<?>[] given = types(args);
        for (Class<?> type : supertypesFirst(receiver.getClass(), new LinkedHashSet<>())) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && new ParameterTypes(method.getParameterTypes()).isValidMethod(given)) {
                    return method;
                }
            }
        }
        return null;
    }

    private static Set<Class<?>> supertypesFirst(Class<?> type, Set<Class<?>> all) {
        if (type.getSuperclass() != null) {
            supertypesFirst(type.getSuperclass(), all);
        }
        for (Class<?> one : type.getInterfaces()) {
            supertypesFirst(one, all);
        }
        all.add(type);
        return all;
    }

    private static Method java(MetaMethod found) {
        if (found instanceof CachedMethod cached) {
            return cached.getCachedMethod();
        }
        Class<?>[] parameters = found.getNativeParameterTypes();
        Class<?>[] all = new Class<?>[parameters.length + 1];
        all[0] = found.getDeclaringClass().getTheClass();
        System.arraycopy(parameters, 0, all, 1, parameters.length);
        for (Class<?> type : GDK) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(found.getName()) && Arrays.equals(method.getParameterTypes(), all)) {
                    return method;
                }
            }
        }
        return overlaid(found, parameters);
    }

    /** The Java method that the engine replaces with a serializable iterator; the sandbox checks the original. */
    private static Method overlaid(MetaMethod found, Class<?>[] parameters) {
        try {
            return found.getDeclaringClass().getTheClass().getMethod(found.getName(), parameters);
        } catch (NoSuchMethodException none) {
            return null;
        }
    }

    /** Whether Groovy adds this method to a Java class. */
    static boolean isGdk(Method method) {
        return GDK.contains(method.getDeclaringClass());
    }

    static Constructor<?> constructor(Class<?> type, Object[] args) {
        Class<?>[] types = types(args);
        // Groovy also passes null to a single parameter, but it prefers a constructor without parameters.
        List<Constructor<?>> nearest = Arrays.stream(type.getDeclaredConstructors())
                .sorted(Comparator.comparingInt(one -> Math.abs(one.getParameterCount() - args.length))).toList();
        for (Constructor<?> constructor : nearest) {
            if (new ParameterTypes(constructor.getParameterTypes()).isValidMethod(types)) {
                return constructor;
            }
        }
        boolean named = args.length == 1 && args[0] instanceof java.util.Map;
        return named && args.length > 0 ? constructor(type, new Object[0]) : null;
    }

    static Field field(Class<?> type, String name) {
        for (Class<?> above = type; above != null; above = above.getSuperclass()) {
            for (Field field : above.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        for (Class<?> one : type.getInterfaces()) {
            Field found = field(one, name);
            if (found != null && Modifier.isStatic(found.getModifiers())) {
                return found;
            }
        }
        return null;
    }

    static boolean hasProperty(Object receiver, String name) {
        MetaProperty property = InvokerHelper.getMetaClass(receiver).hasProperty(receiver, name);
        return property != null;
    }

    private static Class<?>[] types(Object[] args) {
        Class<?>[] types = new Class<?>[args.length];
        for (int i = 0; i < args.length; i++) {
            types[i] = args[i] == null ? null : args[i].getClass();
        }
        return types;
    }
}
