import com.acme.ci.Approval
import com.acme.ci.Checkout
import com.acme.ci.Freeze
import com.acme.ci.Handoff
import com.acme.ci.Hooks
import com.acme.ci.Limit
import com.acme.ci.Notice
import com.acme.ci.Parameters
import com.acme.ci.Place
import com.acme.ci.Record
import com.acme.ci.Site
import com.acme.ci.Status
import com.acme.ci.Text
import com.acme.ci.Verification
import com.acme.ci.When

Map call(Map arguments) {
    Map given = Parameters.of(this, 'deployRelease', arguments,
        [service: 'shop', git: 'https://git.acme.internal/shop/shop.git', environment: 'dev', owner: 'release'],
        [
            stage: '',
            shared: false,
            upstream: '',
            after: [],
            upstreams: [:],
            source: [:],
            images: [:],
            renamed: [:],
            previousIds: [:],
            guarded: false,
            approval: [:],
            when: [:],
            credentials: '',
            submodules: false,
            lfs: false,
            sparse: [],
            callBefore: [],
            callAfter: [],
            agent: '',
            retries: 0,
            timeout: 0,
            waitTimeout: 1440,
            pod: [:],
        ])
    given.stage = given.stage ?: given.environment
    Map target = Site.environments()[given.environment]
    if (target == null) {
        error('deployRelease: "' + given.environment + '" is not an environment of this site.')
    }
    // Builds run as SYSTEM by default, so any pipeline could start a job that requests no approval.
    if (target['protected'] && given.upstream && !given.guarded &&
            !currentBuild.getBuildCauses('hudson.model.Cause$UserIdCause')) {
        error('deployRelease: "' + given.environment + '" is protected: ' +
            'a user must start this job, or its stage must have an approval.')
    }
    Status status = new Status(this, given.service, given.stage)
    Map release = [:]
    boolean skipped = false
    try {
        release = When.passedOn(this, given, status)
        skipped = release.size() > 0
        if (!skipped) {
            refuseFrozen(given.environment, target.freeze)
            release = Limit.stage(this, given) { withRetries(given, target, status) }
        }
    } catch (Exception failure) {
        status.failed()
        throw failure
    }
    status.succeeded()
    if (!skipped) {
        String build = env.JOB_NAME + ' #' + env.BUILD_NUMBER
        Map message = Notice.ofDeployment(given, target, release, params.ROLLBACK_REASON ?: '', build)
        Notice.announce(this, given.owner, 'deployed', message + [url: env.BUILD_URL])
    }
    return release
}

private Map withRetries(Map given, Map target, Status status) {
    if (given.retries == 0) {
        return deployOnAgent(given, target, status)
    }
    Map release = [:]
    // Retry only if the agent was lost, not if the handoff failed.
    retry(count: given.retries + 1, conditions: [agent(), nonresumable()]) {
        release = deployOnAgent(given, target, status)
    }
    return release
}

private Map deployOnAgent(Map given, Map target, Status status) {
    // A deployment has no service containers and no caches.
    return Place.run(this, given + [services: []], given.agent ?: Site.agent('delivery')) {
        Limit.work(this, given) { deployOrRollBack(given, target, status) }
    }
}

private Map deployOrRollBack(Map given, Map target, Status status) {
    String reason = Text.line(params.ROLLBACK_REASON ?: '')
    // A rollback without a build number restores the previous release from the environment's history.
    if (reason && given.upstream && !params.UPSTREAM_BUILD) {
        if (target.verify) {
            error('A rollback to ' + given.environment + ' needs the build whose release it restores: environments.' +
                given.environment + '.requires verifies this release. Start this job with UPSTREAM_BUILD and ' +
                'ROLLBACK_REASON.')
        }
        Map none = Record.none()
        // An approval always belongs to a release, so a stage with an approval fails here without a build number.
        Approval.requireApproval(this, given)
        Hooks.run(this, given.callBefore, none)
        Handoff.run(this, given + [reason: reason, status: status], target, none, [lines: [], build: ''])
        Hooks.run(this, given.callAfter, none)
        return none
    }
    Map release = Approval.take(this, given)
    status.started(release.source)
    if (target.unstable == 'refuse' && release.unstable) {
        error('The release cannot be deployed to ' + given.environment + ': ' + release.unstable.join(', ') +
            ' was unstable, and this environment refuses releases of unstable builds.')
    }
    Map images = Record.digests(release)
    if (images.problem) {
        error('The release cannot be deployed: ' + images.problem + '.')
    }
    Verification.run(this, given, target, release)
    boolean application = !reason || target.sources
    if (application) {
        fetchHistory(given, release)
    }
    callHooks(given.callBefore, release, application)
    Handoff.run(this, given + [reason: reason, status: status], target, release, images)
    // Keep this build: its release can be promoted or rolled back to later.
    currentBuild.keepLog = true
    callHooks(given.callAfter, release, application)
    release = status.checked(release, Hooks.used(given))
    Record.keep(this, given, release)
    // The release may run next to the previous one until a user promotes it; see promoteRelease.
    return target.promotion ? release + [paused: Handoff.paused(this)] : release
}

/** Calls the hooks in the application's folder if it was checked out. */
private void callHooks(List hooks, Map release, boolean application) {
    if (hooks && application) {
        dir('app') {
            Hooks.run(this, hooks, release)
        }
    } else {
        Hooks.run(this, hooks, release)
    }
}

/** Fails if the environment is frozen. This applies to rollbacks, too. */
private void refuseFrozen(String environment, List windows) {
    String window = Freeze.window(windows, new Date().time)
    if (window) {
        error('No release can be deployed to ' + environment + ' now: it is frozen (' + window + ').')
    }
}

/** Checks out the application. Its history shows which of two releases is older; some handoffs read its files. */
private void fetchHistory(Map given, Map release) {
    dir('app') {
        deleteDir()
        checkout(poll: false, changelog: false, scm: Checkout.of(this, given, release.source.commit, 0))
    }
}
