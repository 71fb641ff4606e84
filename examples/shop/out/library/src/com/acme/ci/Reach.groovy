package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Decides which stages a commit reaches: by its branch, its tag, or because it is a pull request. */
class Reach implements Serializable {
    /** Why a commit does not reach the next stage; empty if it does. */
    @NonCPS
    static String objection(Map source, List branches, List tags, boolean pullRequests) {
        if (source.pullRequest) {
            return pullRequests ? '' : 'pull requests do not reach it'
        }
        if (source.tag) {
            return Text.fits(source.tag, tags) ? '' : 'tag ' + source.tag + ' does not reach it'
        }
        return Text.fits(source.branch, branches) ? '' : 'branch ' + source.branch + ' does not reach it'
    }

    /** Why the job of a next stage is not started; empty if it is started. */
    static String startObjection(Object steps, Map release, Map next) {
        if (steps.env.CHANGE_ID) {
            return 'pull requests do not reach it'
        }
        if (steps.params.ROLLBACK_REASON) {
            return 'a rollback only changes its own environment'
        }
        return Unstable.objection(release.unstable ?: [], next.unlessUnstable) ?:
            objection(release.source, next.branches, next.tags, false)
    }

    /** Fails if a job that this run waited for has failed. It may be unstable if its stages continue then. */
    static void requireResult(Object steps, Map next, Object finished) {
        if (next.unstable == 'continue' && finished != null && !['SUCCESS', 'UNSTABLE'].contains(finished.result)) {
            steps.error(next.job + ' #' + finished.number + ' ended with ' + finished.result + '.')
        }
    }

    /** The parameters for the job of a next stage: they name this run, whose release record the job fetches. */
    static List ownBuild(Object steps) {
        List parameters = [steps.string(name: 'UPSTREAM_BUILD', value: steps.env.BUILD_NUMBER)]
        if (steps.env.BRANCH_NAME) {
            // Each branch has its own job with its own build numbers.
            parameters << steps.string(name: 'UPSTREAM_BRANCH', value: steps.env.JOB_BASE_NAME)
        }
        return parameters
    }

    /** The source of this run. Multibranch jobs use Jenkins' variables, other jobs use REVISION. */
    @NonCPS
    static Map source(Map given, String revision, String standard) {
        String name = revision ?: standard
        String branch = given.branch ?: name.replaceAll('^(refs/heads/|origin/)', '')
        String tag = given.tag ?: (name.startsWith('refs/tags/') ? name.substring(10) : '')
        return [branch: tag ? '' : branch, tag: tag, pullRequest: given.pullRequest ?: '']
    }
}
