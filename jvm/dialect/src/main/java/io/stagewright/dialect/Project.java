package io.stagewright.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;

/** Facts from all files together: the steps, and the classes and methods of the library. */
final class Project {
    final Set<String> paths = new HashSet<>();
    final Set<String> vars = new HashSet<>();
    private final Map<String, ClassNode> classes = new HashMap<>();
    private final Set<String> cpsMethods = new HashSet<>();
    private final Catalogue catalogue = Catalogue.get();

    Project(List<SourceFile> files, List<Unit> units) {
        for (SourceFile file : files) {
            paths.add(file.path());
            if (file.kind() == Kind.VARS) {
                vars.add(file.name());
            }
        }
        for (Unit unit : units) {
            if (unit.file.kind().library()) {
                unit.classes.forEach(this::index);
            }
        }
    }

    private void index(ClassNode type) {
        classes.put(type.getNameWithoutPackage(), type);
        for (MethodNode method : type.getMethods()) {
            if (!Nodes.isNonCps(method)) {
                cpsMethods.add(method.getName());
            }
        }
    }

    /** Whether the name is a step of Jenkins or of the library. */
    boolean isStep(String name) {
        return catalogue.steps.contains(name) || vars.contains(name);
    }

    boolean isLibraryStep(String name) {
        return vars.contains(name);
    }

    boolean isOption(String name) {
        return catalogue.options.contains(name);
    }

    /** Whether any class of the library has a CPS method with that name. */
    boolean isCpsMethod(String name) {
        return cpsMethods.contains(name);
    }

    /** The library class with that name, with or without its package; null if there is none. */
    ClassNode libraryClass(String name) {
        return classes.get(name.substring(name.lastIndexOf('.') + 1));
    }

    /** The methods with that name that a class declares. */
    static List<MethodNode> declared(ClassNode type, String name) {
        return new ArrayList<>(type.getDeclaredMethods(name));
    }
}
