package io.stagewright.rehearsal.declarative;

import io.stagewright.rehearsal.controller.Build;
import io.stagewright.rehearsal.controller.BuildRecord;
import io.stagewright.rehearsal.controller.Credential;
import io.stagewright.rehearsal.engine.AbortException;
import io.stagewright.rehearsal.engine.Errors;
import io.stagewright.rehearsal.engine.Execution;
import io.stagewright.rehearsal.engine.InterruptedFlow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Functions of the engine for the interpreter of declarative pipelines. They are not steps. */
public final class Declarative {
    private Declarative() {
    }

    private static Build build() {
        return Execution.current().build();
    }

    /** Writes a line to the log. */
    public static void log(String text) {
        Execution.current().log(text);
    }

    /** Records that a stage or a post condition failed. */
    public static void failed(Throwable error) {
        build().record().worsen(error instanceof InterruptedFlow flow ? flow.result() : "FAILURE");
    }

    /** The message of an error. */
    public static String sentence(Throwable error) {
        return Errors.sentence(error);
    }

    /** Whether the job has a repository to check out. */
    public static boolean hasScm() {
        return build().source().scm() != null;
    }

    /** Whether the result of the build so far is the same or worse. */
    public static boolean atLeast(String result) {
        return build().record().result() != null && BuildRecord.rank(build().record().result()) >= BuildRecord.rank(result);
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

    /** Whether a post condition is met. */
    public static boolean satisfied(String condition, boolean thrown) {
        Build build = build();
        String result = build.record().result() == null ? "SUCCESS" : build.record().result();
        String before = previous(build);
        return switch (condition) {
            case "always", "cleanup" -> true;
            case "success" -> result.equals("SUCCESS") && !thrown;
            case "failure" -> result.equals("FAILURE");
            case "unstable" -> result.equals("UNSTABLE");
            case "aborted" -> result.equals("ABORTED");
            case "unsuccessful" -> !result.equals("SUCCESS");
            case "changed" -> before != null && !before.equals(result);
            case "fixed" -> result.equals("SUCCESS") && ("FAILURE".equals(before) || "UNSTABLE".equals(before));
            case "regression" -> "SUCCESS".equals(before) && !result.equals("SUCCESS")
                    || "UNSTABLE".equals(before) && (result.equals("FAILURE") || result.equals("ABORTED"));
            default -> false;
        };
    }

    private static String previous(Build build) {
        Build earlier = build.controller().build(build.job().path(), build.number() - 1);
        return earlier == null ? null : earlier.record().result();
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

    /** Whether the build has a cause of this class. */
    public static boolean triggeredBy(String cause) {
        return build().causes().stream().map(one -> String.valueOf(one.get("_class")))
                .anyMatch(name -> name.equals(cause) || name.endsWith("." + cause) || name.endsWith("$" + cause));
    }
}
