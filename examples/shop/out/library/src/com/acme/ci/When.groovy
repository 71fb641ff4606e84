package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Decides whether a stage skips a release. Only the record counts, so every job and run decides the same. */
class When implements Serializable {
    /** The unchanged release if the stage is skipped, else empty. Does not allocate the stage's own agent. */
    static Map passedOn(Object steps, Map given, Status status) {
        Map release = [:]
        // A user decided on the rollback, so the conditions do not apply.
        if (!given.when || steps.params.ROLLBACK_REASON) {
            return release
        }
        steps.node(Site.agent('delivery')) {
            Map taken = given.approval?.release ? Approval.take(steps, given) : Record.fetch(steps, given)
            String reason = When.objection(taken.source, given.when)
            if (reason) {
                status.started(taken.source)
                steps.echo('Stage ' + given.stage + ' is skipped: ' + reason + '. The release stays unchanged.')
                Record.keep(steps, given, taken)
                release = taken
            }
        }
        return release
    }

    /** Why a stage skips a commit; empty if it does not. */
    @NonCPS
    static String objection(Map source, Map when) {
        if (when.branches || when.tags) {
            List patterns = source.tag ? when.tags : when.branches
            boolean wanted = Text.fits(source.tag ?: source.branch, patterns ?: [])
            if (!wanted) {
                return 'it does not run for ' + (source.tag ? 'tag ' + source.tag : 'branch ' + source.branch)
            }
        }
        // Records of older library versions do not say who started the build: the stage does not run.
        if (when.timer && source.timer != 'true') {
            return 'the timer did not start its build'
        }
        for (Object pattern : when.paths) {
            // Records of older library versions do not list changed paths: the stage runs.
            if (source.changed == null || source.changed.contains(pattern)) {
                return ''
            }
        }
        return when.paths ? 'no file changed in ' + when.paths.join(', ') : ''
    }
}
