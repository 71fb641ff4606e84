package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Service containers: run next to the commands of a stage, such as a database for tests. */
class Services implements Serializable {
    /** Runs the body while the service containers of a stage run. It receives what `variables` needs. */
    static void around(Object steps, Map given, boolean onAgent, Closure body) {
        List services = checked(steps, given.services)
        if (!services) {
            body.call([:])
            return
        }
        if (given.pod) {
            // The containers of a pod share its network.
            body.call(ports(services))
            return
        }
        String state = steps.env.WORKSPACE_TMP + '/services'
        Scripts scripts = new Scripts(steps, state)
        String names = names(services)
        // Ports are open on the agent only if a command runs there.
        List variables = Text.environment(inputs(services) + [STATE: state, PUBLISH: onAgent])
        try {
            steps.withEnv(variables) {
                scripts.run('source/start-services.sh', 'Start ' + names)
            }
            body.call(started(services, Text.lines(steps.readFile(state + '/started')), onAgent))
        } finally {
            steps.withEnv(['STATE=' + state]) {
                scripts.runQuietly('source/stop-services.sh', 'Stop ' + names)
            }
        }
    }

    /** The variables of a command: the host and port of each service container, as NAME_HOST and NAME_PORT. */
    @NonCPS
    static Map variables(Map running, String toolImage) {
        if (!running) {
            return [:]
        }
        Map found = [:]
        // The container of a tool image shares the network of the service containers.
        Map ports = toolImage ? running.own : running.published
        for (Object name : ports.keySet()) {
            String prefix = name.toString().toUpperCase().replace('-', '_')
            found[prefix + '_HOST'] = '127.0.0.1'
            found[prefix + '_PORT'] = ports[name]
        }
        return toolImage ? found + [TOOL_NETWORK: running.network] : found
    }

    /** The service containers with defaults for missing values. */
    static List checked(Object steps, List services) {
        List all = []
        for (int i = 0; i < services.size(); i++) {
            all << Parameters.of(steps, 'services', services[i],
                [name: 'postgres', image: 'harbor.acme.internal/tools/postgres@sha256:\u2026', port: 5432],
                [environment: [:], arguments: [], user: -1, memory: '', startTimeout: 120])
        }
        return all
    }

    @NonCPS
    private static String names(List services) {
        List found = []
        for (Object it : services) {
            found << it.name
        }
        return found.join(', ')
    }

    /** The input variables of the script that starts them. */
    @NonCPS
    private static Map inputs(List services) {
        Map found = [SERVICE_COUNT: services.size()]
        for (int i = 0; i < services.size(); i++) {
            Object it = services[i]
            String prefix = 'SERVICE_' + i + '_'
            found[prefix + 'NAME'] = it.name
            found[prefix + 'IMAGE'] = it.image
            found[prefix + 'PORT'] = it.port
            found[prefix + 'USER'] = it.user < 0 ? '' : it.user
            found[prefix + 'MEMORY'] = it.memory
            found[prefix + 'SECONDS'] = it.startTimeout
            found.putAll(Text.numbered(prefix + 'VARIABLE', Text.environment(it.environment)))
            found.putAll(Text.numbered(prefix + 'ARGUMENT', it.arguments))
        }
        return found
    }

    /** The ports of service containers in the network of the commands. */
    @NonCPS
    private static Map ports(List services) {
        Map own = [:]
        for (Object it : services) {
            own[it.name] = it.port
        }
        return [own: own, published: own]
    }

    /** The network of the service containers, their own ports and those on the agent. The first line is a container. */
    @NonCPS
    private static Map started(List services, List lines, boolean onAgent) {
        Map published = [:]
        for (int i = 0; i < services.size(); i++) {
            published[services[i].name] = onAgent ? lines[i + 1] : ''
        }
        return ports(services) + [network: 'container:' + lines[0], published: published]
    }
}
