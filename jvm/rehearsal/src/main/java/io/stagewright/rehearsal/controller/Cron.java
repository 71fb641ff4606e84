package io.stagewright.rehearsal.controller;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Checks the times of triggers as core 2.516 parses them (crontab.g, CronTab, BaseParser). It does not start builds. */
public final class Cron {
    private static final List<String> NAMES = List.of("minute", "hour", "day of month", "month", "day of week");
    private static final int[] LOW = {0, 0, 1, 1, 0};
    private static final int[] HIGH = {59, 23, 31, 12, 7};
    private static final List<String> ALIASES = List.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int[] LENGTHS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Cron() {
    }

    /** Throws an exception if Jenkins rejects one of the lines. */
    public static void check(String spec) {
        boolean first = true;
        for (String line : spec.split("\\r?\\n")) {
            String text = line.trim();
            if (first && text.startsWith("TZ=")) {
                zone(text.substring(3).trim());
            } else if (!text.isEmpty() && !text.startsWith("#")) {
                line(text);
            }
            first = false;
        }
    }

    private static void zone(String name) {
        try {
            ZoneId.of(name, ZoneId.SHORT_IDS);
        } catch (DateTimeException unknown) {
            throw invalid("TZ=" + name, "the time zone \"" + name + "\" is invalid");
        }
    }

    private static void line(String text) {
        if (text.startsWith("@")) {
            if (!ALIASES.contains(text)) {
                throw invalid(text, "unknown alias; known: " + ALIASES);
            }
            return;
        }
        String[] fields = text.split("[ \\t]+");
        if (fields.length != NAMES.size()) {
            throw invalid(text, "expected 5 fields, found " + fields.length);
        }
        long[] bits = new long[NAMES.size()];
        for (int i = 0; i < fields.length; i++) {
            for (String term : fields[i].split(",", -1)) {
                bits[i] |= term(text, term, i);
            }
        }
        possible(text, bits);
    }

    private static void possible(String text, long[] bits) {
        for (int month = 1; month <= LENGTHS.length; month++) {
            if ((bits[3] >> month & 1) == 1 && (bits[2] & (1L << LENGTHS[month - 1] + 1) - 1) != 0) {
                return;
            }
        }
        throw invalid(text, "no day of the calendar matches");
    }

    /** The values of one term as bits. */
    private static long term(String line, String term, int field) {
        int slash = term.indexOf('/');
        String range = slash < 0 ? term : term.substring(0, slash);
        int step = slash < 0 ? 1 : number(line, term.substring(slash + 1), field, false);
        int low = LOW[field];
        int high = HIGH[field];
        boolean every = range.equals("*") || range.equals("H");
        if (!every) {
            String inner = range.matches("H\\(.*\\)") ? range.substring(2, range.length() - 1) : range;
            String[] ends = inner.split("-", -1);
            if (ends.length > 2 || ends.length == 1 && (slash >= 0 || !inner.equals(range))) {
                throw invalid(line, "\"" + term + "\" is not a range");
            }
            low = number(line, ends[0], field, true);
            high = number(line, ends[ends.length - 1], field, true);
        }
        if (low > high) {
            throw invalid(line, "\"" + term + "\": did you mean " + high + "-" + low + "?");
        }
        boolean hash = range.startsWith("H");
        if (step < 1 || hash && slash >= 0 && step > high - low + (every && field == 4 ? 0 : 1)) {
            throw invalid(line, "\"" + term + "\": the step " + step + " is out of range");
        }
        long all = 0;
        for (int value = low; value <= high; value += hash ? 1 : step) {
            all |= 1L << value;
        }
        return all;
    }

    private static int number(String line, String text, int field, boolean bounded) {
        List<String> words = field == 3 ? MONTHS : field == 4 ? DAYS : List.of();
        int value = words.indexOf(text.toLowerCase(Locale.ROOT));
        if (value >= 0 && bounded) {
            return field == 3 ? value + 1 : value;
        }
        if (!text.matches("[0-9]{1,9}")) {
            throw invalid(line, "\"" + text + "\" is not a " + NAMES.get(field));
        }
        int number = Integer.parseInt(text);
        if (bounded && (number < LOW[field] || number > HIGH[field])) {
            throw invalid(line, number + " is an invalid " + NAMES.get(field) + ". Must be within " + LOW[field] + " and " + HIGH[field]);
        }
        return number;
    }

    private static IllegalArgumentException invalid(String line, String why) {
        return new IllegalArgumentException("Invalid input: \"" + line + "\": " + why + " (a cron of Jenkins has " + String.join(", ", Arrays.asList("minute",
                "hour", "day of month", "month", "day of week")) + ")");
    }
}
