package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** The approval of a stage in this run. It is a variable of the run: other runs and restarts do not have it. */
class Approval implements Serializable {
    /** An approval that is valid only for this run, this stage and this release. It contains the approved release. */
    static Map create(Object steps, String stage, Map release, List by) {
        return [run: runOf(steps), stage: stage, commit: release.source.commit, version: release.version,
                digests: digests(release), release: release, by: by]
    }

    /** The digests that an approval covers, one line for each image. */
    @NonCPS
    static List digests(Map release) {
        return release.images ? Record.digests(release).lines ?: [] : []
    }

    /**
     * The release that a stage uses. With an approval, this is the approved release: nothing is fetched again after the
     * approval. Fails if the stage needs an approval and has none.
     */
    static Map take(Object steps, Map given) {
        if (!given.guarded) {
            return Record.fetch(steps, given)
        }
        requireApproval(steps, given)
        Map release = RecordReader.withRepository(steps, given, given.approval.release)
        return release + [approvals: (release.approvals ?: [:]) + [(given.stage): given.approval.by]]
    }

    /** Fails if a stage needs an approval of this run and has none. */
    static void requireApproval(Object steps, Map given) {
        Map approval = given.approval
        Map release = approval.release ?: Record.none()
        boolean approved = approval.run == runOf(steps) && approval.stage == given.stage && approval.by &&
            approval.commit == release.source.commit && approval.version == release.version &&
            approval.digests == digests(release)
        if (given.guarded && !approved) {
            steps.error('Stage ' + given.stage +
                ' was not approved in this run. Start the job again to request an approval.')
        }
    }

    /** The commit trailers that name the approvers of this stage and their reasons. */
    @NonCPS
    static List trailers(Map given) {
        List lines = []
        for (Object one : given.approval.by) {
            lines << 'Approved-By: ' + one.by + (one.reason ? ': ' + one.reason : '')
        }
        return lines
    }

    /** True if the record names the author of its commit. */
    @NonCPS
    static boolean hasAuthor(Map source) {
        return source.author && (source.author.name || source.author.mail)
    }

    /** IDs, addresses and names of the people who made this release: they must not approve it. */
    @NonCPS
    static List authorNames(Map source, List starters) {
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

    /** Why an approval is not valid; empty if it is valid. */
    @NonCPS
    static String objection(String approver, List before, List authors) {
        if (authors.contains(approver.toLowerCase())) {
            return approver + ' wrote the change or started a run of it; another person must approve'
        }
        for (Object one : before) {
            if (one.by == approver) {
                return approver + ' has already approved; another person must approve'
            }
        }
        return ''
    }

    /** The IDs of the users who started this run. */
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
