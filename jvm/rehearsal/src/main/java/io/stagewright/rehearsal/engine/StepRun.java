package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.Closure;
import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.Controller;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A running step: its arguments, its context and the methods to end it. */
public final class StepRun {
    private final Execution execution;
    private final int thread;
    private final int step;
    private final StepCall call;
    private final StepContext context;

    StepRun(Execution execution, GreenThread thread) {
        this.execution = execution;
        this.thread = thread.id;
        this.step = thread.step;
        this.call = thread.waiting;
        this.context = thread.context;
    }

    /** The step's name. */
    public String name() {
        return call.name();
    }

    /** All arguments by name; the catalogue has validated them. */
    public Map<String, Object> arguments() {
        return call.arguments();
    }

    /** Whether the call has this argument and its value is not null. */
    public boolean has(String argument) {
        return call.arguments().get(argument) != null;
    }

    /** A text argument, or null. */
    public String text(String argument) {
        Object value = call.arguments().get(argument);
        return value == null ? null : value.toString();
    }

    /** A text argument, or a default. */
    public String text(String argument, String otherwise) {
        String value = text(argument);
        return value == null ? otherwise : value;
    }

    /** A Boolean argument, false by default. */
    public boolean flag(String argument) {
        return flag(argument, false);
    }

    /** A Boolean argument, or a default. */
    public boolean flag(String argument, boolean otherwise) {
        Object value = call.arguments().get(argument);
        return value == null ? otherwise : Boolean.TRUE.equals(value);
    }

    /** A number argument, or a default. */
    public long number(String argument, long otherwise) {
        Object value = call.arguments().get(argument);
        return value == null ? otherwise : ((Number) value).longValue();
    }

    /** A list argument, empty by default. */
    public List<?> list(String argument) {
        Object value = call.arguments().get(argument);
        return value == null ? List.of() : (List<?>) value;
    }

    /** The context from the enclosing steps. */
    public StepContext context() {
        return context;
    }

    /** The build that this step belongs to. */
    public Build build() {
        return execution.build();
    }

    /** The controller of the build. */
    public Controller controller() {
        return execution.build().controller();
    }

    /** The engine that runs the program. */
    public Execution execution() {
        return execution;
    }

    /** The complete environment of the step. */
    public Map<String, String> environment() {
        return execution.environment(context);
    }

    /** Writes to the log of the build, and masks secrets. */
    public void log(String text) {
        execution.log(context, text);
        Reports.output(execution.build(), step, context, text);
    }

    /** The body of the step. It comes from the current program, because another branch may have restarted the program. */
    public Closure<?> body() {
        GreenThread now = execution.program().threads.get(thread);
        return now == null || now.waiting == null || now.step != step ? call.body() : now.waiting.body();
    }

    /** Ends the step with a value. */
    public void succeed(Object value) {
        execution.scheduler().resume(thread, step, new Outcome(value, null));
    }

    /** Ends the step with an error. */
    public void fail(Throwable error) {
        execution.scheduler().resume(thread, step, new Outcome(null, error));
    }

    /** Ends the step with the outcome of its body. */
    public void end(Outcome outcome) {
        execution.scheduler().resume(thread, step, outcome);
    }

    /** Runs the body of the step; the callback then ends the step. */
    public int run(StepContext inner, BodyCallback callback, Object... arguments) {
        return execution.scheduler().startBody(thread, body(), inner, callback, arguments);
    }

    /** Runs a closure as one of several bodies. */
    public int run(Closure<?> closure, StepContext inner, BodyCallback callback) {
        return execution.scheduler().startBody(thread, closure, inner, callback);
    }

    /** Runs the body of the step and ends with its outcome. */
    public void wrap(StepContext inner) {
        run(inner, StepRun::end);
    }

    /** Does work on another Java thread; its result or exception ends the step. */
    public void async(Callable<Object> work) {
        execution.scheduler().async(thread, step, work);
    }

    /** Does work on another Java thread, then continues on the thread of the engine with the result. */
    public <T> void asyncThen(Callable<T> work, Then<T> then) {
        controller().pool().execute(() -> {
            try {
                T value = work.call();
                execution.scheduler().onEngine(thread, step, () -> then.accept(value));
            } catch (Throwable error) {
                fail(error);
            }
        });
    }

    /** The action after asynchronous work. */
    @FunctionalInterface
    public interface Then<T> {
        /** Runs on the Java thread of the engine. */
        void accept(T value) throws Exception;
    }

    /** Whether this step runs inside a step with that name. */
    public boolean inside(String outer) {
        return execution.scheduler().inside(thread, outer);
    }

    /** A name that is unique in this build and the same in every run. */
    public String unique() {
        return build().number() + "-" + step;
    }

    /** Sets the action that stops the step early; without one the step ends immediately with the cause. */
    public void onStop(Consumer<Throwable> stop) {
        execution.interruptions().onStop(thread, stop);
    }

    /** Stops the bodies of this step. */
    public void stopBodies(Throwable cause) {
        execution.interruptions().stopBodies(thread, cause);
    }

    /** Runs an action later on the Java thread of the engine, if the step is still running. */
    public void later(long milliseconds, Runnable action) {
        execution.scheduler().later(thread, milliseconds, action);
    }

    /** The number of the program thread that called the step. */
    public int thread() {
        return thread;
    }
}
