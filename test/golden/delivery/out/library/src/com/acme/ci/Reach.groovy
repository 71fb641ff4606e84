package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** How far a commit goes: by its branch, its tag, or as a pull request. */
class Reach implements Serializable {
    /** Empty where it goes on; otherwise why not. */
    @NonCPS
    static String objection(Map source, List branches, List tags, boolean pullRequests) {
        if (source.pullRequest) {
            return pullRequests ? '' : 'pull requests end here'
        }
        if (source.tag) {
            return Text.fits(source.tag, tags) ? '' : 'tag ' + source.tag + ' ends here'
        }
        return Text.fits(source.branch, branches) ? '' : 'branch ' + source.branch + ' ends here'
    }

    /** Why a next stage's job is not started after this run's release; empty where it is. */
    static String startObjection(Object steps, Map release, Map next) {
        if (steps.params.ROLLBACK_REASON) {
            return 'a rollback goes no further than its environment'
        }
        return objection(release.source, next.branches, next.tags, false)
    }

    /** What a next stage's job is told: this run, whose record it fetches. */
    static List ownBuild(Object steps) {
        List parameters = [steps.string(name: 'UPSTREAM_BUILD', value: steps.env.BUILD_NUMBER)]
        if (steps.env.BRANCH_NAME) {
            // Each branch has a job of its own, which counts its own builds.
            parameters << steps.string(name: 'UPSTREAM_BRANCH', value: steps.env.JOB_BASE_NAME)
        }
        return parameters
    }

    /** What this run builds: of a multibranch job by Jenkins' variables, of a plain one by REVISION. */
    @NonCPS
    static Map source(Map given, String revision, String standard) {
        String name = revision ?: standard
        String branch = given.branch ?: name.replaceAll('^(refs/heads/|origin/)', '')
        String tag = given.tag ?: (name.startsWith('refs/tags/') ? name.substring(10) : '')
        return [branch: tag ? '' : branch, tag: tag, pullRequest: given.pullRequest ?: '']
    }
}
