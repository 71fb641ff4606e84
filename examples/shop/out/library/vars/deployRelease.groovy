import com.acme.ci.Parameters
import com.acme.ci.Record
import com.acme.ci.Scripts
import com.acme.ci.Site
import com.acme.ci.Text

Map call(Map arguments) {
    Map given = Parameters.of(this, 'deployRelease', arguments,
        [service: 'shop', git: 'https://git.acme.internal/shop/shop.git', environment: 'dev'],
        [upstream: '', credentials: '', handoff: '', agent: '', retries: 0])
    Map target = Site.environments()[given.environment]
    if (target == null) {
        error('deployRelease: "' + given.environment + '" is not an environment of this site.')
    }
    Map release = [:]
    retry(count: given.retries + 1, conditions: [agent(), nonresumable()]) {
        node(given.agent ?: Site.agent()) {
            release = Record.fetch(this, given.service, given.upstream)
            String reason = Text.line(params.ROLLBACK_REASON ?: '')
            if (!reason) {
                fetchHistory(given, release)
            }
            handOff(given, target, release, reason)
            Record.archive(this, release)
            stash(name: 'stagewright-record-' + given.service, includes: Record.FILE)
        }
    }
    return release
}

/** The application's commits: whether a release is older than another is asked of its history. */
private void fetchHistory(Map given, Map release) {
    dir('app') {
        deleteDir()
        checkout(poll: false, changelog: false, scm: scmGit(
            branches: [[name: release.source.commit]], extensions: [],
            userRemoteConfigs: [[url: given.git, credentialsId: given.credentials ?: null]]))
    }
}

private void handOff(Map given, Map target, Map release, String reason) {
    Map images = Record.digests(release)
    if (images.problem) {
        error('The release cannot be deployed: ' + images.problem + '.')
    }
    String state = env.WORKSPACE_TMP + '/deploy'
    Scripts scripts = new Scripts(this, state)
    String folder = 'deploy/' + (given.handoff ?: Site.handoff()) + '/'
    writeFile(file: env.WORKSPACE_TMP + '/askpass.sh', text: libraryResource('com/acme/ci/' + folder + 'askpass.sh'))
    String path = Text.fill(target.path, [service: given.service, environment: given.environment])
    withEnv(Text.environment([
        STATE: state, GITOPS_URL: target.git, GITOPS_BRANCH: target.branch, OVERLAY: path,
        SERVICE: given.service, ENVIRONMENT: given.environment, VERSION: release.version,
        COMMIT: release.source.commit, SOURCE_BUILD: release.source.job + '#' + release.source.build,
        IMAGE_BUILD: images.build, RELEASE_BUILD: '/' + env.JOB_NAME + '#' + env.BUILD_NUMBER, ROLLBACK: reason,
    ] + Text.numbered('IMAGE', images.lines))) {
        withCredentials(target.credentials ? [usernamePassword(credentialsId: target.credentials,
                usernameVariable: 'GIT_USER', passwordVariable: 'GIT_PASSWORD')] : []) {
            scripts.run(folder + 'commit.sh', 'Commit the digest for ' + given.environment)
        }
    }
}
