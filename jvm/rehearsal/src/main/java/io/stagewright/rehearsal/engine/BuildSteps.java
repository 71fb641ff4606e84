package io.stagewright.rehearsal.engine;

import groovy.lang.Closure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Build steps and wrappers of Jenkins that {@code step} and {@code wrap} run by their class: the pipeline step with the same effect. */
record BuildSteps(String step, Object[] arguments) {
    /** The class, then the step. */
    private static final Map<String, String> STEPS = Map.of("ArtifactArchiver", "archiveArtifacts", "JUnitResultArchiver", "junit",
            "Fingerprinter", "fingerprint", "CopyArtifact", "copyArtifacts", "Mailer", "mail");
    private static final Map<String, String> WRAPPERS = Map.of("AnsiColorBuildWrapper", "ansiColor", "TimestamperBuildWrapper", "timestamps");

    /** The step to run instead; null if the name is another one. Throws if the class is not known. */
    static BuildSteps of(String name, List<Object> given) {
        if (!name.equals("step") && !name.equals("wrap")) {
            return null;
        }
        Object first = given.isEmpty() ? null : given.get(0);
        Object delegate = first instanceof Map<?, ?> map && map.get("delegate") != null ? map.get("delegate") : first;
        if (!(delegate instanceof Map<?, ?> described) || !described.containsKey("$class")) {
            throw new IllegalArgumentException("The rehearsal imitates \"" + name + "\" only with a class: " + name + "([$class: '"
                    + (name.equals("step") ? "ArtifactArchiver" : "AnsiColorBuildWrapper") + "', …]).");
        }
        String type = String.valueOf(described.get("$class"));
        Map<String, String> known = name.equals("step") ? STEPS : WRAPPERS;
        String step = known.get(type.substring(type.lastIndexOf('.') + 1));
        if (step == null) {
            throw new IllegalArgumentException("The rehearsal does not imitate the class " + type + " of the step \"" + name
                    + "\"; it imitates " + new java.util.TreeSet<>(known.keySet()) + ".");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        described.forEach((key, value) -> values.put(String.valueOf(key), value));
        values.remove("$class");
        if (step.equals("mail") && (values.get("recipients") == null || values.get("recipients").toString().isBlank())) {
            return new BuildSteps("echo", new Object[] {"Mailer: there are no recipients."});
        }
        Object body = given.get(given.size() - 1);
        return new BuildSteps(step, body instanceof Closure<?> ? new Object[] {renamed(step, values), body} : new Object[] {renamed(step, values)});
    }

    private static Map<String, Object> renamed(String step, Map<String, Object> values) {
        if (step.equals("mail")) {
            Map<String, Object> mail = new LinkedHashMap<>();
            mail.put("to", values.get("recipients"));
            mail.put("subject", "The build failed or is fixed");
            mail.put("body", "See the log of the build.");
            return mail;
        }
        return values;
    }
}
