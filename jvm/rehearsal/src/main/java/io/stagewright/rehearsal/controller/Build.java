package io.stagewright.rehearsal.controller;

import com.cloudbees.groovy.cps.Outcome;
import hudson.model.Result;
import io.stagewright.rehearsal.engine.Errors;
import io.stagewright.rehearsal.engine.Execution;
import io.stagewright.rehearsal.engine.StepContext;
import io.stagewright.rehearsal.engine.Trace;
import io.stagewright.rehearsal.report.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** One build: its input, its execution and its result. */
public final class Build {
    private final Job job;
    private final int number;
    private final BuildSource source;
    private final Map<String, Object> parameters;
    private final List<Map<String, Object>> causes;
    private final Controller controller;
    private final Log log = new Log();
    private final Trace trace = new Trace();
    private final Artifacts artifacts;
    private final Execution execution;
    private final BuildRecord record;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Cleanups cleanups = new Cleanups();
    private volatile long started = System.currentTimeMillis();
    private volatile long ended;
    private List<Map<String, Object>> frames = List.of();

    Build(Controller controller, Job job, int number, BuildSource source, Map<String, Object> parameters,
            List<Map<String, Object>> causes) {
        this.controller = controller;
        this.job = job;
        this.number = number;
        this.source = source;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        this.causes = causes;
        this.record = new BuildRecord(number);
        this.artifacts = new Artifacts(controller.config().home().resolve("builds").resolve(job.path().substring(1))
                .resolve(String.valueOf(number)));
        this.execution = new Execution(this);
    }

    /** Records a checkout; returns the commit of that branch in the last successful build before this one, or null. */
    public String checkedOut(String branch, String commit) {
        record.checkedOut(branch, commit);
        return job.lastSuccessfulCommit(branch, number);
    }

    /** Runs the pipeline on the calling thread. */
    void run() {
        started = System.currentTimeMillis();
        controller.events().add("build", job.path(), number, "cause",
                causes.isEmpty() ? "" : String.valueOf(causes.get(0).get("shortDescription")), "parameters", parameters);
        causes.forEach(cause -> log.print(List.of(), String.valueOf(cause.get("shortDescription"))));
        Outcome outcome;
        try {
            Files.createDirectories(artifacts.directory());
            outcome = execution.run(source.script(), sandboxed());
        } catch (Throwable problem) {
            outcome = new Outcome(null, problem);
        }
        conclude(outcome);
    }

    private void conclude(Outcome outcome) {
        Throwable problem = outcome.getAbnormal();
        if (problem != null) {
            String sentence = Errors.sentence(problem);
            record.worsen(problem instanceof FlowInterruptedException flow ? flow.getResult().toString() : "FAILURE");
            log.print(List.of(), problem instanceof FlowInterruptedException || sentence.startsWith("ERROR: ") ? sentence : "ERROR: " + sentence);
            record.error(sentence.replaceFirst("^ERROR: ", ""));
            frames = Frames.of(List.of(problem.getStackTrace()));
        }
        for (String violation : record.violations()) {
            record.worsen("FAILURE");
            log.print(List.of(), "ERROR: " + violation);
            record.error(record.error() == null ? violation : record.error());
        }
        record.worsen(record.interruption() == null ? "SUCCESS" : record.interruption().toString());
        finish();
    }

    /** Ends a build that did not run. */
    void cancel(String sentence) {
        record.worsen("NOT_BUILT");
        record.error(sentence);
        log.print(List.of(), sentence);
        finish();
    }

    private void finish() {
        cleanups.runAll();
        ended = System.currentTimeMillis();
        log.print(List.of(), "Finished: " + record.result());
        controller.events().add("finished", job.path(), number, "result", record.result(), "error", record.error(),
                "violations", record.violations(), "frames", frames);
        try {
            Files.createDirectories(artifacts.directory().getParent());
            Files.writeString(artifacts.directory().getParent().resolve("log"), log.toString());
        } catch (IOException problem) {
            log.print(List.of(), "The log could not be written: " + problem.getMessage());
        }
        done.countDown();
    }

    /** What runs when a step or the build ends. */
    public Cleanups cleanups() {
        return cleanups;
    }

    /** Waits until the build ends. */
    public void await() throws InterruptedException {
        done.await();
    }

    /** Whether the build has ended. */
    public boolean ended() {
        return done.getCount() == 0;
    }

    /** Stops the build as the abort button does. */
    public void abort(String user) {
        stop(new FlowInterruptedException(Result.ABORTED, new CauseOfInterruption.UserInterruption(user)));
    }

    /** Stops the build for another reason. */
    public void stop(FlowInterruptedException cause) {
        record.interrupted(cause.getResult());
        log.print(List.of(), cause.getMessage());
        execution.stop(cause);
    }

    /** Records and logs a violation, which always fails the build. */
    public void violation(String text) {
        violation(List.of(), text);
    }

    /** Records and logs a violation with the lines that are its likely cause. */
    public void violation(List<Map<String, Object>> causes, String text) {
        List<Map<String, Object>> places = new ArrayList<>(causes);
        places.addAll(execution.position());
        record.violation(text);
        controller.events().add("violation", job.path(), number, "text", text, "frames", places);
        log.print(List.of(), text);
    }

    /** The environment that the build sets for each step; enclosing steps can override it. */
    public Map<String, String> environment(StepContext context) {
        return Environments.of(this, context);
    }

    /** Whether the program is saved and resumed after this step. */
    public boolean restartsAfter(int step) {
        Config config = controller.config();
        return config.restartAlways() || config.restartAt().contains(step);
    }

    /** Whether the Jenkinsfile is sandboxed. */
    public boolean sandboxed() {
        return controller.config().sandbox();
    }

    /** The variable {@code scm}. */
    public Object scm() {
        if (source.scm() == null) {
            throw new IllegalStateException("‘checkout scm’ is only available when using “Multibranch Pipeline” or “Pipeline script from SCM”");
        }
        return source.scm();
    }

    /** The parameters, and the variables that the pipeline set in {@code env}. */
    public Map<String, String> buildVariables() {
        Map<String, String> all = new LinkedHashMap<>();
        parameters.forEach((key, value) -> all.put(key, String.valueOf(value)));
        all.putAll(execution.ownEnvironment());
        return all;
    }

    /** The result and other outcomes of the build so far. */
    public BuildRecord record() {
        return record;
    }

    /** The job. */
    public Job job() {
        return job;
    }

    /** The number, from 1. */
    public int number() {
        return number;
    }

    /** The Jenkins that runs the build. */
    public Controller controller() {
        return controller;
    }

    /** The source of the Jenkinsfile. */
    public BuildSource source() {
        return source;
    }

    /** The log. */
    public Log log() {
        return log;
    }

    /** The steps. */
    public Trace trace() {
        return trace;
    }

    /** The files that the build stores. */
    public Artifacts artifacts() {
        return artifacts;
    }

    /** The parameters of the request, and the defaults of parameters that the pipeline defines. */
    public Map<String, Object> parameters() {
        Map<String, Object> all = new LinkedHashMap<>(job.values(Map.of()));
        all.putAll(parameters);
        return Collections.unmodifiableMap(all);
    }

    /** The parameters that the job had when the build started. */
    public Map<String, Object> givenParameters() {
        return parameters;
    }

    /** The causes of the build. */
    public List<Map<String, Object>> causes() {
        return causes;
    }

    /** When the build started, in milliseconds. */
    public long started() {
        return started;
    }

    /** How long the build ran, in milliseconds. */
    public long duration() {
        return (ended == 0 ? System.currentTimeMillis() : ended) - started;
    }

    /** The URL of the build. */
    public String url() {
        return controller.config().url() + Paths.url(job.path()) + number + "/";
    }
}
