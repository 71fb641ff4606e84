package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Who let a stage of this very run go on. It lives in the run's own program: no other run, and no restart, has it. */
class Approval implements Serializable {
    /** What approvers said, bound to this run and to the release that they were asked about. */
    static Map given(Object steps, String stage, Map release, List by) {
        return [run: runOf(steps), stage: stage, commit: release.source.commit, version: release.version, by: by]
    }

    /** Ends the run unless its stage was approved in it; else the release with who approved it and why. */
    static Map noted(Object steps, Map given, Map release) {
        if (!given.guarded) {
            return release
        }
        Map approval = given.approval
        boolean approved = approval.run == runOf(steps) && approval.stage == given.stage && approval.by &&
            approval.commit == release.source.commit && approval.version == release.version
        if (!approved) {
            steps.error('Stage ' + given.stage + ' was not approved in this run: start its job anew.')
        }
        return release + [approvals: (release.approvals ?: [:]) + [(given.stage): approval.by]]
    }

    /** Trailers of a commit: who approved this stage, and why. */
    @NonCPS
    static List trailers(Map given) {
        List lines = []
        for (Object one : given.approval.by) {
            lines << 'Approved-By: ' + one.by + (one.reason ? ': ' + one.reason : '')
        }
        return lines
    }

    /** Who may not approve a release of their own, as far as Jenkins and git can tell: ids, addresses, names. */
    @NonCPS
    static List own(Map source, List starters) {
        List names = []
        Map author = source.author ?: [name: '', mail: '']
        names.addAll([author.name, author.mail, author.mail.replaceAll('@.*', ''), source.starter ?: ''])
        names.addAll(starters)
        List found = []
        for (Object name : names) {
            if (name) {
                found << name.toString().toLowerCase()
            }
        }
        return found
    }

    /** Why an approver's answer does not count; empty where it does. */
    @NonCPS
    static String objection(String approver, List before, List own) {
        if (own.contains(approver.toLowerCase())) {
            return approver + ' wrote the change or started a run of it; somebody else must approve'
        }
        for (Object one : before) {
            if (one.by == approver) {
                return approver + ' approved already; another person must'
            }
        }
        return ''
    }

    /** The ids of the people who started this run. */
    static List starters(Object steps) {
        List causes = steps.currentBuild.getBuildCauses('hudson.model.Cause$UserIdCause')
        List ids = []
        for (int i = 0; i < causes.size(); i++) {
            ids << (causes[i].userId ?: '')
        }
        return ids
    }

    private static String runOf(Object steps) {
        return '/' + steps.env.JOB_NAME + '#' + steps.env.BUILD_NUMBER
    }
}
