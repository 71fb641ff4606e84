package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.StepContext;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The steps {@code withSonarQubeEnv} and {@code waitForQualityGate} (sonar 2.18.2). No server analyzes anything. */
final class SonarSteps {
    private static final String REPORT = "report-task.txt";
    private static final String TOKEN = "rehearsal-sonar-token";
    private static final String WRAPPER = "Please use the 'withSonarQubeEnv' wrapper to run your analysis.";

    void withSonarQubeEnv(StepRun step) {
        String name = step.text("installationName", "sonar");
        step.log("Injecting SonarQube environment variables using the configuration: " + name);
        String url = step.environment().getOrDefault("SONAR_HOST_URL", "http://localhost:9000");
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SONAR_CONFIG_NAME", name);
        variables.put("SONAR_HOST_URL", url);
        variables.put("SONAR_AUTH_TOKEN", TOKEN);
        variables.put("SONAR_MAVEN_GOAL", "sonar:sonar");
        variables.put("SONAR_EXTRA_PROPS", "");
        variables.put("SONARQUBE_SCANNER_PARAMS", "{ \"sonar.host.url\" : \"" + url + "\", \"sonar.token\" : \"" + TOKEN + "\"}");
        StepContext inner = step.context().withVariables(variables).withSecrets(List.of(TOKEN));
        step.run(inner, step.flag("envOnly") ? StepRun::end : new Analyzed());
    }

    /** Like the plugin, remembers the task of the scanner's report when the body ends, also after a failure. */
    private record Analyzed() implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            try {
                Path root = Path.of(step.context().directory());
                List<String> found = Globs.find(root, "**/" + REPORT, null, true);
                if (found.isEmpty()) {
                    step.log("WARN: Unable to locate '" + REPORT + "' in the workspace. Did the SonarScanner succeed?");
                } else {
                    remember(step, root.resolve(found.get(0)));
                }
                step.end(outcome);
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
    }

    private static void remember(StepRun step, Path file) throws IOException {
        Properties report = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            report.load(in);
        }
        if (report.getProperty("ceTaskId") != null) {
            step.build().record().analyzed(report.getProperty("ceTaskId"), step.text("installationName", "sonar"));
        }
    }

    void waitForQualityGate(StepRun step) {
        List<String> analysis = step.build().record().analysis();
        if (analysis.isEmpty()) {
            throw new IllegalStateException("Unable to guess SonarQube task id and/or SQ server details. " + WRAPPER);
        }
        String task = analysis.get(0);
        step.log("Checking status of SonarQube task '" + task + "' on server '" + analysis.get(1) + "'");
        step.log("SonarQube task '" + task + "' status is 'SUCCESS'");
        step.log("SonarQube task '" + task + "' completed. Quality gate is 'OK'");
        step.succeed(new QualityGate("OK"));
    }
}
