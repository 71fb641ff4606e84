package dev.nimbus.ci

import com.cloudbees.groovy.cps.NonCPS

/** Work on text that calls no step. */
class Text implements Serializable {
    /** Fills a pattern's placeholders: {version}, {commit}, {branch}, {build}, {tag}. */
    @NonCPS
    static String fill(String pattern, Map values) {
        String text = pattern
        for (Object name : values.keySet()) {
            text = text.replace('{' + name + '}', values[name].toString())
        }
        return text
    }

    /** A map whose values' placeholders are filled. */
    @NonCPS
    static Map filled(Map patterns, Map values) {
        Map texts = [:]
        for (Object name : patterns.keySet()) {
            texts[name] = fill(patterns[name].toString(), values)
        }
        return texts
    }

    /** A text as a registry takes it for a tag: 128 of the characters that it knows. */
    @NonCPS
    static String tag(String text) {
        String clean = text.replaceAll('[^A-Za-z0-9_.-]', '-').replaceAll('^[.-]+', '')
        return clean.length() > 128 ? clean.substring(0, 128) : clean
    }

    /** True where a name fits one of the patterns; * is any text without a slash, ** any. */
    @NonCPS
    static boolean fits(String name, List patterns) {
        for (Object pattern : patterns) {
            String quoted = '\\Q' + pattern.toString().replace('**', '\u0001').replace('*', '\u0002') + '\\E'
            String expression = quoted.replace('\u0001', '\\E.*\\Q').replace('\u0002', '\\E[^/]*\\Q')
            if (name.matches(expression)) {
                return true
            }
        }
        return false
    }

    /** The Ant patterns that fit one of some paths. */
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

    /** True for an address on one of these hosts; for any where there are none. */
    @NonCPS
    static boolean isOn(String address, List hosts) {
        String host = address.replaceFirst('^[A-Za-z]+://', '').replaceFirst('[/?#].*', '').replaceFirst('.*@', '')
        return !hosts || hosts.contains(host) || hosts.contains(host.replaceFirst(':[0-9]+', ''))
    }

    /** True for what git takes for a branch, a tag or a commit, and no tool for an option. */
    @NonCPS
    static boolean isRevision(String name) {
        return name.matches('[A-Za-z0-9_][A-Za-z0-9_.+/@#-]*') && !name.contains('..') && !name.contains('//') &&
            !name.contains('/.') && !name.endsWith('/') && !name.endsWith('.') && !name.endsWith('.lock')
    }

    /** Edits that make one word the other. */
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

    /** A map as the environment of a block: NAME=value. */
    @NonCPS
    static List environment(Map values) {
        List lines = []
        for (Object name : values.keySet()) {
            lines << name.toString() + '=' + values[name].toString()
        }
        return lines
    }

    /** A list as numbered variables: NAME_0, NAME_1 …, NAME_COUNT. */
    @NonCPS
    static Map numbered(String name, List values) {
        Map variables = [(name + '_COUNT'): values.size()]
        for (int i = 0; i < values.size(); i++) {
            variables[name + '_' + i] = values[i]
        }
        return variables
    }

    /** A map's keys, as a list that outlives a step. */
    @NonCPS
    static List names(Map values) {
        List found = []
        found.addAll(values.keySet())
        return found
    }

    /** A list of any texts: NAME holds the names of variables, NAME_0 NAME_1 …, each of which holds one of them. */
    @NonCPS
    static Map named(String name, List values) {
        Map variables = [:]
        for (int i = 0; i < values.size(); i++) {
            variables[name + '_' + i] = values[i]
        }
        return [(name): variables.keySet().join(' ')] + variables
    }

    /** A text on one line, for what is written between lines that mean something. */
    @NonCPS
    static String line(String text) {
        return text.replaceAll('[\\s\\p{Cntrl}]+', ' ').trim()
    }

    /** The lines of a text, without empty ones. */
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
