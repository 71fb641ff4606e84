package io.stagewright.rehearsal.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds secrets in a log and in the messages of errors, in the forms that credentials-binding 702 masks. */
public final class Secrets {
    /** Jenkins does not mask shorter texts. */
    private static final int SHORTEST = 3;

    private Secrets() {
    }

    /** All forms of some secrets, the longest first: as they are, quoted by a shell, and in Base64 at each offset. */
    static List<String> forms(Collection<String> secrets) {
        Set<String> all = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (secret != null && !secret.isEmpty()) {
                all.add(secret);
                all.addAll(quoted(secret));
                all.addAll(base64(secret));
            }
        }
        return all.stream().filter(form -> form.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static List<String> quoted(String secret) {
        String bash = secret.replace("'", "'\\''");
        String dash = secret.replaceAll("('+)", "'\"$1\"'");
        return List.of(bash, "'" + bash + "'", secret.replaceAll("\\\\(\\\\?)", "$1"), dash, secret.replace("$", "$$"));
    }

    private static List<String> base64(String secret) {
        List<String> all = new ArrayList<>();
        for (String shift : List.of("", "a", "aa")) {
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String encoded = encoder.encodeToString((shift + secret).getBytes(StandardCharsets.UTF_8)).substring(2 * shift.length());
                all.add(encoded);
                all.add(encoded.replaceFirst(".==?$", ""));
            }
        }
        return all;
    }

    /** Replaces the forms in each line of a text; a form with a line break never matches, as in Jenkins. */
    public static String maskLines(List<String> forms, String text) {
        if (forms.isEmpty()) {
            return text;
        }
        Pattern pattern = pattern(forms);
        return text.lines().map(line -> pattern.matcher(line).replaceAll("****")).collect(Collectors.joining("\n"))
                + (text.endsWith("\n") ? "\n" : "");
    }

    private static Pattern pattern(List<String> forms) {
        return Pattern.compile(forms.stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }

    /** The error, or an error with masked messages if its messages contain a secret. */
    public static Throwable mask(List<String> forms, Throwable error) {
        if (forms.isEmpty()) {
            return error;
        }
        Pattern pattern = pattern(forms);
        for (Throwable one = error; one != null; one = one.getCause()) {
            if (one.getMessage() != null && pattern.matcher(one.getMessage()).find()) {
                return new MaskedException(pattern.matcher(String.valueOf(error)).replaceAll("****"));
            }
        }
        return error;
    }

    /** An error whose message contained a secret. */
    static final class MaskedException extends Exception {
        private static final long serialVersionUID = 1L;

        MaskedException(String message) {
            super(message);
        }
    }
}
