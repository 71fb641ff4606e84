package org.clinic.ci

import com.cloudbees.groovy.cps.NonCPS

/** Which releases a stage works on. The record tells, so that it is the same in any job, at any time. */
class When implements Serializable {
    /** The release that the stage hands on as it is; empty where it works on it. The stage's own agent is not taken. */
    static Map passedOn(Object steps, Map given, Status status) {
        Map release = [:]
        // A rollback is somebody's decision already.
        if (!given.when || steps.params.ROLLBACK_REASON) {
            return release
        }
        steps.node(Site.agent()) {
            Map taken = Record.fetch(steps, given)
            String reason = objection(taken.source, given.when)
            if (reason) {
                status.started(taken.source)
                steps.echo('Stage ' + given.stage + ' is skipped: ' + reason + '. Its release goes on.')
                Record.keep(steps, given, taken)
                release = taken
            }
        }
        return release
    }

    /** Why a stage does not work on a commit; empty where it does. */
    @NonCPS
    static String objection(Map source, Map when) {
        if (when.branches || when.tags) {
            List patterns = source.tag ? when.tags : when.branches
            boolean wanted = Text.fits(source.tag ?: source.branch, patterns ?: [])
            if (!wanted) {
                return 'it is not for ' + (source.tag ? 'tag ' + source.tag : 'branch ' + source.branch)
            }
        }
        for (Object pattern : when.paths) {
            // A record of before the library noted what changed: nothing speaks against it.
            if (source.changed == null || source.changed.contains(pattern)) {
                return ''
            }
        }
        return when.paths ? 'nothing changed in ' + when.paths.join(', ') : ''
    }
}
