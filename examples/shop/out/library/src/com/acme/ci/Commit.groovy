package com.acme.ci

/** Checks out the commit of a release, and checks what its record says about the commit. */
class Commit implements Serializable {
    /** Fetches only the branch or tag of the record: the checkout fails if that branch does not contain the commit. */
    static void checkOut(Object steps, Map given, Map source) {
        String claim = source.tag ? 'tag ' + source.tag : 'branch ' + source.branch
        // A user may build a commit without naming a branch.
        boolean bare = !source.tag && source.commit.startsWith(source.branch) &&
            source.branch.matches('([0-9a-f]{7,40})?')
        String ref = source.tag ? 'refs/tags/' + source.tag : 'refs/heads/' + (bare ? '*' : source.branch)
        String local = source.tag ? ref : ref.replaceFirst('^refs/heads/', 'refs/remotes/origin/')
        Map found = [:]
        try {
            found = steps.checkout(poll: false, changelog: false, scm: steps.scmGit(
                branches: [[name: source.tag ? ref : source.commit]],
                extensions: [steps.cloneOption(honorRefspec: true, noTags: true, reference: '', shallow: false)] +
                    Checkout.content(steps, given),
                userRemoteConfigs: [[url: given.git, credentialsId: given.credentials ?: null,
                    refspec: '+' + ref + ':' + local]]))
        } catch (Exception failure) {
            steps.echo('Commit ' + source.commit + ' must be on ' + claim + ' of ' + given.git +
                ': a release record may only name a branch or a tag that git confirms.')
            throw failure
        }
        if (found.GIT_COMMIT != source.commit) {
            steps.error('The release record says that ' + claim + ' is commit ' + source.commit + ', but in ' +
                given.git + ' it is ' + found.GIT_COMMIT +
                '. A release record may only name a tag that points at its commit.')
        }
    }
}
