package io.stagewright.rehearsal.sandbox;

import groovy.lang.GString;
import groovy.lang.GroovyInterceptable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;

/** Selects the method, constructor or field that the sandbox checks for a call: GroovyCallSiteSelector of script-security 1378. */
final class Selector {
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(boolean.class, Boolean.class, byte.class, Byte.class, char.class, Character.class,
            double.class, Double.class, float.class, Float.class, int.class, Integer.class, long.class, Long.class, short.class, Short.class,
            void.class, Void.class);

    /** The declared methods of each class, by name. */
    private static final ClassValue<Map<String, List<Method>>> DECLARED = new ClassValue<>() {
        @Override
        protected Map<String, List<Method>> computeValue(Class<?> type) {
            return Arrays.stream(type.getDeclaredMethods()).collect(Collectors.groupingBy(Method::getName));
        }
    };
    /** The supertypes of each class and the class itself, supertypes first. */
    private static final ClassValue<Set<Class<?>>> TYPES = new ClassValue<>() {
        @Override
        protected Set<Class<?>> computeValue(Class<?> type) {
            Set<Class<?>> all = new LinkedHashSet<>();
            visit(all, type);
            return all;
        }
    };

    private Selector() {
    }

    /** The most general definition of a method; null if Java has none. */
    static Method method(Object receiver, String name, Object... args) {
        Set<Class<?>> types = types(receiver.getClass());
        if (types.contains(GroovyInterceptable.class) && !name.equals("invokeMethod")) {
            return method(receiver, "invokeMethod", name, args);
        }
        for (Class<?> type : types) {
            Method found = best(type, name, args);
            if (found != null) {
                return found;
            }
        }
        return receiver instanceof GString ? best(String.class, name, args) : null;
    }

    static Method staticMethod(Class<?> type, String name, Object... args) {
        return best(type, name, args);
    }

    /** All methods of a receiver with this name and number of parameters. */
    static List<Method> methods(Object receiver, String name, int parameters) {
        List<Method> all = new ArrayList<>();
        for (Class<?> type : types(receiver.getClass())) {
            for (Method method : declaredMethods(type, name)) {
                if (method.getParameterCount() == parameters) {
                    all.add(method);
                }
            }
        }
        return all;
    }

    static Constructor<?> constructor(Class<?> type, Object... args) {
        Constructor<?> best = null;
        for (Constructor<?> one : type.getDeclaredConstructors()) {
            if (matches(one.getParameterTypes(), args, one.isVarArgs()) && (best == null || moreSpecific(one, one.isVarArgs(), best, best.isVarArgs()))) {
                best = one;
            }
        }
        if (best == null && args.length == 1 && args[0] instanceof Map) {
            return constructor(type);
        }
        return best;
    }

    static Field field(Object receiver, String name) {
        for (Class<?> type : types(receiver.getClass())) {
            Field found = declared(type, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    static Field declared(Class<?> type, String name) {
        for (Field field : type.getDeclaredFields()) {
            if (field.getName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    private static Method best(Class<?> type, String name, Object[] args) {
        Method best = null;
        for (Method method : declaredMethods(type, name)) {
            boolean varargs = varargs(method, args);
            if (matches(method.getParameterTypes(), args, varargs)
                    && (best == null || moreSpecific(method, varargs, best, varargs(best, args)))) {
                best = method;
            }
        }
        return best;
    }

    private static boolean varargs(Method method, Object[] args) {
        Class<?>[] types = method.getParameterTypes();
        int last = types.length - 1;
        if (method.isVarArgs() || types.length < 2 || !types[last].isArray() || args.length <= types.length) {
            return method.isVarArgs();
        }
        for (int i = last; i < args.length; i++) {
            if (args[i] != null && !types[last].getComponentType().isAssignableFrom(args[i].getClass())) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(Class<?>[] types, Object[] args, boolean varargs) {
        Object[] passed = varargs ? packed(types, args) : args;
        if (passed.length != types.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!accepts(types[i], passed[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean accepts(Class<?> type, Object value) {
        if (value == null) {
            return !type.isPrimitive();
        }
        boolean integer = type == int.class && value instanceof Long number && number == number.intValue();
        return type.isInstance(value) || type.isPrimitive() && (BOXES.get(type).isInstance(value) || type == long.class && value instanceof Integer)
                || integer || type == String.class && value instanceof GString;
    }

    private static Object[] packed(Class<?>[] types, Object[] args) {
        int fixed = types.length - 1;
        int length = args.length - fixed;
        Class<?> component = types[fixed].getComponentType();
        if (length < 0 || length == 1 && types[fixed].isInstance(args[fixed])) {
            return args;
        }
        Class<?> box = component.isPrimitive() ? BOXES.get(component) : component;
        if (length > 0 && args[fixed] != null && !box.isInstance(args[fixed])) {
            return args;
        }
        Object[] all = new Object[fixed + 1];
        System.arraycopy(args, 0, all, 0, fixed);
        all[fixed] = DefaultTypeTransformation.castToVargsArray(args, fixed, types[fixed]);
        return all;
    }

    private static boolean moreSpecific(Executable more, boolean moreVarargs, Executable less, boolean lessVarargs) {
        if (moreVarargs != lessVarargs || more.getParameterCount() != less.getParameterCount()) {
            return lessVarargs;
        }
        for (int i = 0; i < more.getParameterCount(); i++) {
            Class<?> own = BOXES.getOrDefault(more.getParameterTypes()[i], more.getParameterTypes()[i]);
            Class<?> other = BOXES.getOrDefault(less.getParameterTypes()[i], less.getParameterTypes()[i]);
            if (own.isAssignableFrom(other) || own == Long.class && other == Integer.class) {
                return false;
            }
            if (other.isAssignableFrom(own) || own == Integer.class && other == Long.class) {
                return true;
            }
        }
        return more.toString().compareTo(less.toString()) > 0;
    }

    private static List<Method> declaredMethods(Class<?> type, String name) {
        return DECLARED.get(type).getOrDefault(name, List.of());
    }

    private static Set<Class<?>> types(Class<?> type) {
        return TYPES.get(type);
    }

    private static void visit(Set<Class<?>> all, Class<?> type) {
        if (type.getSuperclass() != null) {
            visit(all, type.getSuperclass());
        }
        for (Class<?> one : type.getInterfaces()) {
            visit(all, one);
        }
        all.add(type);
    }
}
