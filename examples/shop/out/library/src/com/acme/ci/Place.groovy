package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Where a stage runs: on an agent with a label, or in a pod of its own. */
class Place implements Serializable {
    /** The container of the stage's pod in which the commands run; empty on an agent with a label. */
    @NonCPS
    static Map container(Map given) {
        return given.pod ? [name: 'build', shell: '/bin/sh'] : [:]
    }

    /** The folders with the programs of an agent with a label; empty in a pod, whose image has its own. */
    @NonCPS
    static String path(Map given) {
        return given.pod ? '' : Site.path()
    }

    /** The label of the agents for a build. Builds of pull requests have their own agents, if the site has some. */
    static String label(Object steps, Map given) {
        String own = given.agent ?: Site.agent('builds')
        String pullRequests = steps.env.CHANGE_ID ? PullRequest.label(own) : ''
        return pullRequests ?: own
    }

    /** Runs the body in the stage's pod, if it has one, or else on an agent with the label. */
    static Map run(Object steps, Map given, String label, Closure body) {
        Map result = [:]
        if (!given.pod) {
            steps.node(label) {
                result = body.call()
            }
            return result
        }
        Map site = Site.pods()
        if (!site) {
            steps.error('The stage runs in a pod, but the site spec has no settings for pods. Add site.pods: {}.')
        }
        Map pod = Parameters.of(steps, 'pod', given.pod, [image: 'maven'], [memory: '', cpu: '', root: false])
        // Anyone may open a pull request, so its builds must not write to the cache of other builds.
        boolean trusted = !steps.env.CHANGE_ID
        String yaml = Pod.text(site, pod, Services.checked(steps, given.services), Pod.caches(site, given, trusted))
        steps.podTemplate(site.settings + [yaml: yaml]) {
            steps.node(steps.env.POD_LABEL) {
                result = body.call()
            }
        }
        return result
    }
}
