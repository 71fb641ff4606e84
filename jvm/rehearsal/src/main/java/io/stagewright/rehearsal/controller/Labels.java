package io.stagewright.rehearsal.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A label expression of core 2.516: names, {@code ! && || -> <->} and brackets. */
final class Labels {
    private static final Pattern TOKEN = Pattern.compile("\\s*(<->|->|&&|\\|\\||!|\\(|\\)|\"[^\"]*\"|[^\\s!&|()<>\"-](?:[^\\s!&|()<>\"-]|-(?!>))*)");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private final Predicate<String> has;
    private int next;

    private Labels(String text, Predicate<String> has) {
        this.text = text;
        this.has = has;
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw invalid();
        }
    }

    /** Whether an expression holds for a set of labels. */
    static boolean hold(String expression, Predicate<String> has) {
        Labels labels = new Labels(expression, has);
        boolean value = labels.equal();
        if (labels.next < labels.tokens.size()) {
            throw labels.invalid();
        }
        return value;
    }

    private IllegalArgumentException invalid() {
        return new IllegalArgumentException("\"" + text + "\" is not a label expression of Jenkins");
    }

    private boolean accept(String token) {
        boolean found = next < tokens.size() && tokens.get(next).equals(token);
        next += found ? 1 : 0;
        return found;
    }

    private boolean equal() {
        boolean value = implies();
        while (accept("<->")) {
            value = value == implies();
        }
        return value;
    }

    private boolean implies() {
        boolean value = or();
        while (accept("->")) {
            boolean right = or();
            value = !value || right;
        }
        return value;
    }

    private boolean or() {
        boolean value = and();
        while (accept("||")) {
            value |= and();
        }
        return value;
    }

    private boolean and() {
        boolean value = not();
        while (accept("&&")) {
            value &= not();
        }
        return value;
    }

    private boolean not() {
        if (accept("!")) {
            return !not();
        }
        if (accept("(")) {
            boolean value = equal();
            if (!accept(")")) {
                throw invalid();
            }
            return value;
        }
        if (next >= tokens.size() || tokens.get(next).matches("<->|->|&&|\\|\\||\\)")) {
            throw invalid();
        }
        return has.test(tokens.get(next++).replace("\"", ""));
    }
}
