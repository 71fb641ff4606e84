package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Text functions that call no pipeline step. */
class Text implements Serializable {
    /** Fills the placeholders of a pattern: {version}, {commit}, {branch}, {build}, {tag}. */
    @NonCPS
    static String fill(String pattern, Map values) {
        String text = pattern
        for (Object name : values.keySet()) {
            text = text.replace('{' + name + '}', values[name].toString())
        }
        return text
    }

    /** Fills the placeholders in all values of a map. */
    @NonCPS
    static Map filled(Map patterns, Map values) {
        Map texts = [:]
        for (Object name : patterns.keySet()) {
            texts[name] = fill(patterns[name].toString(), values)
        }
        return texts
    }

    /** Converts a text to a valid image tag: at most 128 characters, invalid ones replaced by hyphens. */
    @NonCPS
    static String tag(String text) {
        String clean = text.replaceAll('[^A-Za-z0-9_.-]', '-').replaceAll('^[.-]+', '')
        return clean.length() > 128 ? clean.substring(0, 128) : clean
    }

    /** True if a name matches one of the patterns; * matches any text without a slash, ** matches any text. */
    @NonCPS
    static boolean fits(String name, List patterns) {
        for (Object pattern : patterns) {
            if (matches(name, pattern.toString())) {
                return true
            }
        }
        return false
    }

    /** Compares a name with one pattern. A regular expression with many stars can run forever; this cannot. */
    @NonCPS
    static boolean matches(String name, String pattern) {
        // The pattern up to the current part matches the first n characters if reached[n] is true.
        List reached = []
        for (int end = 0; end <= name.length(); end++) {
            reached << (end == 0)
        }
        int at = 0
        while (at < pattern.length()) {
            String part = pattern.startsWith('**', at) ? '**' : pattern.substring(at, at + 1)
            List now = []
            for (int end = 0; end <= name.length(); end++) {
                String last = end == 0 ? '' : name.substring(end - 1, end)
                boolean longer = end > 0 && now[end - 1] && (part == '**' || last != '/')
                now << (part.startsWith('*') ? reached[end] || longer : end > 0 && last == part && reached[end - 1])
            }
            reached = now
            at += part.length()
        }
        return reached[name.length()]
    }

    /** The Ant patterns that match at least one of the paths. */
    @NonCPS
    static List fitting(List patterns, List paths) {
        List found = []
        for (Object pattern : patterns) {
            List both = [pattern, pattern.toString().replaceFirst('^\\*\\*/', '')]
            boolean one = false
            for (Object path : paths) {
                one = one || fits(path.toString(), both)
            }
            if (one) {
                found << pattern
            }
        }
        return found
    }

    /** True if an address is on one of these hosts, or if the list of hosts is empty. */
    @NonCPS
    static boolean isOn(String address, List hosts) {
        String host = address.replaceFirst('^[A-Za-z]+://', '').replaceFirst('[/?#].*', '').replaceFirst('.*@', '')
        return !hosts || hosts.contains(host) || hosts.contains(host.replaceFirst(':[0-9]+', ''))
    }

    /** True if git accepts the name as a branch, tag or commit, and no tool takes it for an option or a pattern. */
    @NonCPS
    static boolean isRevision(String name) {
        String other = '\\s\\p{Cntrl}~^:?*\\[\\]\\\\{}$'
        return name.matches('[^' + other + '/.@-][^' + other + ']*') && !name.contains('..') && !name.contains('//') &&
            !name.contains('/.') && !name.endsWith('/') && !name.endsWith('.') && !name.endsWith('.lock')
    }

    /** The number of edits that turn one word into the other. */
    @NonCPS
    static int distance(String from, String to) {
        List row = []
        for (int j = 0; j <= to.length(); j++) {
            row << j
        }
        for (int i = 1; i <= from.length(); i++) {
            int corner = row[0]
            row[0] = i
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j]
                int swap = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1)
                row[j] = Math.min(Math.min(above + 1, row[j - 1] + 1), swap)
                corner = above
            }
        }
        return row[to.length()]
    }

    /** Converts a map to environment entries: NAME=value. */
    @NonCPS
    static List environment(Map values) {
        List lines = []
        for (Object name : values.keySet()) {
            lines << name.toString() + '=' + values[name].toString()
        }
        return lines
    }

    /** Converts a list to numbered variables: NAME_0, NAME_1 …, NAME_COUNT. */
    @NonCPS
    static Map numbered(String name, List values) {
        Map variables = [(name + '_COUNT'): values.size()]
        for (int i = 0; i < values.size(); i++) {
            variables[name + '_' + i] = values[i]
        }
        return variables
    }

    /** The keys of a map, as a list that Jenkins can serialize. */
    @NonCPS
    static List names(Map values) {
        List found = []
        found.addAll(values.keySet())
        return found
    }

    /** Converts a list to variables: NAME contains the names NAME_0 NAME_1 …, and each of these has one text. */
    @NonCPS
    static Map named(String name, List values) {
        Map variables = [:]
        for (int i = 0; i < values.size(); i++) {
            variables[name + '_' + i] = values[i]
        }
        return [(name): variables.keySet().join(' ')] + variables
    }

    /** Puts a text on one line, for files and messages in which each line has a meaning. */
    @NonCPS
    static String line(String text) {
        return text.replaceAll('[\\s\\p{Cntrl}]+', ' ').trim()
    }

    /** The words of a text. */
    @NonCPS
    static List words(String text) {
        List found = []
        for (String word : text.split(' ')) {
            if (word) {
                found << word
            }
        }
        return found
    }

    /** The lines of a text that are not empty. */
    @NonCPS
    static List lines(String text) {
        List found = []
        for (String line : text.split('\n')) {
            if (line.trim()) {
                found << line
            }
        }
        return found
    }
}
