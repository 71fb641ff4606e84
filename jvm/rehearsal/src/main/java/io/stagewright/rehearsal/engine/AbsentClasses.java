package io.stagewright.rehearsal.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * Classes of Jenkins and of plugins that a source names and the rehearsal does not have. Each gets a class whose use fails, so that
 * the rest of the source runs.
 */
final class AbsentClasses {
    private static final String NAME = "((?:[a-z_][A-Za-z0-9_]*\\.)+)([A-Z][A-Za-z0-9_]*)((?:[.$][A-Z][A-Za-z0-9_]*)?)";
    private static final Pattern IMPORT = Pattern.compile("(?m)^[ \\t]*import[ \\t]+(static[ \\t]+)?" + NAME);
    private static final Pattern QUALIFIED = Pattern.compile("(?<![\\w.$'\"/])" + "(?=(?:hudson|jenkins|org\\.jenkinsci|io\\.jenkins|com\\.cloudbees)\\.)" + NAME);
    private static final Pattern ALL_OF = Pattern.compile("(?m)^[ \\t]*import[ \\t]+((?:hudson|jenkins)(?:\\.[a-z_]+)*\\.)\\*");
    /** Classes that scripts name after an import of their whole package. */
    private static final List<String> COMMON = List.of("jenkins.model.Jenkins", "hudson.model.Hudson", "hudson.model.Run", "hudson.model.Job",
            "hudson.model.Item", "hudson.model.Cause", "hudson.model.Node", "hudson.model.Computer", "hudson.model.User", "hudson.FilePath");

    /** How a source uses the class. */
    private enum Use { CLASS, INTERFACE, EXCEPTION }

    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    /** Collects the names in each source before Groovy resolves them, except those in packages of the libraries. */
    CompilationCustomizer finder(Predicate<String> isPackage) {
        return new CompilationCustomizer(CompilePhase.CONVERSION) {
            @Override
            public void call(SourceUnit source, GeneratorContext context, ClassNode node) {
                try (java.io.Reader reader = source.getSource().getReader()) {
                    if (collect(org.codehaus.groovy.runtime.IOGroovyMethods.getText(reader), isPackage)) {
                        ignoreTypeChecks(node);
                    }
                } catch (IOException unreadable) {
                    throw new java.io.UncheckedIOException(unreadable);
                }
            }
        };
    }

    /** The classes have no methods that a type check could find. The check has no effect at run time. */
    private static void ignoreTypeChecks(ClassNode node) {
        node.getAnnotations().removeIf(AbsentClasses::isTypeCheck);
        node.getMethods().forEach(method -> method.getAnnotations().removeIf(AbsentClasses::isTypeCheck));
    }

    private static boolean isTypeCheck(AnnotationNode annotation) {
        return annotation.getClassNode().getName().matches("(groovy\\.transform\\.)?TypeChecked");
    }

    /** Returns whether the source names a class that the rehearsal does not have. */
    private boolean collect(String text, Predicate<String> isPackage) {
        boolean found = false;
        Matcher imports = IMPORT.matcher(text);
        while (imports.find()) {
            found |= add(text, imports.group(2), imports.group(3), imports.group(1) == null ? imports.group(4) : "", isPackage);
        }
        Matcher names = QUALIFIED.matcher(text);
        while (names.find()) {
            found |= add(text, names.group(1), names.group(2), "", isPackage);
        }
        Matcher packages = ALL_OF.matcher(text);
        while (packages.find()) {
            for (String common : COMMON) {
                String simple = common.substring(common.lastIndexOf('.') + 1);
                if (common.equals(packages.group(1) + simple)) {
                    found |= add(text, packages.group(1), simple, "", isPackage);
                }
            }
        }
        return found;
    }

    private boolean add(String text, String start, String simple, String nested, Predicate<String> isPackage) {
        String folder = start.substring(0, start.length() - 1).replace('.', '/');
        if (start.matches("(java|javax|groovy|org\\.codehaus\\.groovy)\\..*")
                || isPackage.test(folder)) {
            return false;
        }
        String name = start + simple;
        uses.merge(name, useOf(simple, text), (known, now) -> known == Use.CLASS ? now : known);
        if (!nested.isEmpty()) {
            uses.putIfAbsent(name + "$" + nested.substring(1), useOf(nested, text));
        }
        Matcher typed = Pattern.compile("\\b" + simple + "\\.([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)\\b(?! *[(.])").matcher(text);
        while (typed.find()) {
            uses.putIfAbsent(name + "$" + typed.group(1), useOf(typed.group(1), text));
        }
        return AbsentClasses.class.getClassLoader().getResource(name.replace('.', '/') + ".class") == null;
    }

    private static Use useOf(String simple, String text) {
        return simple.matches(".*(Exception|Error)") ? Use.EXCEPTION
                : Pattern.compile("\\bimplements\\b[^{]*\\b" + simple + "\\b").matcher(text).find() ? Use.INTERFACE : Use.CLASS;
    }

    /** The source of a class whose use fails; null if no source names the class. */
    URL source(String name) throws MalformedURLException {
        String text = name.indexOf('$') > 0 ? null : text(name);
        return text == null ? null : new URL(null, "stagewright:/" + name.replace('.', '/') + "/StagewrightAbsent.groovy", new Text(text));
    }

    /** The text of that source. */
    String text(String name) {
        Use use = uses.get(name);
        int dot = name.lastIndexOf('.');
        return use == null ? null : "package " + name.substring(0, dot) + "\n" + declaration(name.replace('$', '.'), name.substring(dot + 1), use) + "}\n";
    }

    private static String declaration(String name, String simple, Use use) {
        if (use == Use.INTERFACE) {
            return "interface " + simple + " {\n";
        }
        if (use == Use.EXCEPTION) {
            return "class " + simple + " extends RuntimeException {\n" + simple + "(String message = null) { super(message) }\n";
        }
        String failure = " { throw new NoClassDefFoundError('The rehearsal does not have the class " + name + ".') }\n";
        return "class " + simple + " implements Serializable {\n" + simple + "(Object... given)" + failure
                + "@com.cloudbees.groovy.cps.NonCPS static Object $static_methodMissing(String name, Object given)" + failure
                + "@com.cloudbees.groovy.cps.NonCPS static Object $static_propertyMissing(String name)" + failure;
    }

    private static final class Text extends URLStreamHandler {
        private final byte[] bytes;

        Text(String text) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
