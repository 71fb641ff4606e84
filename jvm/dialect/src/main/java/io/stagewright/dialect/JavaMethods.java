package io.stagewright.dialect;

import groovy.lang.Closure;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.IOGroovyMethods;
import org.codehaus.groovy.runtime.ProcessGroovyMethods;
import org.codehaus.groovy.runtime.ResourceGroovyMethods;
import org.codehaus.groovy.runtime.StringGroovyMethods;

/** The methods of Java and Groovy that call a function: they cannot call a CPS closure. */
final class JavaMethods {
    private static final List<Class<?>> GROOVY = List.of(DefaultGroovyMethods.class, IOGroovyMethods.class,
            ProcessGroovyMethods.class, ResourceGroovyMethods.class, StringGroovyMethods.class);
    private static final List<Class<?>> JAVA = List.of(Iterable.class, Collection.class, List.class, Map.class,
            Iterator.class, Optional.class, Stream.class, CompletableFuture.class, ExecutorService.class);
    private static final Set<String> OF_ALL = new HashSet<>();
    private static final Set<String> OF_SOME = new HashSet<>();

    static {
        for (Class<?> type : GROOVY) {
            for (Method method : type.getMethods()) {
                Class<?>[] types = method.getParameterTypes();
                if (Modifier.isStatic(method.getModifiers()) && types.length > 1 && List.of(types).contains(Closure.class)) {
                    (types[0] == Object.class ? OF_ALL : OF_SOME).add(method.getName());
                }
            }
        }
        for (Class<?> type : JAVA) {
            for (Method method : type.getMethods()) {
                if (List.of(method.getParameterTypes()).stream().anyMatch(it -> it.isAnnotationPresent(FunctionalInterface.class))) {
                    OF_SOME.add(method.getName());
                }
            }
        }
    }

    private JavaMethods() {
    }

    /** Whether any class has such a method; without an object, only the methods of all objects count. */
    static boolean callFunctions(String name, boolean onObject) {
        return OF_ALL.contains(name) || onObject && OF_SOME.contains(name);
    }
}
