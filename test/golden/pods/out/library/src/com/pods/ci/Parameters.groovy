package com.pods.ci

import com.cloudbees.groovy.cps.NonCPS

/** Checks what a step was given; all problems end the build in one sentence. */
class Parameters implements Serializable {
    /** The given values and the defaults of the others. An optional parameter's type is its default's. */
    static Map of(Object steps, String step, Map arguments, Map required, Map optional) {
        // Without a single argument, Groovy hands over null.
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
        return value instanceof Number ? 'a number' : 'another thing'
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
