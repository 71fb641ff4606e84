package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Continuation;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.Envs;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import com.cloudbees.groovy.cps.sandbox.DefaultInvoker;
import com.cloudbees.groovy.cps.sandbox.SandboxInvoker;
import groovy.lang.Closure;
import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.sandbox.Interceptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;

/** Runs one build's program: one thread that takes what steps answer and goes on to the next step. */
public final class Execution {
    private static final ThreadLocal<Execution> CURRENT = new ThreadLocal<>();
    private static final List<Class> CATEGORIES = categories();

    private final Build build;
    private final Dsl dsl = new Dsl(this);
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Interruptions interruptions = new Interruptions(this);
    private final Set<String> resuming = new HashSet<>();
    private Loaders loaders;
    private Program program = new Program();
    private GreenThread running;
    private Outcome end;

    /** An execution that has not begun. */
    public Execution(Build build) {
        this.build = build;
    }

    private static List<Class> categories() {
        List<Class> all = new ArrayList<>(Continuable.categories);
        all.add(Iterators.class);
        return all;
    }

    /** The execution whose program runs on this thread. */
    public static Execution current() {
        Execution execution = CURRENT.get();
        if (execution == null) {
            throw new IllegalStateException("Only a running pipeline can do this.");
        }
        return execution;
    }

    /** The build that this executes. */
    public Build build() {
        return build;
    }

    /** What resolves the names of this program. */
    public Dsl dsl() {
        return dsl;
    }

    Program program() {
        return program;
    }

    Loaders loaders() {
        return loaders;
    }

    /** The context of the code that runs now. */
    public StepContext context() {
        return running == null ? StepContext.TOP : running.context;
    }

    /** Writes to the log, masked as the running code's context asks. */
    public void log(String text) {
        build.log().print(context().secrets(), text);
    }

    /** What the pipeline set by {@code env.NAME = value}. */
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

    /** Runs the pipeline to its end and gives its outcome. */
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
        loaders = new Loaders(sandbox, dsl::loadLibrary);
        dsl.loadImplicit();
        PipelineScript main = (PipelineScript) loaders.compile(script).getDeclaredConstructor().newInstance();
        GreenThread top = start(-1, new Continuable(main, surroundings()), StepContext.TOP, null);
        resume(top.id, top.step, new Outcome(null, null));
    }

    private Env surroundings() {
        return Envs.empty(build.sandboxed() ? new SandboxInvoker() : new DefaultInvoker());
    }

    private void mismatch(Object receiver, String expected, String caught) {
        if (caught.startsWith("$")) {
            return;
        }
        String where = receiver == null ? "" : Names.of(receiver) + ".";
        build.violation("expected to call " + where + expected + " but wound up catching " + caught
                + "; see: https://jenkins.io/redirect/pipeline-cps-method-mismatches/");
    }

    private GreenThread start(int parent, Continuable code, StepContext context, BodyCallback callback) {
        int step = parent < 0 ? -1 : program.threads.get(parent).step;
        GreenThread thread = new GreenThread(program.nextThread++, parent, step, code, context, callback);
        program.threads.put(thread.id, thread);
        build.trace().body(thread.id, parent);
        return thread;
    }

    /** Starts a body of a thread's step; only on the engine's thread. */
    int startBody(int parent, Closure<?> closure, StepContext context, BodyCallback callback, Object... arguments) {
        Continuable code;
        Outcome first = new Outcome(null, null);
        try {
            Object value = closure.call(arguments);
            code = null;
            first = new Outcome(value, null);
        } catch (CpsCallableInvocation call) {
            code = new Continuable(call.invoke(surroundings(), null, Continuation.HALT));
        }
        GreenThread thread = start(parent, code, context, callback);
        resume(thread.id, thread.step, first);
        return thread.id;
    }

    /** Goes on with a thread that waits for this step, once; from any Java thread. */
    void resume(int thread, int step, Outcome outcome) {
        synchronized (resuming) {
            if (!resuming.add(thread + ":" + step)) {
                return;
            }
        }
        queue.add(() -> goOn(thread, step, outcome));
    }

    private void goOn(int id, int step, Outcome answer) {
        GreenThread before = program.threads.get(id);
        synchronized (resuming) {
            resuming.remove(id + ":" + step);
        }
        if (before == null || before.step != step) {
            return;
        }
        Outcome outcome = interruptions.instead(id, answer);
        if (build.restartsAfter(before.step)) {
            outcome = restart(outcome);
            if (outcome == null) {
                return;
            }
        }
        step(program.threads.get(id), outcome);
    }

    private Outcome restart(Outcome outcome) {
        try {
            Snapshot.State state = Snapshot.restart(new Snapshot.State(program, outcome), loaders);
            loaders.drop();
            program = state.program();
            loaders = state.loaders();
            build.record().restarted();
            return state.outcome();
        } catch (Exception error) {
            end = new Outcome(null, new AbortException("The program could not be saved: " + error));
            interruptions.stopAll(new InterruptedFlow("FAILURE", "save", "The program could not be saved."));
            return null;
        }
    }

    private void step(GreenThread thread, Outcome outcome) {
        thread.waiting = null;
        if (thread.code == null) {
            finish(thread, outcome);
            return;
        }
        running = thread;
        Outcome yielded;
        try {
            yielded = thread.code.run0(outcome, CATEGORIES);
        } catch (Throwable error) {
            yielded = new Outcome(null, error);
            finish(thread, yielded);
            return;
        } finally {
            running = null;
        }
        if (thread.code.isResumable() && yielded.getNormal() instanceof StepCall call) {
            begin(thread, call);
        } else {
            finish(thread, Errors.located(yielded));
        }
    }

    private void begin(GreenThread thread, StepCall call) {
        thread.waiting = call;
        thread.step = program.nextStep++;
        StepRun run = new StepRun(this, thread);
        build.log().print(List.of(), "[Pipeline] " + call.name());
        build.trace().step(thread.id, TraceEntries.entry(build, call, thread.context));
        try {
            build.controller().steps().start(run);
        } catch (Throwable error) {
            resume(thread.id, thread.step, new Outcome(null, error instanceof java.lang.reflect.InvocationTargetException ? error.getCause() : error));
        }
    }

    private void finish(GreenThread thread, Outcome outcome) {
        program.threads.remove(thread.id);
        if (thread.parent < 0) {
            end = outcome;
            return;
        }
        GreenThread parent = program.threads.get(thread.parent);
        if (parent == null || parent.step != thread.parentStep) {
            return;
        }
        try {
            thread.callback.done(new StepRun(this, parent), outcome);
        } catch (Throwable error) {
            resume(parent.id, parent.step, new Outcome(null, error));
        }
    }

    /** Works on another Java thread and goes on with what comes of it. */
    void async(int thread, int step, Callable<Object> work) {
        build.controller().pool().execute(() -> {
            Outcome outcome;
            try {
                outcome = new Outcome(work.call(), null);
            } catch (Throwable error) {
                outcome = new Outcome(null, error);
            }
            resume(thread, step, outcome);
        });
    }

    /** Does something on the engine's thread, if the thread still waits for this step. */
    void onEngine(int thread, int step, StepAction action) {
        queue.add(() -> {
            GreenThread still = program.threads.get(thread);
            if (still == null || still.waiting == null || still.step != step || isResuming(still)) {
                return;
            }
            interruptions.forget(thread);
            try {
                action.run();
            } catch (Throwable error) {
                resume(thread, step, new Outcome(null, error));
            }
        });
    }

    /** Whether a thread runs inside of a step of this name. */
    public boolean inside(int thread, String name) {
        for (GreenThread outer = program.threads.get(thread); outer != null; outer = program.threads.get(outer.parent)) {
            if (outer.id != thread && outer.waiting != null && outer.waiting.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Work on the engine's thread. */
    @FunctionalInterface
    interface StepAction {
        void run() throws Exception;
    }

    void later(int thread, long milliseconds, Runnable action) {
        int step = program.threads.get(thread).step;
        build.controller().timer().schedule(() -> queue.add(() -> {
            GreenThread still = program.threads.get(thread);
            if (still != null && still.waiting != null && still.step == step) {
                action.run();
            }
        }), milliseconds, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    /** Stops everything; from any Java thread. */
    public void stop(Throwable cause) {
        queue.add(() -> interruptions.stopAll(cause));
    }

    /** What stops threads early. */
    Interruptions interruptions() {
        return interruptions;
    }

    /** Whether a thread is about to go on from its step. */
    boolean isResuming(GreenThread thread) {
        synchronized (resuming) {
            return resuming.contains(thread.id + ":" + thread.step);
        }
    }
}
