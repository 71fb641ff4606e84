import com.pods.ci.Approval
import com.pods.ci.Hooks
import com.pods.ci.Parameters
import com.pods.ci.Record
import com.pods.ci.Site
import com.pods.ci.Status
import com.pods.ci.Text
import com.pods.ci.Tool
import com.pods.ci.When

Map call(Map arguments, Closure block = null) {
    Map given = Parameters.of(this, 'customStage', arguments,
        [service: 'shop', git: 'https://git.acme.internal/shop/shop.git'],
        [
            stage: 'custom',
            shared: false,
            upstream: '',
            after: [],
            upstreams: [:],
            renamed: [:],
            previousIds: [:],
            guarded: false,
            approval: [:],
            when: [:],
            credentials: '',
            command: '',
            toolImage: '',
            directory: '.',
            environment: [:],
            tests: [],
            callBefore: [],
            callAfter: [],
            agent: '',
            retries: 0,
        ])
    if (block == null && !given.command) {
        error('customStage: give it a command, or a block that calls a step.')
    }
    Status status = new Status(this, given.service, given.stage)
    Map release = [:]
    try {
        release = When.passedOn(this, given, status) ?: runAsOften(given, block, status)
    } catch (Exception failure) {
        status.failed()
        throw failure
    }
    status.succeeded()
    return release
}

private Map runAsOften(Map given, Closure block, Status status) {
    if (given.retries == 0) {
        return runOnAgent(given, block, status)
    }
    Map release = [:]
    // Again where the agent was lost, never because the command failed.
    retry(count: given.retries + 1, conditions: [agent(), nonresumable()]) {
        release = runOnAgent(given, block, status)
    }
    return release
}

private Map runOnAgent(Map given, Closure block, Status status) {
    Map release = [:]
    node(given.agent ?: Site.agent()) {
        release = Approval.noted(this, given, Record.fetch(this, given))
        status.started(release.source)
        dir('app') {
            deleteDir()
            checkout(poll: false, changelog: false, scm: scmGit(
                branches: [[name: release.source.commit]], extensions: [],
                userRemoteConfigs: [[url: given.git, credentialsId: given.credentials ?: null]]))
            Hooks.run(this, given.callBefore, release)
            if (given.directory == '.') {
                runHere(given, release, block)
            } else {
                dir(given.directory) {
                    runHere(given, release, block)
                }
            }
            Hooks.run(this, given.callAfter, release)
        }
        Record.keep(this, given, release)
    }
    return release
}

private void runHere(Map given, Map release, Closure block) {
    Map variables = Site.environment() + given.environment + Record.variables(release) + [
        STATE: env.WORKSPACE_TMP + '/custom', COMMAND: given.command, CACHE: '', BUILD_JAVA_HOME: '', ARGUMENT_COUNT: 0]
    boolean passed = false
    withEnv(Text.environment(variables)) {
        try {
            List files = Tool.credentials(this, 'command')
            if (files) {
                withCredentials(files) {
                    runIt(given, variables, block)
                }
            } else {
                runIt(given, variables, block)
            }
            passed = true
        } finally {
            if (given.tests) {
                // After an early failure there are no reports; their absence must not hide it.
                junit(testResults: given.tests.join(','), allowEmptyResults: !passed)
            }
        }
    }
}

private void runIt(Map given, Map variables, Closure block) {
    if (block == null) {
        Tool.run(this, 'command', given.toolImage, variables)
    } else {
        block.call()
    }
}
