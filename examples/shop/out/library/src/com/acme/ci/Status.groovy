package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** The result of one stage. Sets a commit status on the repository's host, if the site enables commit statuses. */
class Status implements Serializable {
    /** True if the stage sent an analysis to SonarQube, so that its quality gate decides about the stage. */
    boolean analyzed = false
    private final Object steps
    private final String stage
    private final String context
    private Map source = [:]
    private String before = 'SUCCESS'
    private boolean unstable = false
    private boolean replaced = false

    Status(Object steps, String service, String stage) {
        this.steps = steps
        this.stage = stage
        this.context = service + '/' + stage
    }

    /** Reports that the stage works on this commit. */
    void started(Map commit) {
        source = commit
        analyzed = false
        before = steps.currentBuild.currentResult
        send('started')
    }

    /** Marks the stage as unstable if a test failed. Takes the result of the junit step. */
    void tested(Object tests) {
        if (tests.failCount > 0) {
            markUnstable()
        }
    }

    /** Marks the stage as unstable because its command failed, and the spec allows that. */
    void tolerated() {
        markUnstable()
    }

    /**
     * The quality gates of reports. If another stage made the run unstable, an unstable result would not show a failed
     * gate: it then fails the stage, except if the next stages start anyway.
     */
    List gates(Map reports) {
        List gates = reports.qualityGates ?: []
        boolean hidden = !unstable && !reports.continues && steps.currentBuild.currentResult == 'UNSTABLE'
        return hidden ? Reports.strict(gates) : gates
    }

    /** Calls a step with quality gates, which only set the result of the run. Returns why the stage fails. */
    String gated(String what, Closure body) {
        String earlier = steps.currentBuild.currentResult
        int others = Unstable.stages(steps).size()
        body.call()
        String result = steps.currentBuild.currentResult
        if (result == 'FAILURE' && earlier != 'FAILURE') {
            return 'A quality gate of the ' + what + ' failed; see the log above.'
        }
        // If a parallel stage became unstable meanwhile, the run's result says nothing about this stage.
        if (result == 'UNSTABLE' && earlier == 'SUCCESS' && Unstable.stages(steps).size() == others) {
            markUnstable()
        }
        return ''
    }

    /**
     * The release, with this stage as an unstable one if a test, a quality gate or its command failed, or if one of the
     * site's steps made it unstable.
     * Only a stage with such steps looks at the result of the run, which a parallel stage may have set.
     */
    Map checked(Map release, boolean ownSteps) {
        boolean worse = ownSteps && before == 'SUCCESS' && steps.currentBuild.currentResult == 'UNSTABLE'
        // If a parallel stage is unstable, the run's result says nothing about this stage.
        if (worse && !Unstable.stages(steps)) {
            markUnstable()
        }
        return unstable ? release + [unstable: (release.unstable ?: []) + [stage]] : release
    }

    /** Reports the result of a finished stage. An unstable stage counts as failed. */
    void succeeded() {
        send(unstable ? 'failed' : 'succeeded')
    }

    /** Notes that a newer release is already deployed, so this stage did not fail. */
    void superseded() {
        replaced = true
    }

    /** Reports that the stage failed or was superseded. Sends nothing if the commit is not known yet. */
    void failed() {
        send(replaced ? 'superseded' : 'failed')
    }

    @NonCPS
    private static String address(Map host, Map source) {
        String path = source.repository.replaceFirst('^[a-z]+://[^/]+/', '').replaceFirst('^[^/:]+:', '')
        if (path.startsWith(host.below)) {
            path = path.substring(host.below.length())
        }
        path = path.replaceFirst('^/+', '').replaceFirst('(\\.git)?/*$', '')
        return Text.fill(host.url, [repository: path, project: path.replace('/', '%2F'), commit: source.commit])
    }

    @NonCPS
    private static String body(Map host, String context, String state, Map build) {
        // Bitbucket limits keys to 40 characters: a hash replaces the end of a longer one.
        String key = context.length() > 40 ? context.substring(0, 28) + context.hashCode() : context
        Map values = [state: host.states[state], context: context, key: key, url: build.url,
                      text: 'Build #' + build.number + ' ' + state]
        Map fields = [:]
        for (Object name : host.fields.keySet()) {
            fields[name] = values[host.fields[name]]
        }
        return JsonOutput.toJson(fields)
    }

    private void markUnstable() {
        unstable = true
        Unstable.add(steps, stage)
    }

    private void send(String state) {
        Map host = Site.statuses()
        // The agent of a pull request runs untrusted code, so only the controller sends its statuses.
        if (!host || !source || steps.env.CHANGE_ID && steps.env.WORKSPACE_TMP) {
            return
        }
        Map build = [number: steps.env.BUILD_NUMBER, url: steps.env.BUILD_URL ?: '']
        // A build must not fail because of a commit status: the log reports the problem.
        steps.catchError(message: 'The commit status ' + context + ' could not be set', buildResult: 'SUCCESS',
                stageResult: 'SUCCESS', catchInterruptions: false) {
            steps.withCredentials([steps.string(credentialsId: host.credentials, variable: 'STATUS_TOKEN')]) {
                steps.httpRequest(url: address(host, source), httpMode: 'POST', contentType: 'APPLICATION_JSON',
                    acceptType: 'APPLICATION_JSON', quiet: true, timeout: 30, customHeaders: [[maskValue: true,
                        name: host.header, value: host.scheme + steps.env.STATUS_TOKEN]],
                    requestBody: body(host, context, state, build))
            }
        }
    }
}
