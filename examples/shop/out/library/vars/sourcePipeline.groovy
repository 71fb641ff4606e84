import com.acme.ci.Parameters
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

void call(Map arguments) {
    Map given = Parameters.of(this, 'sourcePipeline', arguments,
        [service: 'shop', git: 'https://git.acme.internal/shop/shop.git', version: '1.4.{build}', tool: 'maven'],
        [
            stage: 'build',
            shared: false,
            credentials: '',
            submodules: false,
            lfs: false,
            sparse: [],
            branch: 'main',
            depth: 0,
            keepFiles: false,
            versions: [],
            versionFile: '',
            jdk: '',
            toolImage: '',
            command: '',
            arguments: [],
            directory: '.',
            environment: [:],
            artifacts: [],
            tests: [],
            coverage: [:],
            issues: [:],
            cache: '',
            also: [],
            secrets: [],
            sonar: [:],
            services: [],
            paths: [],
            timer: false,
            author: false,
            callBefore: [],
            callAfter: [],
            agent: '',
            retries: 0,
            waitTimeout: 1440,
            pod: [:],
            timeout: 30,
            start: [],
            groups: [],
            keepBuilds: 50,
            keepDays: 90,
            consumers: [],
            jobParameters: [],
            cron: '',
            nightly: '',
            notify: '',
        ])
    // A new commit of a pull request aborts the build of the one before.
    List settings = [disableConcurrentBuilds(abortPrevious: env.CHANGE_ID != null), buildDiscarder(logRotator(
        numToKeepStr: given.keepBuilds.toString(), daysToKeepStr: given.keepDays.toString()))]
    if (given.consumers) {
        settings << copyArtifactPermission(given.consumers.join(','))
    }
    // The schedule of conditions builds one branch; that of the service builds each one.
    String schedule = given.cron ?: (env.BRANCH_NAME == given.branch ? given.nightly : '')
    if (schedule) {
        settings << pipelineTriggers([cron(schedule)])
    }
    if (given.jobParameters) {
        settings << parameters(definitions(given.jobParameters))
    }
    properties(settings)
    Map source = [parameters: names(given.jobParameters)]
    source.putAll(arguments)
    ['start', 'groups', 'keepBuilds', 'keepDays', 'consumers', 'jobParameters', 'cron', 'nightly', 'notify']
        .each { name -> source.remove(name) }
    boolean building = true
    try {
        Map release = [:]
        stage(given.stage) {
            release = buildSource(source + [timeout: given.timeout])
        }
        building = false
        for (int i = 0; i < given.start.size(); i++) {
            startStage([release: release] + given.start[i])
        }
        for (int i = 0; i < given.groups.size(); i++) {
            startGroup([release: release] + given.groups[i])
        }
    } catch (FlowInterruptedException stopped) {
        // While it builds, a user, a timeout or the next commit of a pull request stops it. Later, this exception
        // says that a job that it started failed.
        if (given.notify && !(building && env.CHANGE_ID)) {
            notifyOwner(team: given.notify, result: building ? 'ABORTED' : 'FAILURE')
        }
        throw stopped
    } catch (Exception failure) {
        if (given.notify) {
            notifyOwner(team: given.notify, result: 'FAILURE')
        }
        throw failure
    }
    if (given.notify && (currentBuild.currentResult == 'UNSTABLE' || recovered())) {
        notifyOwner(team: given.notify)
    }
}

/** True if this build succeeded and the build before it did not. */
private boolean recovered() {
    return currentBuild.currentResult == 'SUCCESS' &&
        ['FAILURE', 'UNSTABLE'].contains(currentBuild.previousBuild?.result)
}

private List names(List parameters) {
    List found = []
    for (int i = 0; i < parameters.size(); i++) {
        found << parameters[i].name
    }
    return found
}

private List definitions(List parameters) {
    List found = []
    for (int i = 0; i < parameters.size(); i++) {
        Map it = [default: '', choices: [], description: ''] + parameters[i]
        if (it.kind == 'choice') {
            found << choice(name: it.name, choices: it.choices, description: it.description)
        } else if (it.kind == 'boolean') {
            found << booleanParam(name: it.name, defaultValue: it.default == 'true', description: it.description)
        } else {
            found << string(name: it.name, defaultValue: it.default, description: it.description)
        }
    }
    return found
}
