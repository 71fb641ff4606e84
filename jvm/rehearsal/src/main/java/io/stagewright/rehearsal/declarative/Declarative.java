package io.stagewright.rehearsal.declarative;

import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.BuildRecord;
import io.stagewright.rehearsal.controller.Credential;
import hudson.AbortException;
import hudson.model.Result;
import io.stagewright.rehearsal.engine.Errors;
import io.stagewright.rehearsal.engine.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Functions of the engine for the interpreter of declarative pipelines. They are not steps. */
public final class Declarative {
    /** The causes of triggers, which pipelines name by the symbol of the trigger. */
    private static final Map<String, String> CAUSES = Map.of("TimerTrigger", "TimerTriggerCause", "SCMTrigger", "SCMTriggerCause",
            "UpstreamCause", "BuildUpstreamCause");

    private Declarative() {
    }

    private static Build build() {
        return Execution.current().build();
    }

    /** Writes a line to the log. */
    public static void log(String text) {
        Execution.current().log(text);
    }

    /** The message of an error. */
    public static String sentence(Throwable error) {
        return Errors.sentence(error);
    }

    /** Whether the job has a repository to check out. */
    public static boolean hasScm() {
        return build().source().scm() != null;
    }

    /** Validates the arguments of an option that is neither a step nor a job property. */
    public static Map<String, Object> option(String name, List<Object> arguments) {
        return build().controller().catalogue().option(name, new java.util.ArrayList<>(arguments));
    }

    /** The kind of a credential, for {@code credentials('id')}. */
    public static String credentialKind(String id) throws AbortException {
        Credential found = build().controller().credentials().find(id, build().job().path(), null);
        return found.kind();
    }

    /** A file in the repository of the Jenkinsfile, for {@code yamlFile}. */
    public static String pipelineFile(String name) throws IOException {
        Path root = build().source().root();
        if (root == null || !Files.isRegularFile(root.resolve(name))) {
            throw new AbortException("yamlFile: the repository of the Jenkinsfile has no file " + name);
        }
        return Files.readString(root.resolve(name));
    }

    /** The post conditions in the order in which Jenkins runs them (the ordinals of pipeline-model-definition 2.2273). */
    public static List<String> conditions() {
        return SectionParsers.CONDITIONS;
    }

    /** The result that a post section sees: of the build, and of its stage or error (BuildCondition.getCombinedResult). */
    private static Result combined(Throwable error, String stage) {
        BuildRecord record = build().record();
        Result own = stage == null ? Result.SUCCESS : record.warning(stage);
        if (error != null) {
            own = error instanceof FlowInterruptedException flow ? flow.getResult() : Result.FAILURE;
        }
        for (Result other : new Result[] {record.interruption(), record.result() == null ? null : Result.fromString(record.result())}) {
            own = other != null && other.isWorseThan(own) ? other : own;
        }
        return own;
    }

    /** Whether a post condition is met; the stage is null for the post section of the pipeline. */
    public static boolean satisfied(String condition, Throwable error, String stage) {
        String result = combined(error, stage).toString();
        String ofBuild = combined(error, null).toString();
        String before = previous(build());
        return switch (condition) {
            case "always", "cleanup" -> true;
            case "success" -> result.equals("SUCCESS");
            case "failure" -> result.equals("FAILURE");
            case "unstable" -> result.equals("UNSTABLE");
            case "aborted" -> result.equals("ABORTED");
            case "notBuilt" -> result.equals("NOT_BUILT");
            case "unsuccessful" -> !result.equals("SUCCESS");
            case "changed" -> before == null || !before.equals(ofBuild);
            case "fixed" -> ofBuild.equals("SUCCESS") && ("FAILURE".equals(before) || "UNSTABLE".equals(before));
            case "regression" -> before != null && BuildRecord.rank(ofBuild) > BuildRecord.rank(before);
            default -> false;
        };
    }

    /** Shows the result to the steps of a post condition; returns the result before. */
    public static String beginPost(Throwable error, String stage) {
        String before = build().record().result();
        build().record().replaceResult(combined(error, stage).toString());
        return before;
    }

    /** Restores the result, if the post condition has not changed it. */
    public static void endPost(String before, Throwable error, String stage) {
        String now = build().record().result();
        build().record().replaceResult(before);
        if (!combined(error, stage).toString().equals(now)) {
            build().record().replaceResult(now);
        }
    }

    private static String previous(Build build) {
        String last = null;
        for (Build one : build.job().builds()) {
            last = one.number() < build.number() && one.ended() ? one.record().result() : last;
        }
        return last;
    }

    /** The cells of a matrix. */
    public static List<Map<String, String>> cells(List<Map<String, Object>> axes, List<List<Map<String, Object>>> excludes) {
        return Matrix.cells(axes, excludes);
    }

    /** The stage of a cell. */
    public static Map<String, Object> cell(Map<String, Object> matrix, Map<String, String> cell) {
        Map<String, Object> stage = new LinkedHashMap<>(matrix);
        stage.put("name", Matrix.name(cell));
        return stage;
    }

    /** The variables of a cell for withEnv. */
    public static List<String> assignments(Map<String, String> cell) {
        return new java.util.ArrayList<>(cell.entrySet().stream().map(axis -> axis.getKey() + "=" + axis.getValue()).toList());
    }

    /** Whether a name matches a pattern of {@code when}. */
    public static boolean matches(String value, Object pattern, Object comparator) {
        if (value == null) {
            return false;
        }
        String text = String.valueOf(pattern);
        String kind = comparator == null ? "GLOB" : String.valueOf(comparator);
        return switch (kind) {
            case "EQUALS" -> value.equals(text);
            case "REGEXP" -> Pattern.matches(text, value);
            case "GLOB" -> glob(text).matcher(value).matches();
            default -> throw new IllegalArgumentException("comparator must be EQUALS, GLOB or REGEXP, not " + kind);
        };
    }

    private static Pattern glob(String ant) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < ant.length(); i++) {
            if (ant.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else {
                char c = ant.charAt(i);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }

    /** Whether the build has a cause of this class; with a detail, the user of that cause (TriggeredByConditional). */
    public static boolean triggeredBy(String cause, Object detail) {
        String simple = CAUSES.getOrDefault(cause, cause);
        return build().causes().stream().anyMatch(one -> {
            String name = String.valueOf(one.get("_class"));
            boolean same = name.equals(cause) || name.endsWith("." + simple) || name.endsWith("$" + simple);
            return same && (detail == null || detail.equals(one.get("userId")) || detail.equals(one.get("userName")));
        });
    }
}
