package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Checks the arguments of a step. One message reports all problems and the build fails. */
class Parameters implements Serializable {
    /** The arguments, with defaults for missing ones. The type of an optional parameter is the type of its default. */
    static Map of(Object steps, String step, Map arguments, Map required, Map optional) {
        // Groovy passes null if a step is called without arguments.
        Map given = arguments ?: [:]
        String problems = problems(given, required, optional)
        if (problems) {
            steps.error(step + ': ' + problems)
        }
        return complete(given, optional)
    }

    @NonCPS
    private static Map complete(Map given, Map optional) {
        Map values = [:]
        values.putAll(optional)
        values.putAll(given)
        return values
    }

    @NonCPS
    private static String problems(Map given, Map required, Map optional) {
        List found = []
        List known = []
        known.addAll(required.keySet())
        known.addAll(optional.keySet())
        for (Object name : given.keySet()) {
            if (!known.contains(name.toString())) {
                found << 'unknown parameter "' + name + '"' + suggestion(name.toString(), known)
            }
        }
        for (Object name : required.keySet()) {
            if (!given.containsKey(name)) {
                found << 'missing parameter "' + name + '"'
            }
        }
        for (Object name : given.keySet()) {
            Object model = required.containsKey(name) ? required[name] : optional[name]
            String wanted = typeOf(model)
            if (known.contains(name.toString()) && typeOf(given[name]) != wanted) {
                found << '"' + name + '" must be ' + wanted + ', not ' + typeOf(given[name]) + ' ' + given[name]
            }
        }
        return found.join('; ')
    }

    @NonCPS
    private static String typeOf(Object value) {
        if (value instanceof CharSequence) {
            return 'a text'
        }
        if (value instanceof Map) {
            return 'a map'
        }
        if (value instanceof List) {
            return 'a list'
        }
        if (value instanceof Boolean) {
            return 'true or false'
        }
        return value instanceof Number ? 'a number' : 'an unsupported type'
    }

    @NonCPS
    private static String suggestion(String name, List known) {
        String best = ''
        int least = 3
        for (Object candidate : known) {
            int distance = Text.distance(name.toLowerCase(), candidate.toString().toLowerCase())
            if (distance < least) {
                least = distance
                best = candidate.toString()
            }
        }
        return best ? '; did you mean "' + best + '"?' : ''
    }
}
