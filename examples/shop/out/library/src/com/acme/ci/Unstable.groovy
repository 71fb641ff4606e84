package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** The unstable stages of this run. The result of the run does not say which of its stages are unstable. */
class Unstable implements Serializable {
    /** The IDs of the unstable stages. */
    static List stages(Object steps) {
        return Text.words(steps.env.STAGEWRIGHT_UNSTABLE ?: '')
    }

    /** Adds a stage. The variable is part of the run, so a restart keeps it. */
    static void add(Object steps, String stage) {
        List known = stages(steps)
        if (!known.contains(stage)) {
            steps.env.STAGEWRIGHT_UNSTABLE = (known + [stage]).join(' ')
        }
    }

    /** The release, with the unstable stages that any of the records names. */
    @NonCPS
    static Map noted(Map release, List records) {
        List all = []
        for (Object record : records) {
            for (Object stage : (record.unstable ?: [])) {
                if (!all.contains(stage)) {
                    all << stage
                }
            }
        }
        return all ? Record.union(release, [unstable: all]) : release
    }

    /** Why stages that need these stages do not start; empty if they start. */
    @NonCPS
    static String objection(List unstable, List needed) {
        for (Object stage : needed) {
            if (unstable.contains(stage)) {
                return 'stage ' + stage + ' is unstable'
            }
        }
        return ''
    }
}
