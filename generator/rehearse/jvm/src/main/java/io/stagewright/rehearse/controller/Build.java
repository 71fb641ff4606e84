package io.stagewright.rehearse.controller;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearse.engine.AbortException;
import io.stagewright.rehearse.engine.Errors;
import io.stagewright.rehearse.engine.Execution;
import io.stagewright.rehearse.engine.InterruptedFlow;
import io.stagewright.rehearse.engine.StepContext;
import io.stagewright.rehearse.engine.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One build: what it was given, what became of it. */
public final class Build {
    private static final List<String> RANKS = List.of("SUCCESS", "UNSTABLE", "FAILURE", "NOT_BUILT", "ABORTED");

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
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<String> violations = new ArrayList<>();
    private final List<Build> upstream = Collections.synchronizedList(new ArrayList<>());
    private final List<Build> downstream = Collections.synchronizedList(new ArrayList<>());
    private final List<Map<String, Object>> mails = new ArrayList<>();
    private final Map<String, Runnable> held = new java.util.concurrent.ConcurrentHashMap<>();
    private final int[] tests = new int[3];
    private volatile long started = System.currentTimeMillis();
    private volatile long ended;
    private volatile String result;
    private volatile String error;
    private volatile String displayName;
    private volatile String description;
    private volatile int restarts;
    private volatile boolean keep;
    private volatile int milestone = -1;

    Build(Controller controller, Job job, int number, BuildSource source, Map<String, Object> parameters,
            List<Map<String, Object>> causes) {
        this.controller = controller;
        this.job = job;
        this.number = number;
        this.source = source;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        this.causes = causes;
        this.displayName = "#" + number;
        this.artifacts = new Artifacts(controller.config().home().resolve("builds").resolve(job.path().substring(1))
                .resolve(String.valueOf(number)));
        this.execution = new Execution(this);
    }

    /** How bad a result is; 0 is SUCCESS. */
    public static int rank(String result) {
        int rank = RANKS.indexOf(result);
        if (rank < 0) {
            throw new IllegalArgumentException("\"" + result + "\" is not a result; one of " + RANKS);
        }
        return rank;
    }

    /** Runs the pipeline on the calling thread. */
    void run() {
        started = System.currentTimeMillis();
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
            if (problem instanceof InterruptedFlow flow) {
                worsen(flow.result());
                log.print(List.of(), sentence);
            } else {
                worsen("FAILURE");
                log.print(List.of(), sentence.startsWith("ERROR: ") ? sentence : "ERROR: " + sentence);
            }
            error = sentence.replaceFirst("^ERROR: ", "");
        }
        if (!violations().isEmpty()) {
            worsen("FAILURE");
            violations().forEach(violation -> log.print(List.of(), "ERROR: " + violation));
            if (error == null) {
                error = violations().get(0);
            }
        }
        if (result == null) {
            result = "SUCCESS";
        }
        finish();
    }

    /** Ends a build that never ran. */
    void cancel(String sentence) {
        result = "NOT_BUILT";
        error = sentence;
        log.print(List.of(), sentence);
        finish();
    }

    private void finish() {
        List.copyOf(held.keySet()).forEach(this::letGo);
        ended = System.currentTimeMillis();
        log.print(List.of(), "Finished: " + result);
        try {
            Files.createDirectories(artifacts.directory().getParent());
            Files.writeString(artifacts.directory().getParent().resolve("log"), log.toString());
        } catch (IOException problem) {
            log.print(List.of(), "The log could not be written: " + problem.getMessage());
        }
        done.countDown();
    }

    /** Keeps what must be given back, at the latest when the build ends. */
    public void hold(String key, Runnable giveBack) {
        held.put(key, giveBack);
    }

    /** Gives back what was kept under a key. */
    public void letGo(String key) {
        Runnable giveBack = held.remove(key);
        if (giveBack != null) {
            giveBack.run();
        }
    }

    /** Waits until the build has ended. */
    public void await() throws InterruptedException {
        done.await();
    }

    /** Whether the build has ended. */
    public boolean ended() {
        return done.getCount() == 0;
    }

    /** Stops the build as the abort button does. */
    public void abort(String user) {
        log.print(List.of(), "Aborted by " + user);
        execution.stop(new InterruptedFlow("ABORTED", "user", "Aborted by " + user));
    }

    /** Stops the build for another reason. */
    public void stop(InterruptedFlow cause) {
        log.print(List.of(), cause.getMessage());
        execution.stop(cause);
    }

    /** Notes a finding that fails the build whatever else happens. */
    public void violation(String text) {
        synchronized (violations) {
            if (!violations.contains(text)) {
                violations.add(text);
            }
        }
        log.print(List.of(), text);
    }

    /** What failed the build apart from its own errors. */
    public List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    /** Sets a result unless the build has a worse one. */
    public synchronized void worsen(String worse) {
        if (result == null || rank(worse) > rank(result)) {
            result = worse;
        }
    }

    /** The environment that the build gives to each step, before what the steps around it set. */
    public Map<String, String> environment(StepContext context) {
        return Environments.of(this, context);
    }

    /** Whether the program is serialized and resumed after this step. */
    public boolean restartsAfter(int step) {
        Config config = controller.config();
        return config.restartAlways() || config.restartAt().contains(step);
    }

    /** Counts a restart. */
    public void restarted() {
        restarts++;
    }

    /** Whether the Jenkinsfile is sandboxed. */
    public boolean sandboxed() {
        return controller.config().sandbox();
    }

    /** The variable {@code scm}. */
    public Object scm() {
        if (source.scm() == null) {
            throw new IllegalStateException(new AbortException("‘checkout scm’ is only available when using “Multibranch Pipeline” or "
                    + "“Pipeline script from SCM”").getMessage());
        }
        return source.scm();
    }

    /** Notes that one build started another. */
    public static void link(Build from, Build to) {
        from.downstream.add(to);
        to.upstream.add(from);
    }

    /** Counts test results: total, failed, skipped. */
    public synchronized void tests(int total, int failed, int skipped) {
        tests[0] += total;
        tests[1] += failed;
        tests[2] += skipped;
    }

    /** Test results so far: total, failed, skipped. */
    public synchronized int[] tests() {
        return tests.clone();
    }

    /** Keeps a mail that would have been sent. */
    public void mail(Map<String, Object> mail) {
        synchronized (mails) {
            mails.add(mail);
        }
    }

    /** The mails that would have been sent. */
    public List<Map<String, Object>> mails() {
        synchronized (mails) {
            return List.copyOf(mails);
        }
    }

    /** What the build left in {@code env}. */
    public Map<String, String> buildVariables() {
        Map<String, String> all = new LinkedHashMap<>();
        parameters.forEach((key, value) -> all.put(key, String.valueOf(value)));
        all.putAll(execution.ownEnvironment());
        return all;
    }

    public Job job() {
        return job;
    }

    public int number() {
        return number;
    }

    public Controller controller() {
        return controller;
    }

    public BuildSource source() {
        return source;
    }

    public Log log() {
        return log;
    }

    public Trace trace() {
        return trace;
    }

    public Artifacts artifacts() {
        return artifacts;
    }

    /** The parameters as given, and the defaults of those that the pipeline defined since. */
    public Map<String, Object> parameters() {
        Map<String, Object> all = new LinkedHashMap<>(job.values(Map.of()));
        all.putAll(parameters);
        return Collections.unmodifiableMap(all);
    }

    public List<Map<String, Object>> causes() {
        return causes;
    }

    public List<Build> upstream() {
        return List.copyOf(upstream);
    }

    public List<Build> downstream() {
        return List.copyOf(downstream);
    }

    public String result() {
        return result;
    }

    public String error() {
        return error;
    }

    public String displayName() {
        return displayName;
    }

    public void displayName(String name) {
        displayName = name;
    }

    public String description() {
        return description;
    }

    public void description(String text) {
        description = text;
    }

    public boolean kept() {
        return keep;
    }

    public void keep(boolean kept) {
        keep = kept;
    }

    public int milestone() {
        return milestone;
    }

    public void milestone(int ordinal) {
        milestone = ordinal;
    }

    public int restarts() {
        return restarts;
    }

    public long started() {
        return started;
    }

    public long duration() {
        return (ended == 0 ? System.currentTimeMillis() : ended) - started;
    }

    public String url() {
        return controller.config().url() + "job/" + job.path().substring(1).replace("/", "/job/") + "/" + number + "/";
    }
}
