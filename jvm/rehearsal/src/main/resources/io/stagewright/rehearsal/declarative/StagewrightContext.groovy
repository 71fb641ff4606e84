import io.stagewright.rehearsal.declarative.Declarative

/** Runs a closure within the options, agent and environment of a pipeline or stage; CPS code, so that it can be restarted anywhere. */
class StagewrightContext implements Serializable {
    private final Object steps

    StagewrightContext(Object steps) {
        this.steps = steps
    }

    /** The options that are neither steps nor job properties, each with its arguments. */
    Map plainOptions(List options) {
        Map all = [:]
        for (option in (options ?: [])) {
            if (option[0] == 'option') {
                Map values = Declarative.option(option[1], option[2].call())
                if (option[1] != 'skipDefaultCheckout' || values.skipDefaultCheckout != false) {
                    all[option[1]] = values
                }
            }
        }
        return all
    }

    /** The options that are steps with a block. */
    List wrappers(List options) {
        List all = []
        for (option in (options ?: [])) {
            if (option[0] == 'wrapper') {
                all << option
            }
        }
        return all
    }

    /** Runs the body inside the wrapping steps, the first of them outermost. */
    def wrap(List layers, int index, Closure body) {
        if (index >= layers.size()) {
            return body.call()
        }
        String name = layers[index][1]
        List arguments = layers[index][2].call()
        if (arguments.size() == 0) {
            return steps."${name}"() { wrap(layers, index + 1, body) }
        }
        return steps."${name}"(arguments[0]) { wrap(layers, index + 1, body) }
    }

    /** Runs the body on the agent, after the checkout if there is one. */
    def inAgent(Map agent, Map options, boolean checkoutFirst, Closure body) {
        if (agent == null || agent.type == 'none') {
            return body.call()
        }
        boolean docker = agent.type in ['docker', 'dockerfile']
        Closure inContainer = docker ? { inImage(agent, body) } : body
        if (docker && agent.values.reuseNode != null && agent.values.reuseNode.call()[0] && steps.env.NODE_NAME != null) {
            return inContainer.call()
        }
        Closure inner = {
            if (checkoutFirst && Declarative.hasScm()) {
                Map at = options.checkoutToSubdirectory
                if (at == null) {
                    inEnvironmentOf(steps.checkout(steps.scm), inContainer)
                } else {
                    Map values = null
                    steps.dir(at.subdirectory) { values = steps.checkout(steps.scm) }
                    inEnvironmentOf(values, inContainer)
                }
            } else {
                inContainer.call()
            }
        }
        if (agent.type == 'kubernetes') {
            return inPod(agent.values, inner)
        }
        String label = agent.values.label == null ? null : agent.values.label.call()[0]
        String workspace = agent.values.customWorkspace == null ? null : agent.values.customWorkspace.call()[0]
        Closure placed = workspace == null ? inner : { steps.ws(workspace, inner) }
        return label == null ? steps.node(placed) : steps.node(label, placed)
    }

    private inEnvironmentOf(Map values, Closure body) {
        List all = []
        for (entry in (values ?: [:]).entrySet()) {
            all << (entry.key + '=' + entry.value)
        }
        return all.size() == 0 ? body.call() : steps.withEnv(all, body)
    }

    /** An agent docker or dockerfile (docker-workflow); without settings, dockerfile builds the Dockerfile of the workspace. */
    private inImage(Map agent, Closure body) {
        Map given = [:]
        for (entry in agent.values.entrySet()) {
            given[entry.key] = entry.value.call()[0]
        }
        Closure run = {
            String name = given.image
            if (agent.type == 'dockerfile') {
                name = 'stagewright-dockerfile'
                String folder = given.dir ?: '.'
                steps.sh('docker build -t ' + name + ' ' + (given.additionalBuildArgs ?: '') + ' -f "' + folder + '/' + (given.filename ?: 'Dockerfile') + '" "' + folder + '"')
            }
            steps.withDockerContainer([image: name, args: given.args ?: ''], body)
        }
        if (given.registryUrl == null && given.registryCredentialsId == null) {
            return run.call()
        }
        return steps.withDockerRegistry([url: given.registryUrl, credentialsId: given.registryCredentialsId], run)
    }

    private inPod(Map values, Closure body) {
        Map given = [:]
        for (entry in values.entrySet()) {
            if (!(entry.key in ['defaultContainer', 'yamlFile', 'retries', 'customWorkspace', 'label'])) {
                given[entry.key] = entry.value.call()[0]
            }
        }
        if (values.yamlFile != null) {
            given.yaml = Declarative.pipelineFile(values.yamlFile.call()[0].toString())
        }
        String container = values.defaultContainer == null ? null : values.defaultContainer.call()[0]
        Closure inner = container == null ? body : { steps.container(container, body) }
        return steps.podTemplate(given) {
            steps.node(steps.POD_LABEL, inner)
        }
    }

    /** Runs the body with the variables of an environment block. */
    def inEnvironment(List environment, Closure body) {
        if (environment == null) {
            return body.call()
        }
        List bindings = []
        for (entry in environment) {
            if (entry[0] == 'credentials') {
                bindings.addAll(binding(entry[1], entry[2].call([:]).toString()))
            }
        }
        return bindings.size() == 0 ? withValues(environment, body) : steps.withCredentials(bindings) { withValues(environment, body) }
    }

    private List binding(String name, String id) {
        String kind = Declarative.credentialKind(id)
        if (kind == 'usernamePassword') {
            return [steps.usernameColonPassword(credentialsId: id, variable: name),
                    steps.usernamePassword(credentialsId: id, usernameVariable: name + '_USR', passwordVariable: name + '_PSW')]
        }
        if (kind == 'sshUserPrivateKey') {
            return [steps.sshUserPrivateKey(credentialsId: id, keyFileVariable: name, usernameVariable: name + '_USR', passphraseVariable: name + '_PSW')]
        }
        return kind == 'file' ? [steps.file(credentialsId: id, variable: name)] : [steps.string(credentialsId: id, variable: name)]
    }

    private withValues(List environment, Closure body) {
        Map values = [:]
        for (entry in environment) {
            if (entry[0] == 'value') {
                values[entry[1]] = entry[2].call(values).toString()
            } else {
                values[entry[1]] = steps.env[entry[1]]
            }
        }
        List all = []
        for (entry in environment) {
            if (entry[0] == 'value') {
                all << (entry[1] + '=' + values[entry[1]])
            }
        }
        return all.size() == 0 ? body.call() : steps.withEnv(all, body)
    }
}
