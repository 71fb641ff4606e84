package io.stagewright.rehearsal.global;

import io.stagewright.rehearsal.controller.Build;
import hudson.model.Result;
import io.stagewright.rehearsal.controller.Controller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.sf.json.JSONArray;
import org.jenkinsci.plugins.workflow.support.steps.build.RunWrapper;

/** The variable {@code currentBuild}, and what {@code build} returns: RunWrapper of workflow-support. */
public final class BuildGlobal extends RunWrapper {
    private static final long serialVersionUID = 1L;

    private final int controller;
    private final String job;
    private final int number;

    public BuildGlobal(Build build) {
        controller = build.controller().id();
        job = build.job().path();
        number = build.number();
    }

    private Build build() {
        return Controller.byId(controller).build(job, number);
    }

    private Build own() {
        Build own = io.stagewright.rehearsal.engine.Execution.current().build();
        if (own.number() != number || !own.job().path().equals(job)) {
            throw new SecurityException("can only set properties of the current build");
        }
        return own;
    }

    /** The result; null while there is none. */
    public String getResult() {
        return build().record().result();
    }

    /** Sets the result; it can only get worse. */
    public void setResult(String result) {
        own().record().worsen(Result.fromString(result).toString());
    }

    /** The result so far; SUCCESS while there is none. */
    public String getCurrentResult() {
        String result = build().record().result();
        return result == null ? "SUCCESS" : result;
    }

    /** Whether the result so far is the same or better. */
    public boolean resultIsBetterOrEqualTo(String other) {
        return Result.fromString(getCurrentResult()).isBetterOrEqualTo(Result.fromString(other));
    }

    /** Whether the result so far is the same or worse. */
    public boolean resultIsWorseOrEqualTo(String other) {
        return Result.fromString(getCurrentResult()).isWorseOrEqualTo(Result.fromString(other));
    }

    /** The build's number. */
    public int getNumber() {
        return number;
    }

    /** The build's number, as text. */
    public String getId() {
        return String.valueOf(number);
    }

    /** The job and the number, as waitForBuild takes them. */
    public String getExternalizableId() {
        return getFullProjectName() + "#" + number;
    }

    /** The display name; {@code #3} by default. */
    public String getDisplayName() {
        return build().record().displayName();
    }

    /** Sets the display name. */
    public void setDisplayName(String name) {
        own().record().displayName(name);
    }

    /** The description, or null. */
    public String getDescription() {
        return build().record().description();
    }

    /** Sets the description. */
    public void setDescription(String text) {
        own().record().description(text);
    }

    /** The job's name without folders. */
    public String getProjectName() {
        return job.substring(job.lastIndexOf('/') + 1);
    }

    /** The job's full name. */
    public String getFullProjectName() {
        return job.substring(1);
    }

    /** The job's full name and the build's display name. */
    public String getFullDisplayName() {
        return job.substring(1).replace("/", " » ") + " " + getDisplayName();
    }

    /** The URL of the build. */
    public String getAbsoluteUrl() {
        return build().url();
    }

    /** The time when the build was scheduled. */
    public long getTimeInMillis() {
        return build().started();
    }

    /** The time when the build started. */
    public long getStartTimeInMillis() {
        return build().started();
    }

    /** Milliseconds since the build's start. */
    public long getDuration() {
        return build().duration();
    }

    /** The duration as text. */
    public String getDurationString() {
        return build().duration() / 1000 + " sec and counting";
    }

    private BuildGlobal earlier(Predicate<Build> fits) {
        for (int number = this.number - 1; number > 0; number--) {
            Build found = Controller.byId(controller).build(job, number);
            if (found != null && fits.test(found)) {
                return new BuildGlobal(found);
            }
        }
        return null;
    }

    private static boolean ended(Build build, Predicate<Result> fits) {
        return build.ended() && fits.test(Result.fromString(build.record().result()));
    }

    /** The build before this one, or null. */
    public BuildGlobal getPreviousBuild() {
        return earlier(build -> true);
    }

    /** The last build before this one that still runs, or null. */
    public BuildGlobal getPreviousBuildInProgress() {
        return earlier(build -> !build.ended());
    }

    /** The last ended build before this one that was built, or null. */
    public BuildGlobal getPreviousBuiltBuild() {
        return earlier(build -> !"NOT_BUILT".equals(build.record().result()));
    }

    /** The last ended build before this one, or null. */
    public BuildGlobal getPreviousCompletedBuild() {
        return earlier(Build::ended);
    }

    /** The last failed build before this one, or null. */
    public BuildGlobal getPreviousFailedBuild() {
        return earlier(build -> ended(build, result -> result == Result.FAILURE));
    }

    /** The last ended build before this one that is SUCCESS or UNSTABLE, or null. */
    public BuildGlobal getPreviousNotFailedBuild() {
        return earlier(build -> ended(build, result -> result.isBetterThan(Result.FAILURE)));
    }

    /** The last build before this one that is SUCCESS or UNSTABLE, or null. */
    public BuildGlobal getPreviousSuccessfulBuild() {
        return earlier(build -> ended(build, result -> result.isBetterOrEqualTo(Result.UNSTABLE)));
    }

    /** The build after this one, or null. */
    public BuildGlobal getNextBuild() {
        Build next = Controller.byId(controller).build(job, number + 1);
        return next == null ? null : new BuildGlobal(next);
    }

    /** Always empty: the runner has no change log. */
    public List<Object> getChangeSets() {
        return new ArrayList<>();
    }

    /** The builds that started this one. */
    public List<BuildGlobal> getUpstreamBuilds() {
        List<BuildGlobal> all = new ArrayList<>();
        build().record().upstream().forEach(upstream -> all.add(new BuildGlobal(upstream)));
        return all;
    }

    /** The variables that the build set. */
    public Map<String, String> getBuildVariables() {
        return new LinkedHashMap<>(build().buildVariables());
    }

    /** The causes of the build. */
    public JSONArray getBuildCauses() {
        return JSONArray.fromObject(build().causes());
    }

    /** The causes of one class, by its full name. */
    public JSONArray getBuildCauses(String type) {
        return JSONArray.fromObject(build().causes().stream().filter(cause -> type.equals(cause.get("_class"))).toList());
    }

    /** Sets whether the build is kept forever. */
    public void setKeepLog(boolean keep) {
        own().record().keep(keep);
    }

    /** Whether the build is kept forever. */
    public boolean isKeepLog() {
        return build().record().kept();
    }

    @Override
    public String toString() {
        return getFullProjectName() + " #" + number;
    }
}
