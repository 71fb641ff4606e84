package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Continuable;
import groovy.lang.Closure;
import groovy.lang.MissingPropertyException;
import io.stagewright.rehearsal.controller.LibraryConfig;
import io.stagewright.rehearsal.global.BuildGlobal;
import io.stagewright.rehearsal.global.EnvironmentGlobal;
import io.stagewright.rehearsal.global.StepsGlobal;
import io.stagewright.rehearsal.steps.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.codehaus.groovy.runtime.InvokerHelper;

/** Resolves the names in a pipeline: global variables of libraries and of Jenkins, symbols and steps. */
public final class Dsl {
    private final Execution execution;
    private final Map<String, LibraryConfig> libraries = new LinkedHashMap<>();
    private final Set<String> vars = new LinkedHashSet<>();
    private final Set<String> stubs = new LinkedHashSet<>();

    Dsl(Execution execution) {
        this.execution = execution;
    }

    void loadImplicit() {
        for (LibraryConfig library : execution.build().controller().config().libraries()) {
            if (library.implicit() && library.visibleTo(execution.build().job().path())) {
                load(library, library.version());
            }
        }
    }

    /** Loads a library by its name, with a version after {@code @}. */
    public void loadLibrary(String wanted) {
        int at = wanted.indexOf('@');
        String name = at < 0 ? wanted : wanted.substring(0, at);
        String version = at < 0 ? null : wanted.substring(at + 1);
        LibraryConfig found = execution.build().controller().config().libraries().stream()
                .filter(library -> library.name().equals(name) && library.visibleTo(execution.build().job().path()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Library " + wanted + " not found: no library with the name \""
                        + name + "\" is configured for this job. Configured libraries: " + names() + "."));
        if (version != null && !found.anyVersion() && !found.knownVersions().contains(version)) {
            throw new IllegalArgumentException("No version " + version + " found for library " + name + "; it has "
                    + (found.knownVersions().isEmpty() ? "none: set its version in the configuration" : String.join(", ", found.knownVersions())));
        }
        load(found, version == null ? found.version() : version);
    }

    private List<String> names() {
        return execution.build().controller().config().libraries().stream().map(LibraryConfig::name).toList();
    }

    private void load(LibraryConfig library, String version) {
        if (libraries.putIfAbsent(library.name(), library) != null) {
            return;
        }
        execution.build().log().print(List.of(), "Loading library " + library.name() + (version == null ? "" : "@" + version));
        execution.loaders().addLibrary(library.root(), library.trusted());
        Path folder = library.root().resolve("vars");
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".groovy")).sorted()
                    .map(name -> name.substring(0, name.length() - ".groovy".length()))
                    .forEach(library.stubs() ? stubs::add : vars::add);
        } catch (IOException error) {
            throw new IllegalArgumentException("Library " + library.name() + " cannot be read: " + error.getMessage());
        }
    }

    /** The libraries that this build loaded. */
    public List<LibraryConfig> loaded() {
        return List.copyOf(libraries.values());
    }

    /** Whether a stub stands for the step. */
    boolean isStub(String name) {
        return stubs.contains(name);
    }

    Object invoke(PipelineScript script, String name, Object args) {
        if (name.equals("pipeline")) {
            Object interpreter = variable("StagewrightPipeline");
            return InvokerHelper.getMetaClass(interpreter).invokeMethod(interpreter, "call", args);
        }
        Object global = vars.contains(name) ? variable(name) : null;
        if (global != null) {
            return InvokerHelper.getMetaClass(global).invokeMethod(global, "call", args);
        }
        return call(name, args);
    }

    /** Calls a step, or creates the describable of a symbol. */
    public Object call(String name, Object args) {
        List<Object> given = list(args);
        if (stubs.contains(name)) {
            execution.scheduler().stub(name, given);
            Object stub = variable(name);
            return InvokerHelper.getMetaClass(stub).invokeMethod(stub, "call", args);
        }
        BuildSteps inner = BuildSteps.of(name, given);
        if (inner != null) {
            return callCatalogued(name, inner.step(), new ArrayList<>(java.util.Arrays.asList(inner.arguments())));
        }
        return callCatalogued(name, name, given);
    }

    /** Calls a step; the program called it by another name if the step replaces a build step. */
    private Object callCatalogued(String called, String name, List<Object> given) {
        Catalogue catalogue = execution.build().controller().catalogue();
        Closure<?> body = null;
        if (!given.isEmpty() && given.get(given.size() - 1) instanceof Closure<?> closure) {
            body = closure;
            given.remove(given.size() - 1);
        }
        if (!catalogue.isStep(name)) {
            return catalogue.symbol(name, given, body != null);
        }
        if (catalogue.isRejected(name)) {
            throw new IllegalArgumentException(catalogue.rejectionReason(name));
        }
        StepCall call = new StepCall(name, catalogue.arguments(name, given, body != null), body);
        // As in workflow-cps, a synchronous step returns at once, so code without CPS can call it.
        return catalogue.isSynchronous(name) && PlainCode.isRunning() ? execution.scheduler().direct(call) : Continuable.suspend(called, call);
    }

    private static List<Object> list(Object args) {
        if (args instanceof Object[] array) {
            return new ArrayList<>(java.util.Arrays.asList(array));
        }
        List<Object> one = new ArrayList<>();
        if (args instanceof List<?> several) {
            one.addAll(several);
        } else if (args != null) {
            one.add(args);
        }
        return one;
    }

    Object property(PipelineScript script, String name) {
        switch (name) {
            case "steps":
                return new StepsGlobal();
            case "env":
                return new EnvironmentGlobal();
            case "params":
                return execution.build().parameters();
            case "currentBuild":
                return new BuildGlobal(execution.build());
            case "scm":
                return execution.build().scm();
            default:
                break;
        }
        if (vars.contains(name)) {
            return variable(name);
        }
        if (name.equals("docker")) {
            return variable("StagewrightDocker");
        }
        if (name.equals("Jenkins")) {
            throw new IllegalArgumentException("The global variable \"" + name + "\" is not supported by the runner.");
        }
        String value = execution.variable(name);
        if (value != null) {
            return value;
        }
        throw new MissingPropertyException(name, groovy.lang.Binding.class);
    }

    private Object variable(String name) {
        Map<String, Object> globals = execution.program().globals;
        Object known = globals.get(name);
        if (known == null) {
            try {
                known = execution.loaders().all().loadClass(name).getDeclaredConstructor().newInstance();
            } catch (java.lang.reflect.InvocationTargetException error) {
                throw new IllegalArgumentException("The global variable " + name + " cannot be created: " + error.getCause());
            } catch (ReflectiveOperationException error) {
                throw new IllegalArgumentException("The global variable " + name + " cannot be loaded: " + error);
            }
            globals.put(name, known);
        }
        return known;
    }
}
