package com.acme.ci

/** The time limits of a stage. Waiting for an agent or a lock is not part of its work. */
class Limit implements Serializable {
    /** Aborts a stage that waits too long. Each retry has time for its work. */
    static Map stage(Object steps, Map given, Closure body) {
        return within(steps, given.timeout ? given.waitTimeout + given.timeout * (given.retries + 1) : 0, body)
    }

    /** Aborts the work on an agent. Without a limit in the Jenkinsfile, there is none. */
    static Map work(Object steps, Map given, Closure body) {
        return within(steps, given.timeout, body)
    }

    private static Map within(Object steps, Object minutes, Closure body) {
        if (!minutes) {
            return body.call()
        }
        Map result = [:]
        steps.timeout(time: minutes, unit: 'MINUTES') {
            result = body.call()
        }
        return result
    }
}
