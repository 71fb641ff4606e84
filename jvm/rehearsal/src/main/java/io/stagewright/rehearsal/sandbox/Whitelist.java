package io.stagewright.rehearsal.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The methods and classes that sandboxed scripts can use, from files of script-security or a small built-in list. */
public final class Whitelist {
    private static final String OWN = "/io/stagewright/rehearsal/sandbox-whitelist";
    private static final Map<String, Set<String>> FILES = new HashMap<>();

    private final Set<String> allowed;

    private Whitelist(Set<String> allowed) {
        this.allowed = allowed;
    }

    /** Reads all files of a directory except the blacklist; without a directory, the built-in list. */
    public static Whitelist load(Path directory) throws IOException {
        synchronized (FILES) {
            Set<String> known = FILES.get(String.valueOf(directory));
            if (known == null) {
                known = directory == null ? own() : read(directory);
                FILES.put(String.valueOf(directory), known);
            }
            return new Whitelist(known);
        }
    }

    private static Set<String> own() throws IOException {
        try (InputStream in = Whitelist.class.getResourceAsStream(OWN)) {
            return lines(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines());
        }
    }

    private static Set<String> read(Path directory) throws IOException {
        Set<String> all = new HashSet<>();
        List<Path> files;
        try (Stream<Path> list = Files.list(directory)) {
            files = list.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            if (!file.getFileName().toString().equals("blacklist")) {
                all.addAll(lines(Files.readAllLines(file).stream()));
            }
        }
        return all;
    }

    private static Set<String> lines(Stream<String> lines) {
        Set<String> all = new HashSet<>();
        lines.map(String::trim).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(all::add);
        return all;
    }

    /** Whether scripts, libraries or the runner itself define the class. */
    private static boolean own(Class<?> type) {
        return type.getClassLoader() instanceof groovy.lang.GroovyClassLoader
                || type.getName().startsWith("io.stagewright.rehearsal.global.")
                || type.getName().equals("io.stagewright.rehearsal.engine.PipelineScript")
                || type.getName().equals("io.stagewright.rehearsal.steps.HttpAnswer");
    }

    boolean permits(Method method, Object receiver) {
        if (own(method.getDeclaringClass())) {
            return true;
        }
        if (Modifier.isStatic(method.getModifiers())) {
            return allowed.contains("staticMethod " + name(method));
        }
        String tail = " " + method.getName() + types(method.getParameterTypes());
        return supertypes(receiver.getClass()).stream()
                .anyMatch(type -> allowed.contains("method " + name(type) + tail) || allowed.contains("class " + name(type)));
    }

    boolean permits(Constructor<?> constructor) {
        return own(constructor.getDeclaringClass()) || allowed.contains("new " + name(constructor))
                || allowed.contains("class " + name(constructor.getDeclaringClass()));
    }

    boolean permits(Field field) {
        String kind = Modifier.isStatic(field.getModifiers()) ? "staticField " : "field ";
        return own(field.getDeclaringClass()) || allowed.contains(kind + name(field));
    }

    private static Set<Class<?>> supertypes(Class<?> type) {
        Set<Class<?>> all = new java.util.LinkedHashSet<>();
        for (Class<?> above = type; above != null; above = above.getSuperclass()) {
            all.add(above);
            interfaces(above, all);
        }
        return all;
    }

    private static void interfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> one : type.getInterfaces()) {
            if (all.add(one)) {
                interfaces(one, all);
            }
        }
    }

    static String name(Method method) {
        return name(method.getDeclaringClass()) + " " + method.getName() + types(method.getParameterTypes());
    }

    static String name(Constructor<?> constructor) {
        return name(constructor.getDeclaringClass()) + types(constructor.getParameterTypes());
    }

    static String name(Field field) {
        return name(field.getDeclaringClass()) + " " + field.getName();
    }

    static String name(Class<?> type) {
        return type.isArray() ? name(type.getComponentType()) + "[]" : type.getName();
    }

    static String types(Class<?>[] types) {
        StringBuilder all = new StringBuilder();
        for (Class<?> type : types) {
            all.append(' ').append(name(type));
        }
        return all.toString();
    }
}
