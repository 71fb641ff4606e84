package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.Closure;
import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.Controller;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A step under way: its arguments, its surroundings and the ways to end it. */
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

    /** All arguments by name, checked against the catalogue. */
    public Map<String, Object> arguments() {
        return call.arguments();
    }

    /** Whether the call gave this argument, and not null. */
    public boolean has(String argument) {
        return call.arguments().get(argument) != null;
    }

    /** A text argument, or null. */
    public String text(String argument) {
        Object value = call.arguments().get(argument);
        return value == null ? null : value.toString();
    }

    /** A text argument, or what stands in for it. */
    public String text(String argument, String otherwise) {
        String value = text(argument);
        return value == null ? otherwise : value;
    }

    /** A switch, false unless given. */
    public boolean flag(String argument) {
        return flag(argument, false);
    }

    /** A switch, or what stands in for it. */
    public boolean flag(String argument, boolean otherwise) {
        Object value = call.arguments().get(argument);
        return value == null ? otherwise : Boolean.TRUE.equals(value);
    }

    /** A number, or what stands in for it. */
    public long number(String argument, long otherwise) {
        Object value = call.arguments().get(argument);
        return value == null ? otherwise : ((Number) value).longValue();
    }

    /** A list argument, empty unless given. */
    public List<?> list(String argument) {
        Object value = call.arguments().get(argument);
        return value == null ? List.of() : (List<?>) value;
    }

    /** What the enclosing steps gave. */
    public StepContext context() {
        return context;
    }

    /** The build that this step belongs to. */
    public Build build() {
        return execution.build();
    }

    /** The Jenkins that this step runs in. */
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

    /** Writes to the build's log, masked. */
    public void log(String text) {
        execution.build().log().print(context.secrets(), text);
    }

    /** The closure given to the step: the program's of now, since another branch may have restarted it meanwhile. */
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

    /** Ends the step as its body ended. */
    public void end(Outcome outcome) {
        execution.scheduler().resume(thread, step, outcome);
    }

    /** Runs the step's own body; afterwards the callback ends the step. */
    public int run(StepContext inner, BodyCallback callback, Object... arguments) {
        return execution.scheduler().startBody(thread, body(), inner, callback, arguments);
    }

    /** Runs a closure as one of several bodies. */
    public int run(Closure<?> closure, StepContext inner, BodyCallback callback) {
        return execution.scheduler().startBody(thread, closure, inner, callback);
    }

    /** Runs the step's body and ends as it does. */
    public void wrap(StepContext inner) {
        run(inner, StepRun::end);
    }

    /** Works off the engine's thread; the step ends with what the work returns or throws. */
    public void async(Callable<Object> work) {
        execution.scheduler().async(thread, step, work);
    }

    /** Works off the engine's thread, then goes on upon it with what came of the work. */
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

    /** What follows upon asynchronous work. */
    @FunctionalInterface
    public interface Then<T> {
        /** Goes on upon the engine's thread. */
        void accept(T value) throws Exception;
    }

    /** Whether this step was called inside of a step of that name. */
    public boolean inside(String outer) {
        return execution.scheduler().inside(thread, outer);
    }

    /** A name that no other step of this build has, the same at every run. */
    public String unique() {
        return build().number() + "-" + step;
    }

    /** Tells what stops the step early; without it the step ends at once with the cause. */
    public void onStop(Consumer<Throwable> stop) {
        execution.interruptions().onStop(thread, stop);
    }

    /** Stops the bodies of this step. */
    public void stopBodies(Throwable cause) {
        execution.interruptions().stopBodies(thread, cause);
    }

    /** Runs something on the engine's thread later, if the step still runs then. */
    public void later(long milliseconds, Runnable action) {
        execution.scheduler().later(thread, milliseconds, action);
    }

    /** The engine's number of the thread that called the step. */
    public int thread() {
        return thread;
    }
}
