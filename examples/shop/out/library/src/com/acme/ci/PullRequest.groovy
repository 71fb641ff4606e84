package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** What builds of pull requests may use. Anyone may open one, and its code can read what its build gets. */
class PullRequest implements Serializable {
    /**
     * The credentials that a build gets: for a pull request only those that the site opens for pull requests, and only
     * if it also opens them for forks or the pull request is from the repository itself. The certificates of the site
     * are no secret: each build gets them. `of` has the pull request.
     */
    static List secrets(Object steps, Map of, List wanted) {
        if (!of.pullRequest) {
            return wanted
        }
        Map site = Site.pullRequests()
        // Jenkins sets CHANGE_FORK for a pull request from another repository.
        List ids = steps.env.CHANGE_FORK && !site.forks ? [] : site.credentials
        return opened(wanted, ids + [Site.files().all.CA_BUNDLE])
    }

    /** The label of the agents for pull requests, by the label of the stage's agent; empty for the stage's agent. */
    @NonCPS
    static String label(String own) {
        return Site.pullRequests().agents[own] ?: Site.agent('pullRequests')
    }

    /** Checks out the commit of a release. A pull request has a commit that only its own branch source fetches. */
    static void checkOut(Object steps, Map given, Map source) {
        if (!given.pullRequest) {
            steps.checkout(poll: false, changelog: false, scm: Checkout.of(steps, given, source.commit, 0))
            return
        }
        Map found = steps.checkout(poll: false, changelog: false, scm: steps.scm)
        if (found.GIT_COMMIT != source.commit) {
            steps.error('The release record is for commit ' + source.commit + ', but this run builds ' +
                found.GIT_COMMIT + '. Start the build again.')
        }
    }

    @NonCPS
    private static List opened(List wanted, List ids) {
        List found = []
        for (Object it : wanted) {
            if (ids.contains(it.id)) {
                found << it
            }
        }
        return found
    }
}
