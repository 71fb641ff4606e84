package io.stagewright.rehearsal.controller;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a build has come to so far: result, names, findings, tests, mails and the builds around it. */
public final class BuildRecord {
    private static final List<String> RANKS = List.of("SUCCESS", "UNSTABLE", "FAILURE", "NOT_BUILT", "ABORTED");

    private final List<String> violations = new ArrayList<>();
    private final List<Map<String, Object>> mails = new ArrayList<>();
    private final List<Build> upstream = Collections.synchronizedList(new ArrayList<>());
    private final List<Build> downstream = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> commits = new ConcurrentHashMap<>();
    private final int[] tests = new int[3];
    private String result;
    private String error;
    private String displayName;
    private String description;
    private int restarts;
    private boolean keep;
    private int milestone = -1;

    BuildRecord(int number) {
        displayName = "#" + number;
    }

    /** How bad a result is; 0 is SUCCESS. */
    public static int rank(String result) {
        int rank = RANKS.indexOf(result);
        if (rank < 0) {
            throw new IllegalArgumentException("\"" + result + "\" is not a result; one of " + RANKS);
        }
        return rank;
    }

    /** Notes that one build started another. */
    public static void link(Build from, Build to) {
        from.record().downstream.add(to);
        to.record().upstream.add(from);
    }

    /** The result, null while it is undecided. */
    public synchronized String result() {
        return result;
    }

    /** Sets a result unless the build has a worse one. */
    public synchronized void worsen(String worse) {
        if (result == null || rank(worse) > rank(result)) {
            result = worse;
        }
    }

    /** Whether the result is this bad, or worse. */
    public synchronized boolean atLeast(String other) {
        return result != null && rank(result) >= rank(other);
    }

    /** Notes a finding that fails the build whatever else happens. */
    synchronized void violation(String text) {
        if (!violations.contains(text)) {
            violations.add(text);
        }
    }

    /** What failed the build apart from its own errors. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** The last error's sentence, or null. */
    public synchronized String error() {
        return error;
    }

    synchronized void error(String sentence) {
        error = sentence;
    }

    /** The name on the build's page. */
    public synchronized String displayName() {
        return displayName;
    }

    /** Sets the name on the build's page. */
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

    /** Whether the build discarder leaves the build. */
    public synchronized boolean kept() {
        return keep;
    }

    /** Keeps the build from the discarder, or not. */
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

    /** How often the program was serialized and resumed. */
    public synchronized int restarts() {
        return restarts;
    }

    /** Counts a restart. */
    public synchronized void restarted() {
        restarts++;
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

    /** Keeps a mail that would have been sent. */
    public synchronized void mail(Map<String, Object> mail) {
        mails.add(mail);
    }

    /** The mails that would have been sent. */
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
