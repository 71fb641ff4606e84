package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Continuation;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;

/** Schedules the threads of a program: starts them, resumes them when a step ends, and removes them. */
final class Scheduler {
    private static final List<Class> CATEGORIES = categories();

    private final Execution execution;
    private final BlockingQueue<Runnable> queue;
    private final Set<String> resuming = new HashSet<>();
    private final Saver saver;
    private GreenThread running;
    /** The synchronous step that code without CPS calls now; null for none. */
    private Direct direct;

    /** A step that must end before its call returns. */
    private static final class Direct {
        private final String key;
        private Outcome outcome;

        Direct(String key) {
            this.key = key;
        }
    }

    Scheduler(Execution execution, BlockingQueue<Runnable> queue) {
        this.execution = execution;
        this.queue = queue;
        this.saver = new Saver(execution, this);
    }

    private static List<Class> categories() {
        List<Class> all = new ArrayList<>(Continuable.categories);
        all.add(Iterators.class);
        return all;
    }

    /** The context of the code that is running now. */
    StepContext context() {
        return running == null ? StepContext.TOP : running.context;
    }

    /** Adds a thread to the program. */
    GreenThread start(int parent, Continuable code, StepContext context, BodyCallback callback) {
        int step = parent < 0 ? -1 : execution.program().threads.get(parent).step;
        GreenThread thread = new GreenThread(execution.program().nextThread++, parent, step, code, context, callback);
        execution.program().threads.put(thread.id, thread);
        execution.build().trace().body(thread.id, parent);
        return thread;
    }

    /** Starts a body of the step of a thread; must be called on the Java thread of the engine. */
    int startBody(int parent, Closure<?> closure, StepContext context, BodyCallback callback, Object... arguments) {
        Continuable code;
        Outcome first = new Outcome(null, null);
        try {
            Object value = closure.call(arguments);
            code = null;
            first = new Outcome(value, null);
        } catch (CpsCallableInvocation call) {
            code = new Continuable(call.invoke(execution.surroundings(), null, Continuation.HALT));
        }
        GreenThread thread = start(parent, code, context, callback);
        resume(thread.id, thread.step, first);
        return thread.id;
    }

    /** Resumes, once, a thread that waits for this step; can be called from any Java thread. */
    void resume(int thread, int step, Outcome outcome) {
        if (direct != null && direct.key.equals(thread + ":" + step)) {
            direct.outcome = outcome;
            return;
        }
        synchronized (resuming) {
            if (!resuming.add(thread + ":" + step)) {
                return;
            }
        }
        queue.add(() -> goOn(thread, step, outcome));
    }

    private void goOn(int id, int step, Outcome answer) {
        GreenThread before = execution.program().threads.get(id);
        synchronized (resuming) {
            resuming.remove(id + ":" + step);
        }
        if (before == null || before.step != step) {
            return;
        }
        Outcome outcome = execution.interruptions().instead(id, answer);
        boolean restarts = execution.build().restartsAfter(before.step);
        if (before.waiting != null) {
            outcome = execution.planted().after(before, outcome);
            restarts |= execution.planted().restartsAfter(before);
            Reports.end(execution, before, outcome);
        }
        if (restarts) {
            outcome = execution.restart(outcome);
            if (outcome == null) {
                return;
            }
        }
        step(execution.program().threads.get(id), outcome);
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
        saver.changed();
        if (thread.code.isResumable() && yielded.getNormal() == Safepoint.YIELD) {
            yielded(thread);
        } else if (thread.code.isResumable() && yielded.getNormal() instanceof StepCall call) {
            begin(thread, call);
        } else {
            finish(thread, Errors.located(yielded));
        }
    }

    /** Continues a thread after the work that waits in the queue. */
    private void yielded(GreenThread thread) {
        synchronized (resuming) {
            resuming.add(thread.id + ":" + thread.step);
        }
        int id = thread.id;
        int step = thread.step;
        queue.add(() -> {
            synchronized (resuming) {
                resuming.remove(id + ":" + step);
            }
            step(execution.program().threads.get(id), execution.interruptions().instead(id, new Outcome(null, null)));
        });
    }

    /** Whether no thread can continue, apart from this one; all threads if it is null. */
    boolean wait(GreenThread apart) {
        synchronized (resuming) {
            return resuming.stream().allMatch(one -> apart != null && one.equals(apart.id + ":" + apart.step));
        }
    }

    private void begin(GreenThread thread, StepCall call) {
        StepRun run = announce(thread, call);
        Outcome instead = execution.planted().before(thread, call);
        if (instead != null) {
            resume(thread.id, thread.step, instead);
            return;
        }
        try {
            execution.build().controller().steps().start(run);
        } catch (Throwable error) {
            boolean wrapped = error instanceof java.lang.reflect.InvocationTargetException;
            resume(thread.id, thread.step, new Outcome(null, wrapped ? error.getCause() : error));
        }
        saver.started(thread, call);
    }

    private StepRun announce(GreenThread thread, StepCall call) {
        thread.waiting = call;
        thread.step = execution.program().nextStep++;
        execution.build().log().print(List.of(), "[Pipeline] " + call.name());
        execution.build().trace().step(thread.id, TraceEntries.entry(execution.build(), call, thread.context));
        Reports.begin(execution, thread, call);
        return new StepRun(execution, thread);
    }

    /** Runs a synchronous step for code without CPS, which cannot wait. */
    Object direct(StepCall call) {
        GreenThread thread = running;
        int before = thread.step;
        StepRun run = announce(thread, call);
        direct = new Direct(thread.id + ":" + thread.step);
        try {
            direct.outcome = execution.planted().before(thread, call);
            if (direct.outcome == null) {
                execution.build().controller().steps().start(run);
            }
        } catch (Throwable error) {
            direct.outcome = new Outcome(null, error);
        }
        Outcome outcome = direct.outcome;
        direct = null;
        Reports.end(execution, thread, outcome);
        thread.waiting = null;
        thread.step = before;
        return PlainCode.replay(outcome);
    }

    /** Where the running thread last waited for a step; empty before its first step. */
    List<StackTraceElement> lastPosition() {
        return running == null || running.code == null ? List.of() : running.code.getStackTrace();
    }

    /** Records the call of a stub. The stub itself is Groovy, so its own steps follow. */
    void stub(String name, List<Object> given) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Object value : given) {
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, item) -> arguments.put(String.valueOf(key), item));
            } else if (!(value instanceof Closure<?>)) {
                arguments.put("value", value);
            }
        }
        StepCall call = new StepCall(name, arguments, null);
        execution.build().log().print(List.of(), "[Pipeline] " + name);
        execution.build().trace().step(running.id, TraceEntries.entry(execution.build(), call, running.context));
        Reports.stub(execution, running, call, execution.program().nextStep++);
    }

    private void finish(GreenThread thread, Outcome outcome) {
        execution.program().threads.remove(thread.id);
        if (thread.parent < 0) {
            execution.end(outcome);
            return;
        }
        GreenThread parent = execution.program().threads.get(thread.parent);
        if (parent == null || parent.step != thread.parentStep) {
            return;
        }
        try {
            thread.callback.done(new StepRun(execution, parent), outcome);
        } catch (Throwable error) {
            resume(parent.id, parent.step, new Outcome(null, error));
        }
    }

    /** Does work on another Java thread, then resumes the program thread with the result. */
    void async(int thread, int step, Callable<Object> work) {
        execution.build().controller().pool().execute(() -> {
            Outcome outcome;
            try {
                outcome = new Outcome(work.call(), null);
            } catch (Throwable error) {
                outcome = new Outcome(null, error);
            }
            resume(thread, step, outcome);
        });
    }

    /** Runs an action on the Java thread of the engine, if the program thread still waits for this step. */
    void onEngine(int thread, int step, StepAction action) {
        queue.add(() -> {
            GreenThread still = execution.program().threads.get(thread);
            if (still == null || still.waiting == null || still.step != step || isResuming(still)) {
                return;
            }
            execution.interruptions().forget(thread);
            try {
                action.run();
            } catch (Throwable error) {
                resume(thread, step, new Outcome(null, error));
            }
        });
    }

    /** Whether a thread runs inside a step with this name. */
    boolean inside(int thread, String name) {
        for (GreenThread outer = execution.program().threads.get(thread); outer != null; outer = execution.program().threads.get(outer.parent)) {
            if (outer.id != thread && outer.waiting != null && outer.waiting.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** An action on the Java thread of the engine. */
    @FunctionalInterface
    interface StepAction {
        void run() throws Exception;
    }

    void later(int thread, long milliseconds, Runnable action) {
        int step = execution.program().threads.get(thread).step;
        execution.build().controller().timer().schedule(() -> queue.add(() -> {
            GreenThread still = execution.program().threads.get(thread);
            if (still != null && still.waiting != null && still.step == step) {
                action.run();
            }
        }), milliseconds, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    Saver saver() {
        return saver;
    }

    /** Whether the queue contains the resumption of a thread. */
    boolean isResuming(GreenThread thread) {
        synchronized (resuming) {
            return resuming.contains(thread.id + ":" + thread.step);
        }
    }
}
