package io.stagewright.rehearsal.engine;

import hudson.AbortException;
import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.Envs;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import com.cloudbees.groovy.cps.sandbox.DefaultInvoker;
import com.cloudbees.groovy.cps.sandbox.SandboxInvoker;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.sandbox.Interceptor;
import io.stagewright.rehearsal.report.Frames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Runs the program of one build on one Java thread, which takes the result of each step and continues. */
public final class Execution {
    private static final ThreadLocal<Execution> CURRENT = new ThreadLocal<>();

    private final Build build;
    private final Dsl dsl = new Dsl(this);
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Scheduler scheduler = new Scheduler(this, queue);
    private final Interruptions interruptions = new Interruptions(this);
    private final Planted planted = new Planted(this);
    private Loaders loaders;
    private Program program = new Program();
    private Outcome end;

    /** Creates an execution that has not started. */
    public Execution(Build build) {
        this.build = build;
    }

    /** The execution whose program is running on this Java thread. */
    public static Execution current() {
        Execution execution = CURRENT.get();
        if (execution == null) {
            throw new IllegalStateException("This is possible only in a running pipeline.");
        }
        return execution;
    }

    /** The execution whose program is running on this Java thread, or null. */
    static Execution currentOrNull() {
        return CURRENT.get();
    }

    /** The build that this executes. */
    public Build build() {
        return build;
    }

    /** The resolver of the names in this program. */
    public Dsl dsl() {
        return dsl;
    }

    Program program() {
        return program;
    }

    Loaders loaders() {
        return loaders;
    }

    /** The loader that sees every class of the build. */
    public ClassLoader classes() {
        return loaders.all();
    }

    /** The context of the code that is running now. */
    public StepContext context() {
        return scheduler.context();
    }

    /** Writes to the log, and masks the secrets of the current context. */
    public void log(String text) {
        log(context(), text);
    }

    /** Writes to the log and to the files of the enclosing tee steps. */
    void log(StepContext context, String text) {
        build.log().print(context.secrets(), text);
        for (String file : context.tees()) {
            try {
                java.nio.file.Files.writeString(java.nio.file.Path.of(file), Secrets.maskLines(context.secrets(), text) + (text.endsWith("\n") ? "" : "\n"),
                        java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
            } catch (java.io.IOException error) {
                build.log().print(java.util.List.of(), "tee: " + file + " cannot be written: " + error.getMessage());
            }
        }
    }

    /** The variables that the pipeline set with {@code env.NAME = value}. */
    public Map<String, String> ownEnvironment() {
        return program.environment;
    }

    /** The environment as a step in this context sees it. */
    public Map<String, String> environment(StepContext context) {
        Map<String, String> all = new HashMap<>(build.environment(context));
        all.putAll(program.environment);
        context.overlay(all);
        return all;
    }

    /** A variable of the current environment; its name in another case also counts, as in EnvVars of core 2.516. */
    public String variable(String name) {
        Map<String, String> all = environment(context());
        String exact = all.get(name);
        return exact != null ? exact
                : all.entrySet().stream().filter(one -> one.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue).findFirst().orElse(null);
    }

    /** Runs the pipeline and returns its outcome. */
    public Outcome run(String script, boolean sandbox) {
        CURRENT.set(this);
        Interceptor interceptor = sandbox ? new Interceptor(this, build.controller().whitelist()) : null;
        CpsCallableInvocation.registerMismatchHandler((receiver, expected, actual, caught) -> mismatch(receiver, expected, caught));
        try {
            if (interceptor != null) {
                interceptor.register();
            }
            begin(script, sandbox);
            while (end == null) {
                queue.take().run();
                scheduler.saver().saveIfWaiting();
            }
            return end;
        } catch (Throwable error) {
            return new Outcome(null, error instanceof java.lang.reflect.InvocationTargetException ? error.getCause() : error);
        } finally {
            if (interceptor != null) {
                interceptor.unregister();
            }
            CpsCallableInvocation.registerMismatchHandler(null);
            if (loaders != null) {
                loaders.drop();
            }
            CURRENT.remove();
        }
    }

    private void begin(String script, boolean sandbox) throws ReflectiveOperationException {
        loaders = new Loaders(sandbox, build.controller().coverage(), build.controller().classes(), dsl::loadLibrary);
        dsl.loadImplicit();
        PipelineScript main = (PipelineScript) loaders.compile(script).getDeclaredConstructor().newInstance();
        GreenThread top = scheduler.start(-1, new Continuable(main, surroundings()), StepContext.TOP, null);
        scheduler.resume(top.id, top.step, new Outcome(null, null));
    }

    Env surroundings() {
        return Envs.empty(build.sandboxed() ? new SandboxInvoker() : new DefaultInvoker());
    }

    /** The lines that run now, as far as the stack of Java shows them, and then those of the last step. */
    public List<Map<String, Object>> position() {
        List<StackTraceElement> stack = new ArrayList<>(List.of(new Throwable().getStackTrace()));
        stack.addAll(scheduler.lastPosition());
        return Frames.of(stack);
    }

    private void mismatch(Object receiver, String expected, String caught) {
        if (caught.startsWith("$") || dsl.isStub(expected)) {
            return;
        }
        String where = receiver == null ? "" : Names.of(receiver) + ".";
        build.violation(Mismatches.calls(this, expected, caught), "expected to call " + where + expected + " but wound up catching " + caught
                + "; see: https://jenkins.io/redirect/pipeline-cps-method-mismatches/");
    }

    /** Saves and reloads the program; null if that failed and the program has ended. */
    Outcome restart(Outcome outcome) {
        try {
            Snapshot.State state = Snapshot.restart(new Snapshot.State(program, outcome), loaders);
            loaders.drop();
            program = state.program();
            loaders = state.loaders();
            build.record().restarted();
            return state.outcome();
        } catch (Exception error) {
            end = new Outcome(null, new AbortException("The program could not be saved: " + error));
            interruptions.stopAll(FlowInterruptedException.of("FAILURE", "The program could not be saved."));
            return null;
        }
    }

    /** Whether the program has ended. */
    boolean ended() {
        return end != null;
    }

    /** Ends the program with an outcome. */
    void end(Outcome outcome) {
        end = outcome;
    }

    /** What applies the planted failures and answers. */
    Planted planted() {
        return planted;
    }

    /** Returns what schedules the threads of the program. */
    Scheduler scheduler() {
        return scheduler;
    }

    /** Stops the program; can be called from any Java thread. */
    public void stop(Throwable cause) {
        queue.add(() -> interruptions.stopAll(cause));
    }

    /** The component that stops threads early. */
    Interruptions interruptions() {
        return interruptions;
    }
}
