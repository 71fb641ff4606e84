package io.stagewright.rehearsal.controller;

import io.stagewright.rehearsal.engine.SharedClasses;
import io.stagewright.rehearsal.jobdsl.JobDsl;
import io.stagewright.rehearsal.report.Coverage;
import io.stagewright.rehearsal.report.Events;
import io.stagewright.rehearsal.report.Rules;
import io.stagewright.rehearsal.sandbox.Whitelist;
import io.stagewright.rehearsal.steps.Catalogue;
import io.stagewright.rehearsal.steps.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** One simulated Jenkins controller. */
public final class Controller implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Map<Integer, Controller> ALL = new ConcurrentHashMap<>();

    private final int id = NEXT.incrementAndGet();
    private final Config config;
    private final Map<String, Job> jobs = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Build> builds = Collections.synchronizedList(new ArrayList<>());
    private final Agents agents;
    private final Credentials credentials;
    private final Locks locks;
    private final Inputs inputs;
    private final Catalogue catalogue;
    private final SharedClasses classes;
    private final Steps steps = new Steps();
    private final Whitelist whitelist;
    private final Events events = new Events();
    private final Rules rules;
    private final Coverage coverage;
    private final Sources sources;
    private final ExecutorService pool = Executors.newCachedThreadPool(Controller::daemon);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(Controller::daemon);

    public Controller(Config config) throws Exception {
        this.config = config;
        catalogue = Catalogue.load(config.lenient());
        classes = new SharedClasses(config);
        agents = new Agents(config);
        credentials = new Credentials(config.credentials());
        locks = new Locks(config.resources());
        inputs = new Inputs(config.inputs());
        whitelist = Whitelist.load(config.whitelists());
        rules = new Rules(config.rules());
        coverage = config.coverage() ? new Coverage() : null;
        sources = new Sources(this);
        java.nio.file.Files.createDirectories(config.home());
        JobDsl jobDsl = new JobDsl();
        for (Path script : config.jobDsl()) {
            jobDsl.run(script).forEach(this::define);
        }
        config.jobs().forEach(this::define);
        ALL.put(id, this);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "rehearse");
        thread.setDaemon(true);
        return thread;
    }

    private void define(Map<String, Object> definition) {
        String path = Paths.absolute(String.valueOf(definition.get("path")));
        jobs.put(path, new Job(path, definition, null));
    }

    /** A controller by the number in the protocol. */
    public static Controller byId(int id) {
        Controller found = ALL.get(id);
        if (found == null) {
            throw new IllegalArgumentException("There is no controller with the number " + id + ". It may be closed.");
        }
        return found;
    }

    /** A job, or the branch job of a multibranch project after its first build; null if there is none. */
    public Job job(String path) {
        return jobs.get(path);
    }

    /** All jobs. */
    public Collection<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    /** A build, or null. */
    public Build build(String job, int number) {
        Job found = jobs.get(job);
        List<Build> all = found == null ? List.of() : found.builds();
        return number < 1 || number > all.size() ? null : all.get(number - 1);
    }

    /** All builds, in the order in which they started. */
    public List<Build> builds() {
        return List.copyOf(builds);
    }

    /** Starts a build, for a request of the protocol or for another build. */
    public Build start(Map<String, Object> request, List<Map<String, Object>> causes) throws Exception {
        Job job = sources.job(request, jobs);
        BuildSource source = sources.source(job, request);
        Map<String, Object> given = request.get("parameters") == null ? Map.of() : Config.map(request.get("parameters"));
        Map<String, Object> values = job.values(given);
        for (String name : given.keySet()) {
            if (!values.containsKey(name) && !job.parameters().isEmpty()) {
                throw new IllegalArgumentException("Job " + job.path() + " has no parameter \"" + name + "\"; it has " + values.keySet());
            }
        }
        Build[] made = new Build[1];
        job.add(number -> made[0] = new Build(this, job, number, source, values, causes));
        builds.add(made[0]);
        Thread thread = daemon(() -> runInTurn(made[0]));
        thread.setName("build " + job.path() + " #" + made[0].number());
        thread.start();
        return made[0];
    }

    private void runInTurn(Build build) {
        try {
            Job job = build.job();
            if (!job.concurrent()) {
                for (Build earlier : job.builds()) {
                    if (earlier.number() < build.number()) {
                        if (job.abortsPrevious() && !earlier.ended()) {
                            earlier.stop(FlowInterruptedException.of("NOT_BUILT", "Superseded by " + build.record().displayName()));
                        }
                        earlier.await();
                    }
                }
            }
            build.run();
        } catch (Throwable error) {
            build.cancel("The build did not run: " + error);
        } finally {
            synchronized (builds) {
                builds.notifyAll();
            }
        }
    }

    /** Waits until no build is running. */
    public void idle() throws InterruptedException {
        synchronized (builds) {
            while (builds.stream().anyMatch(build -> !build.ended())) {
                builds.wait(1000);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Build build : builds()) {
            if (!build.ended()) {
                build.abort("the end of the rehearsal");
            }
        }
        idle();
        timer.shutdownNow();
        pool.shutdown();
        ALL.remove(id);
    }

    /** Closes every controller. */
    public static void closeAll() {
        for (Controller controller : ALL.values()) {
            try {
                controller.close();
            } catch (InterruptedException error) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public int id() {
        return id;
    }

    public Config config() {
        return config;
    }

    public Agents agents() {
        return agents;
    }

    /** The compiled library. */
    public SharedClasses classes() {
        return classes;
    }

    public Credentials credentials() {
        return credentials;
    }

    public Locks locks() {
        return locks;
    }

    public Inputs inputs() {
        return inputs;
    }

    /** What happened on this controller. */
    public Events events() {
        return events;
    }

    /** The planted failures and answers. */
    public Rules rules() {
        return rules;
    }

    /** What ran of the Groovy, or null if that is not measured. */
    public Coverage coverage() {
        return coverage;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public Steps steps() {
        return steps;
    }

    public Whitelist whitelist() {
        return whitelist;
    }

    public ExecutorService pool() {
        return pool;
    }

    public ScheduledExecutorService timer() {
        return timer;
    }

    /** The duration of a wait, multiplied by the time scale of the configuration. */
    public long scaled(long milliseconds) {
        return (long) (milliseconds * config.timeScale());
    }
}
