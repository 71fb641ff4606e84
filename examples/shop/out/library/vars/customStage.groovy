import com.acme.ci.Approval
import com.acme.ci.Artifacts
import com.acme.ci.Bindings
import com.acme.ci.Hooks
import com.acme.ci.Limit
import com.acme.ci.Parameters
import com.acme.ci.Place
import com.acme.ci.PullRequest
import com.acme.ci.Record
import com.acme.ci.Reports
import com.acme.ci.Services
import com.acme.ci.Site
import com.acme.ci.Sonar
import com.acme.ci.Status
import com.acme.ci.Text
import com.acme.ci.Tool
import com.acme.ci.When

Map call(Map arguments, Closure block = null) {
    Map given = Parameters.of(this, 'customStage', arguments,
        [service: 'shop', git: 'https://git.acme.internal/shop/shop.git'],
        [
            stage: 'custom',
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
            artifacts: false,
            artifactsFrom: '',
            command: '',
            shell: 'sh',
            onFailure: '',
            always: '',
            allowFailure: false,
            toolImage: '',
            directory: '.',
            environment: [:],
            secrets: [],
            sonar: [:],
            services: [],
            tests: [],
            coverage: [:],
            issues: [:],
            callBefore: [],
            callAfter: [],
            agent: '',
            retries: 0,
            timeout: 0,
            waitTimeout: 1440,
            pod: [:],
        ])
    if (block == null && !given.command) {
        error('customStage: pass a command, or a block that calls a step.')
    }
    // A stage of a pull request accepts the record of its own run.
    given.pullRequest = env.CHANGE_ID ?: ''
    given.commit = env.STAGEWRIGHT_COMMIT ?: ''
    given.secrets = PullRequest.secrets(this, given, given.secrets)
    Status status = new Status(this, given.service, given.stage)
    Map release = [:]
    try {
        release = When.passedOn(this, given, status) ?:
            Limit.stage(this, given) { withRetries(given, block, status) }
        if (status.analyzed) {
            release = Sonar.finished(this, given, status, release, ownSteps(given, block))
        }
    } catch (Exception failure) {
        status.failed()
        throw failure
    }
    status.succeeded()
    return release
}

private Map withRetries(Map given, Closure block, Status status) {
    if (given.retries == 0) {
        return runOnAgent(given, block, status)
    }
    Map release = [:]
    // Retry only if the agent was lost, not if the command failed.
    retry(count: given.retries + 1, conditions: [agent(), nonresumable()]) {
        release = runOnAgent(given, block, status)
    }
    return release
}

private Map runOnAgent(Map given, Closure block, Status status) {
    return Place.run(this, given, Place.label(this, given)) {
        Limit.work(this, given) { runStage(given, block, status) }
    }
}

private Map runStage(Map given, Closure block, Status status) {
    Map release = Approval.take(this, given)
    dir('app') {
        deleteDir()
        PullRequest.checkOut(this, given, release.source)
        status.started(release.source)
        if (given.artifacts) {
            Artifacts.fetch(this, given, release)
        }
        Hooks.run(this, given.callBefore, release)
        if (worked(given, release, block, status)) {
            Hooks.run(this, given.callAfter, release)
        }
    }
    if (status.analyzed) {
        return release
    }
    release = status.checked(release, ownSteps(given, block))
    Record.keep(this, given, release)
    return release
}

private boolean ownSteps(Map given, Closure block) {
    return block != null || Hooks.used(given)
}

/** True if the work succeeded; false after a failure that the spec allows. */
private boolean worked(Map given, Map release, Closure block, Status status) {
    if (!given.allowFailure) {
        runInDirectory(given, release, block, status)
        return true
    }
    boolean passed = false
    catchError(message: 'Stage ' + given.stage + ' is allowed to fail', buildResult: 'UNSTABLE',
            stageResult: 'UNSTABLE', catchInterruptions: false) {
        runInDirectory(given, release, block, status)
        passed = true
    }
    if (!passed) {
        status.tolerated()
    }
    return passed
}

private void runInDirectory(Map given, Map release, Closure block, Status status) {
    if (given.directory == '.') {
        runInWorkspace(given, release, block, status)
    } else {
        dir(given.directory) {
            runInWorkspace(given, release, block, status)
        }
    }
}

private void runInWorkspace(Map given, Map release, Closure block, Status status) {
    Services.around(this, given, !given.toolImage) { Map services ->
        runWith(Services.variables(services, given.toolImage), given, release, block, status)
    }
}

private void runWith(Map services, Map given, Map release, Closure block, Status status) {
    // The token could be read by the code of a pull request.
    Map sonar = given.pullRequest ? [:] : given.sonar
    Map variables = Site.environment() + given.environment + services + Record.variables(release) + [
        STATE: env.WORKSPACE_TMP + '/custom', COMMAND: given.command, CACHE: '', BUILD_JAVA_HOME: '',
        ARGUMENT_COUNT: 0] +
        // The home folder of an image belongs to its own user.
        (given.pod || given.pullRequest ? [PRIVATE_HOME: 'true'] : [:]) + (sonar ? [SONAR: 'true'] : [:])
    boolean passed = false
    withEnv(Text.environment(variables)) {
        try {
            List files = PullRequest.secrets(this, given, Tool.files('command'))
            List bindings = Bindings.of(this, files + given.secrets)
            Sonar.around(this, sonar, status) {
                if (bindings) {
                    withCredentials(bindings) {
                        runCommands(given, variables, block)
                    }
                } else {
                    runCommands(given, variables, block)
                }
            }
            passed = true
        } finally {
            Reports.record(this, given, given.stage, status, passed)
        }
    }
}

/** Runs the command, and the commands that follow it. */
private void runCommands(Map given, Map variables, Closure block) {
    boolean passed = false
    try {
        runCommand(given, variables, block)
        passed = true
    } finally {
        if (given.onFailure && !passed) {
            runAfter(given, variables, 'onFailure', passed)
        }
        if (given.always) {
            runAfter(given, variables, 'always', passed)
        }
    }
}

private void runAfter(Map given, Map variables, String name, boolean passed) {
    Map after = work(given, name, 'Run ' + name)
    withEnv(['COMMAND=' + given[name]]) {
        if (passed) {
            Tool.run(this, after, variables, given.secrets)
        } else {
            // The stage fails with the error of its command.
            catchError(message: 'The command ' + name + ' failed, too', buildResult: 'SUCCESS', stageResult: 'SUCCESS',
                    catchInterruptions: false) {
                Tool.run(this, after, variables, given.secrets)
            }
        }
    }
}

private Map work(Map given, String name, String label) {
    return [tool: 'command', image: given.toolImage, label: label, container: Place.container(given),
            shell: given.shell, command: given[name]]
}

private void runCommand(Map given, Map variables, Closure block) {
    if (block == null) {
        Tool.run(this, work(given, 'command', 'Run command'), variables, given.secrets)
    } else if (given.pod) {
        container(Place.container(given)) { block.call() }
    } else {
        block.call()
    }
}
