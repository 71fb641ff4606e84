package io.stagewright.rehearsal.controller;

import hudson.model.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The outcomes of a build so far: result, names, violations, tests, mails, upstream and downstream builds. */
public final class BuildRecord {
    private final List<String> violations = new ArrayList<>();
    private final List<Map<String, Object>> mails = new ArrayList<>();
    private final List<Build> upstream = Collections.synchronizedList(new ArrayList<>());
    private final List<Build> downstream = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> commits = new ConcurrentHashMap<>();
    private final Map<String, Result> warnings = new HashMap<>();
    private final int[] tests = new int[3];
    private List<String> analysis = List.of();
    private String result;
    private String error;
    private String displayName;
    private String description;
    private int restarts;
    private boolean keep;
    private int milestone = -1;
    private Result interruption;

    BuildRecord(int number) {
        displayName = "#" + number;
    }

    /** The rank of a result; 0 is SUCCESS, higher is worse. */
    public static int rank(String result) {
        return Result.fromString(result).ordinal;
    }

    /** Records that one build started another. */
    public static void link(Build from, Build to) {
        from.record().downstream.add(to);
        to.record().upstream.add(from);
    }

    /** The result, null while it is undecided. */
    public synchronized String result() {
        return result;
    }

    /** Sets the result, if it is worse than the current one. */
    public synchronized void worsen(String worse) {
        if (result == null || rank(worse) > rank(result)) {
            result = worse;
        }
    }

    /** Replaces the result, also with null, while a declarative post condition runs. */
    public synchronized void replaceResult(String other) {
        result = other;
    }

    /** The result of an abort, which the build has even if the pipeline catches the exception; null without an abort. */
    public synchronized Result interruption() {
        return interruption;
    }

    synchronized void interrupted(Result worse) {
        if (interruption == null || worse.isWorseThan(interruption)) {
            interruption = worse;
        }
    }

    /** Records a result of stages that does not fail the build: of {@code unstable}, {@code catchError} and tests. */
    public synchronized void warn(List<String> stages, Result worse) {
        for (String stage : stages) {
            warnings.merge(stage, worse, (old, other) -> other.isWorseThan(old) ? other : old);
        }
    }

    /** The worst recorded result of a stage. */
    public synchronized Result warning(String stage) {
        return warnings.getOrDefault(stage, Result.SUCCESS);
    }

    /** Records a violation, which always fails the build. */
    synchronized void violation(String text) {
        if (!violations.contains(text)) {
            violations.add(text);
        }
    }

    /** The violations of CPS rules and of the sandbox. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** The message of the last error, or null. */
    public synchronized String error() {
        return error;
    }

    synchronized void error(String sentence) {
        error = sentence;
    }

    /** The display name. */
    public synchronized String displayName() {
        return displayName;
    }

    /** Sets the display name. */
    public synchronized void displayName(String name) {
        displayName = name;
    }

    /** The description, or null. */
    public synchronized String description() {
        return description;
    }

    /** Sets the description. */
    public synchronized void description(String text) {
        description = text;
    }

    /** Whether the build is kept forever. */
    public synchronized boolean kept() {
        return keep;
    }

    /** Sets whether the build is kept forever. */
    public synchronized void keep(boolean kept) {
        keep = kept;
    }

    /** The last milestone that the build passed, -1 before the first. */
    public synchronized int milestone() {
        return milestone;
    }

    /** Passes a milestone. */
    public synchronized void milestone(int ordinal) {
        milestone = ordinal;
    }

    /** Records the commit that a checkout of a branch resolved to. */
    void checkedOut(String branch, String commit) {
        commits.put(branch, commit);
    }

    /** The commit of a branch that this build checked out, or null. */
    String commit(String branch) {
        return commits.get(branch);
    }

    /** How often the program was saved and resumed. */
    public synchronized int restarts() {
        return restarts;
    }

    /** Counts a restart. */
    public synchronized void restarted() {
        restarts++;
    }

    /** Records the last analysis of SonarQube: its task and its server. */
    public synchronized void analyzed(String task, String server) {
        analysis = List.of(task, server);
    }

    /** The task and the server of the last analysis; empty without one. */
    public synchronized List<String> analysis() {
        return analysis;
    }

    /** Counts test results. */
    public synchronized void tests(int total, int failed, int skipped) {
        tests[0] += total;
        tests[1] += failed;
        tests[2] += skipped;
    }

    /** Test results so far: total, failed, skipped. */
    public synchronized int[] tests() {
        return tests.clone();
    }

    /** Records a mail; the runner does not send it. */
    public synchronized void mail(Map<String, Object> mail) {
        mails.add(mail);
    }

    /** The recorded mails. */
    public synchronized List<Map<String, Object>> mails() {
        return List.copyOf(mails);
    }

    /** The builds that started this one. */
    public List<Build> upstream() {
        return List.copyOf(upstream);
    }

    /** The builds that this one started. */
    public List<Build> downstream() {
        return List.copyOf(downstream);
    }
}
