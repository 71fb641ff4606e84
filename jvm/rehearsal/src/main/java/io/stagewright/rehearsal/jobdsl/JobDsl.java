package io.stagewright.rehearsal.jobdsl;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import groovy.lang.Script;
import io.stagewright.rehearsal.engine.Errors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.control.CompilerConfiguration;

/** Runs Job DSL scripts in order; unknown methods are errors. */
public final class JobDsl {
    private static final ThreadLocal<Recorder> CURRENT = new ThreadLocal<>();

    private final Set<String> folders = new HashSet<>();

    /** The base class of the scripts; it records their calls. */
    public abstract static class DslScript extends Script {
        @Override
        public Object invokeMethod(String name, Object args) {
            return CURRENT.get().invokeMethod(name, args);
        }
    }

    /** The jobs that a script defines. */
    public List<Map<String, Object>> run(Path file) {
        Recorder recorder = new Recorder("script", "script");
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(DslScript.class.getName());
        CURRENT.set(recorder);
        try {
            new GroovyShell(JobDsl.class.getClassLoader(), new Binding(), configuration).parse(Files.readString(file), "JobDsl.groovy").run();
        } catch (Exception error) {
            throw new IllegalArgumentException("Job DSL script " + file.getFileName() + ": " + Errors.sentence(error)
                    + Errors.where(error, "JobDsl.groovy"));
        } finally {
            CURRENT.remove();
        }
        return jobs(file, recorder.calls());
    }

    private List<Map<String, Object>> jobs(Path file, List<Map<String, Object>> calls) {
        List<Map<String, Object>> jobs = new ArrayList<>();
        for (Map<String, Object> call : calls) {
            String path = "/" + Recorder.argument(call, 0).toString().replaceAll("^/|/$", "");
            String parent = path.substring(0, path.lastIndexOf('/'));
            if (!parent.isEmpty() && !folders.contains(parent)) {
                throw new IllegalArgumentException("Job DSL script " + file.getFileName() + ": Could not create item, unknown parent path in \""
                        + path.substring(1) + "\". Define folder('" + parent.substring(1) + "') before it.");
            }
            if (call.get("method").equals("folder")) {
                folders.add(path);
            } else if (!call.get("method").equals("listView")) {
                jobs.add(Definitions.job(path, call));
            }
        }
        return jobs;
    }
}
