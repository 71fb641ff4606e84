package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.controller.Credential;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Steps that send messages. The runner records mails, and sends HTTP requests. */
final class MessageSteps {
    void mail(StepRun step) throws AbortException {
        if (step.text("subject", "").isBlank() || step.text("body", "").isBlank()) {
            throw new AbortException("Email not sent. All mandatory properties must be supplied ('subject', 'body').");
        }
        if (step.text("to", "").isBlank() && step.text("cc", "").isBlank() && step.text("bcc", "").isBlank()) {
            throw new AbortException("Email not sent. No recipients of any kind specified ('to', 'cc', 'bcc').");
        }
        record(step);
    }

    private static void record(StepRun step) {
        Map<String, Object> mail = new LinkedHashMap<>();
        mail.put("to", step.text("to", ""));
        mail.put("subject", step.text("subject"));
        mail.put("body", step.text("body"));
        step.build().record().mail(mail);
        step.succeed(null);
    }

    void emailext(StepRun step) {
        record(step);
    }

    void httpRequest(StepRun step) throws IOException {
        HttpRequest request = request(step);
        step.log("HttpMethod: " + request.method());
        step.log("URL: " + request.uri());
        step.async(() -> {
            HttpResponse<String> response;
            try {
                response = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                        .send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException error) {
                throw new AbortException("httpRequest: " + request.uri() + " cannot be reached: " + error);
            }
            return answer(step, response);
        });
    }

    private static Object answer(StepRun step, HttpResponse<String> response) throws IOException {
        step.log("Response Code: " + response.statusCode());
        if (step.flag("consoleLogResponseBody")) {
            step.log("Response: \n" + response.body());
        }
        if (!valid(step.text("validResponseCodes", "100:399"), response.statusCode())) {
            throw new AbortException("Fail: Status code " + response.statusCode() + " is not in the accepted range: " + step.text("validResponseCodes", "100:399"));
        }
        if (step.has("validResponseContent") && !response.body().contains(step.text("validResponseContent"))) {
            throw new AbortException("Fail: Response doesn't contain expected content '" + step.text("validResponseContent") + "'");
        }
        if (step.has("outputFile")) {
            Files.writeString(FileSteps.file(step, step.text("outputFile")), response.body());
        }
        return new HttpAnswer(response.statusCode(), response.body());
    }

    private static boolean valid(String ranges, int code) {
        for (String range : ranges.split(",")) {
            String[] ends = range.trim().split(":");
            if (code >= Integer.parseInt(ends[0]) && code <= Integer.parseInt(ends[ends.length - 1])) {
                return true;
            }
        }
        return false;
    }

    private static HttpRequest request(StepRun step) throws IOException {
        HttpRequest.Builder builder;
        try {
            builder = HttpRequest.newBuilder(URI.create(step.text("url"))).timeout(Duration.ofSeconds(Math.max(1, step.number("timeout", 60))));
        } catch (IllegalArgumentException error) {
            throw new AbortException("httpRequest: \"" + step.text("url") + "\" is not a URL: " + error.getMessage());
        }
        for (Object item : step.list("customHeaders")) {
            Map<?, ?> header = (Map<?, ?>) item;
            builder.header(String.valueOf(header.get("name")), String.valueOf(header.get("value")));
        }
        if (step.has("contentType")) {
            builder.header("Content-Type", contentType(step.text("contentType")));
        }
        if (step.has("authentication")) {
            Credential user = step.controller().credentials().find(step.text("authentication"), step.build().job().path(), "usernamePassword");
            String pair = user.value("username") + ":" + user.value("password");
            builder.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        HttpRequest.BodyPublisher body = step.has("requestBody") ? HttpRequest.BodyPublishers.ofString(step.text("requestBody")) : HttpRequest.BodyPublishers.noBody();
        return builder.method(step.text("httpMode", "GET"), body).build();
    }

    private static String contentType(String name) {
        return switch (name) {
            case "APPLICATION_JSON" -> "application/json";
            case "APPLICATION_JSON_UTF8" -> "application/json;charset=UTF-8";
            case "APPLICATION_FORM" -> "application/x-www-form-urlencoded";
            case "TEXT_PLAIN" -> "text/plain";
            default -> name.toLowerCase(java.util.Locale.ROOT).replace('_', '/');
        };
    }
}
