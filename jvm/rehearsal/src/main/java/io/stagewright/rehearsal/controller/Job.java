package io.stagewright.rehearsal.controller;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job, or one branch of a multibranch project. */
public final class Job {
    private final String path;
    private final Map<String, Object> definition;
    private final Job project;
    private final List<Build> builds = new ArrayList<>();
    private List<Map<String, Object>> parameters;
    private List<String> copyPermissions;
    private boolean concurrent;
    private boolean abortsPrevious;

    Job(String path, Map<String, Object> definition, Job project) {
        this.path = path;
        this.definition = definition;
        this.project = project;
        this.parameters = Config.list(definition.get("parameters"), Config::map);
        this.copyPermissions = Config.list(definition.get("copyArtifactPermission"), String::valueOf);
        this.concurrent = !Boolean.TRUE.equals(definition.get("disableConcurrentBuilds"));
    }

    /** The full name with a leading slash. */
    public String path() {
        return path;
    }

    /** The definition of the job. */
    public Map<String, Object> definition() {
        return definition;
    }

    /** The multibranch project of a branch job, or null. */
    public Job project() {
        return project;
    }

    /** Whether this is a multibranch project, which has no builds of its own. */
    public boolean multibranch() {
        return project == null && Boolean.TRUE.equals(definition.get("multibranch"));
    }

    /** The definitions of the parameters. */
    public List<Map<String, Object>> parameters() {
        return parameters;
    }

    /** Redefines the parameters, as the {@code properties} step and declarative {@code parameters} do. */
    public void parameters(List<Map<String, Object>> redefined) {
        parameters = redefined;
    }

    /** The jobs that may copy artifacts. */
    public List<String> copyPermissions() {
        return copyPermissions;
    }

    /** Sets the jobs that may copy artifacts. */
    public void copyPermissions(List<String> redefined) {
        copyPermissions = redefined;
    }

    /** Whether builds can run at the same time. */
    public boolean concurrent() {
        return concurrent;
    }

    /** Whether a new build aborts the previous one. */
    public boolean abortsPrevious() {
        return abortsPrevious;
    }

    /** Allows only one build at a time. */
    public void disableConcurrent(boolean abortPrevious) {
        concurrent = false;
        abortsPrevious = abortPrevious;
    }

    /** All builds, oldest first. */
    public synchronized List<Build> builds() {
        return new ArrayList<>(builds);
    }

    /** The commit of a branch in the last successful build before a number that checked it out, or null. */
    String lastSuccessfulCommit(String branch, int before) {
        String last = null;
        for (Build build : builds()) {
            String commit = build.record().commit(branch);
            if (build.number() < before && build.ended() && build.record().result().equals("SUCCESS") && commit != null) {
                last = commit;
            }
        }
        return last;
    }

    synchronized int add(java.util.function.IntFunction<Build> make) {
        int number = builds.size() + 1;
        builds.add(make.apply(number));
        return number;
    }

    /** The parameters of a build: values of the request for known parameters, otherwise the defaults. */
    Map<String, Object> values(Map<String, Object> given) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Map<String, Object> parameter : parameters) {
            String name = String.valueOf(parameter.get("name"));
            all.put(name, ParameterValues.value(parameter, given.get(name)));
        }
        return all;
    }
}
