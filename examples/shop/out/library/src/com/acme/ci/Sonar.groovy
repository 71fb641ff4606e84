package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** The analysis of a stage with SonarQube, and its quality gate. */
class Sonar implements Serializable {
    /** Runs the body with the address and the token of the server, if the stage wants an analysis. */
    static void around(Object steps, Map wanted, Status status, Closure body) {
        if (!wanted) {
            body.call()
            return
        }
        steps.withSonarQubeEnv(installationName: wanted.server) {
            body.call()
        }
        // Without a report, waitForQualityGate would use an earlier analysis of this run.
        if (!steps.findFiles(glob: '**/report-task.txt')) {
            steps.error('The stage sent no analysis to SonarQube: there is no report-task.txt. ' +
                'Run a scanner in the command, such as sonar-scanner.')
        }
        status.analyzed = true
    }

    /** Waits for the quality gate without an agent. Only then is there a release for other stages. */
    static Map finished(Object steps, Map given, Status status, Map release, boolean ownSteps) {
        judge(steps, given.sonar, status)
        Map checked = status.checked(release, ownSteps)
        steps.node(Site.agent('delivery')) {
            Record.keep(steps, given, checked)
        }
        return checked
    }

    /** The variables that withSonarQubeEnv sets, for a container. */
    @NonCPS
    static List variables() {
        return ['SONAR_CONFIG_NAME', 'SONAR_HOST_URL', 'SONAR_AUTH_TOKEN', 'SONAR_MAVEN_GOAL', 'SONAR_EXTRA_PROPS',
                'SONARQUBE_SCANNER_PARAMS']
    }

    private static void judge(Object steps, Map wanted, Status status) {
        String result = ''
        steps.timeout(time: wanted.timeout ?: 60, unit: 'MINUTES') {
            result = steps.waitForQualityGate(abortPipeline: false).status
        }
        if (result == 'OK') {
            return
        }
        String problem = 'The quality gate of SonarQube is ' + result + '; see the analysis on the server.'
        if (wanted.criticality == 'UNSTABLE') {
            steps.unstable(problem)
            status.tolerated()
        } else {
            steps.error(problem)
        }
    }
}
