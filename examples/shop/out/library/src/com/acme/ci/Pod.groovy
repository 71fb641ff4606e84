package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** The pod of a stage: the container for its commands, its service containers and the Jenkins agent. */
class Pod implements Serializable {
    /** The pod as JSON, which is also YAML. */
    @NonCPS
    static String text(Map site, Map pod, List services, List caches) {
        List containers = [build(site, pod, caches)]
        for (Object it : services) {
            containers << service(it)
        }
        // The Kubernetes plugin adds its agent to this container. Without the entry, the agent would be less restricted.
        containers << [name: 'jnlp'] + (site.agentImage ? [image: site.agentImage] : [:]) + rights(1000)
        Map spec = [
            // The build does not need access to the cluster.
            automountServiceAccountToken: false,
            // The same user as the Jenkins agent, so that both can write to the workspace.
            securityContext: [runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000,
                              seccompProfile: [type: 'RuntimeDefault']],
        ] + site.spec + [volumes: volumes(site, caches), containers: containers]
        return JsonOutput.prettyPrint(JsonOutput.toJson([apiVersion: 'v1', kind: 'Pod', spec: spec]))
    }

    /** The caches that the builds of a stage use. Builds that are not trusted get an empty volume instead of a claim. */
    @NonCPS
    static List caches(Map site, Map given, boolean trusted) {
        List used = [given.cache]
        for (Object further : given.also ?: []) {
            used << further.cache
        }
        List found = []
        for (Object it : site.caches) {
            if (used.contains(it.path)) {
                found << [name: 'cache-' + found.size(), path: it.path, claim: trusted ? it.claim : '']
            }
        }
        return found
    }

    @NonCPS
    private static Map build(Map site, Map pod, List caches) {
        List mounts = []
        for (Object it : caches) {
            mounts << [name: it.name, mountPath: it.path]
        }
        if (site.caConfigMap) {
            mounts << [name: 'site-ca', mountPath: '/run/site-ca', readOnly: true]
        }
        // `cat` keeps the container running for the stage's commands.
        return [name: 'build', image: pod.image, command: ['cat'], tty: true, env: site.variables,
                volumeMounts: mounts, resources: resources(pod)] + rights(pod.root ? 0 : 1000)
    }

    /** The agent uses a pod when the start-up probes of all service containers have succeeded. */
    @NonCPS
    private static Map service(Map it) {
        List variables = []
        for (Object name : it.environment.keySet()) {
            variables << [name: name, value: it.environment[name]]
        }
        Map probe = [tcpSocket: [port: it.port], periodSeconds: 1, failureThreshold: it.startTimeout]
        return [name: 'service-' + it.name, image: it.image, env: variables, startupProbe: probe, resources: resources(it)] +
            (it.arguments ? [args: it.arguments] : [:]) + rights(it.user < 0 ? 1000 : it.user)
    }

    /** The scheduler reserves these amounts, and the container cannot use more. */
    @NonCPS
    private static Map resources(Map amounts) {
        Map found = [:]
        for (String name : ['memory', 'cpu']) {
            if (amounts[name]) {
                found[name] = amounts[name]
            }
        }
        return found ? [requests: found, limits: found] : [:]
    }

    /** Only root needs its default capabilities, for example to change owners of files. */
    @NonCPS
    private static Map rights(int user) {
        Map context = [allowPrivilegeEscalation: false, runAsUser: user, runAsNonRoot: user != 0]
        return [securityContext: user == 0 ? context : context + [capabilities: [drop: ['ALL']]]]
    }

    @NonCPS
    private static List volumes(Map site, List caches) {
        List found = []
        for (Object it : caches) {
            found << [name: it.name] + (it.claim ? [persistentVolumeClaim: [claimName: it.claim]] : [emptyDir: [:]])
        }
        if (site.caConfigMap) {
            found << [name: 'site-ca', configMap: [name: site.caConfigMap]]
        }
        return found
    }
}
