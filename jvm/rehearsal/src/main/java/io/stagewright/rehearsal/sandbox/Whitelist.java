package io.stagewright.rehearsal.sandbox;

import io.stagewright.rehearsal.engine.PipelineScript;
import io.stagewright.rehearsal.engine.Symbol;
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

    /** Classes of the runner whose methods scripts can call. */
    private static final Set<String> OPEN = Set.of("io.stagewright.rehearsal.engine.PipelineScript", "io.stagewright.rehearsal.engine.PipelineClosure",
            "io.stagewright.rehearsal.engine.Safepoint", "io.stagewright.rehearsal.engine.Symbol", "io.stagewright.rehearsal.steps.HttpAnswer",
            "io.stagewright.rehearsal.steps.FoundFile", "io.stagewright.rehearsal.steps.TestSummary",
            "io.stagewright.rehearsal.steps.QualityGate",
            "io.stagewright.rehearsal.steps.DataSteps$ManifestData");

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
        lines.map(String::trim).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            String[] words = line.split(" ");
            if (words[0].equals("gdk") || words[0].equals("not")) {
                for (int i = 2; i < words.length; i++) {
                    all.add(words[0] + " " + words[1] + " " + words[i]);
                }
            } else {
                all.add(line);
            }
        });
        return all;
    }

    /** Whether scripts, libraries or the runner itself define the class. */
    private static boolean own(Class<?> type) {
        return type.getClassLoader() instanceof groovy.lang.GroovyClassLoader || OPEN.contains(type.getName())
                || type.getName().startsWith("io.stagewright.rehearsal.global.");
    }

    boolean permits(Method method, Object receiver) {
        Class<?> declaring = method.getDeclaringClass();
        if (own(declaring) && !method.getName().equals("getEnvironment") || dynamic(method, receiver)) {
            return true;
        }
        if (Modifier.isStatic(method.getModifiers())) {
            return allowed.contains("staticMethod " + name(method)) || allowed.contains("gdk " + name(declaring) + " " + method.getName());
        }
        return allowed.contains("method " + name(method))
                || allowed.contains("class " + name(declaring)) && !allowed.contains("not " + name(declaring) + " " + method.getName());
    }

    /** What Jenkins permits for the script and its global variables (CpsWhitelist of workflow-cps 4209). */
    private static boolean dynamic(Method method, Object receiver) {
        String name = method.getName();
        if (receiver instanceof PipelineScript) {
            return java.util.Set.of("invokeMethod", "evaluate", "println", "print", "printf", "getProperty").contains(name);
        }
        boolean variable = receiver.getClass().getName().startsWith("io.stagewright.rehearsal.global.") || receiver instanceof Symbol
                || receiver.getClass().getClassLoader() instanceof groovy.lang.GroovyClassLoader || receiver instanceof groovy.lang.Closure;
        return variable && java.util.Set.of("invokeMethod", "getProperty", "setProperty").contains(name) && method.getDeclaringClass().getName().startsWith("groovy.lang.");
    }

    boolean permits(Constructor<?> constructor) {
        return own(constructor.getDeclaringClass()) || allowed.contains("new " + name(constructor));
    }

    boolean permits(Field field) {
        String kind = Modifier.isStatic(field.getModifiers()) ? "staticField " : "field ";
        return own(field.getDeclaringClass()) || allowed.contains(kind + name(field));
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
