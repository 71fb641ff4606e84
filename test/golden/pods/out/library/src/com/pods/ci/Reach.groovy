package com.pods.ci

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

    /** What this run builds: of a multibranch job by Jenkins' variables, of a plain one by REVISION. */
    @NonCPS
    static Map source(Map given, String revision, String standard) {
        String name = revision ?: standard
        String branch = given.branch ?: name.replaceAll('^(refs/heads/|origin/)', '')
        String tag = given.tag ?: (name.startsWith('refs/tags/') ? name.substring(10) : '')
        return [branch: tag ? '' : branch, tag: tag, pullRequest: given.pullRequest ?: '']
    }
}
