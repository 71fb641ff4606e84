import io.stagewright.rehearsal.declarative.Declarative

/** Runs the model that DeclarativeTransformer made of a pipeline block; CPS code, so that it can be restarted anywhere. */
def call(Map model) {
    configure(model)
    Map options = plainOptions(model.options)
    wrap(wrappers(model.options), 0) {
        inAgent(model.agent, options, !options.containsKey('skipDefaultCheckout')) {
            inEnvironment(model.environment) {
                Throwable error = runStages(model.stages, options)
                error = runPost(model.post, error, 'pipeline')
                if (error != null) {
                    throw error
                }
            }
        }
    }
}

private void configure(Map model) {
    List all = []
    for (option in (model.options ?: [])) {
        if (option[0] == 'property') {
            all << symbol(option[1], option[2].call())
        }
    }
    if (model.parameters != null) {
        all << parameters(model.parameters.call())
    }
    if (model.triggers != null) {
        all << pipelineTriggers(model.triggers.call())
    }
    if (all.size() > 0) {
        properties(all)
    }
}

private symbol(String name, List arguments) {
    return arguments.size() == 0 ? "${name}"() : "${name}"(arguments[0])
}

private Map plainOptions(List options) {
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

private List wrappers(List options) {
    List all = []
    for (option in (options ?: [])) {
        if (option[0] == 'wrapper') {
            all << option
        }
    }
    return all
}

private wrap(List steps, int index, Closure body) {
    if (index >= steps.size()) {
        return body.call()
    }
    String name = steps[index][1]
    List arguments = steps[index][2].call()
    if (arguments.size() == 0) {
        return "${name}"() { wrap(steps, index + 1, body) }
    }
    return "${name}"(arguments[0]) { wrap(steps, index + 1, body) }
}

private inAgent(Map agent, Map options, boolean checkoutFirst, Closure body) {
    if (agent == null || agent.type == 'none') {
        return body.call()
    }
    Closure inner = {
        if (checkoutFirst && Declarative.hasScm()) {
            Map at = options.checkoutToSubdirectory
            if (at == null) {
                inEnvironmentOf(checkout(scm), body)
            } else {
                Map values = null
                dir(at.subdirectory) { values = checkout(scm) }
                inEnvironmentOf(values, body)
            }
        } else {
            body.call()
        }
    }
    if (agent.type == 'kubernetes') {
        return inPod(agent.values, inner)
    }
    String label = agent.values.label == null ? null : agent.values.label.call()[0]
    String workspace = agent.values.customWorkspace == null ? null : agent.values.customWorkspace.call()[0]
    Closure placed = workspace == null ? inner : { ws(workspace, inner) }
    return label == null ? node(placed) : node(label, placed)
}

private inEnvironmentOf(Map values, Closure body) {
    List all = []
    for (entry in (values ?: [:])) {
        all << (entry.key + '=' + entry.value)
    }
    return all.size() == 0 ? body.call() : withEnv(all, body)
}

private inPod(Map values, Closure body) {
    Map given = [:]
    for (entry in values) {
        if (!(entry.key in ['defaultContainer', 'yamlFile', 'retries', 'customWorkspace', 'label'])) {
            given[entry.key] = entry.value.call()[0]
        }
    }
    if (values.yamlFile != null) {
        given.yaml = Declarative.pipelineFile(values.yamlFile.call()[0].toString())
    }
    String container = values.defaultContainer == null ? null : values.defaultContainer.call()[0]
    Closure inner = container == null ? body : { this.container(container, body) }
    return podTemplate(given) {
        node(POD_LABEL, inner)
    }
}

private inEnvironment(List environment, Closure body) {
    if (environment == null) {
        return body.call()
    }
    List bindings = []
    for (entry in environment) {
        if (entry[0] == 'credentials') {
            bindings.addAll(binding(entry[1], entry[2].call([:]).toString()))
        }
    }
    return bindings.size() == 0 ? withValues(environment, body) : withCredentials(bindings) { withValues(environment, body) }
}

private List binding(String name, String id) {
    String kind = Declarative.credentialKind(id)
    if (kind == 'usernamePassword') {
        return [usernameColonPassword(credentialsId: id, variable: name),
                usernamePassword(credentialsId: id, usernameVariable: name + '_USR', passwordVariable: name + '_PSW')]
    }
    if (kind == 'sshUserPrivateKey') {
        return [sshUserPrivateKey(credentialsId: id, keyFileVariable: name, usernameVariable: name + '_USR', passphraseVariable: name + '_PSW')]
    }
    return kind == 'file' ? [file(credentialsId: id, variable: name)] : [string(credentialsId: id, variable: name)]
}

private withValues(List environment, Closure body) {
    Map values = [:]
    for (entry in environment) {
        if (entry[0] == 'value') {
            values[entry[1]] = entry[2].call(values).toString()
        } else {
            values[entry[1]] = env[entry[1]]
        }
    }
    List all = []
    for (entry in environment) {
        if (entry[0] == 'value') {
            all << (entry[1] + '=' + values[entry[1]])
        }
    }
    return all.size() == 0 ? body.call() : withEnv(all, body)
}

private Throwable runStages(List stages, Map options) {
    Throwable error = null
    for (one in stages) {
        Map model = one
        if (error != null) {
            skip(model.name, 'earlier failure(s)')
        } else if (options.containsKey('skipStagesAfterUnstable') && Declarative.atLeast('UNSTABLE')) {
            skip(model.name, 'marked as UNSTABLE')
        } else {
            error = runStage(model, options)
        }
    }
    return error
}

private void skip(String name, String reason) {
    stage(name) {
        Declarative.log('Stage "' + name + '" skipped due to ' + reason)
    }
}

private Throwable runStage(Map model, Map outer) {
    Throwable error = null
    try {
        stage(model.name) {
            stageBody(model, outer)
        }
    } catch (Throwable thrown) {
        error = thrown
        Declarative.failed(thrown)
    }
    return error
}

private void stageBody(Map model, Map outer) {
    if (model.when?.beforeOptions && !decide(model)) {
        return
    }
    Map options = outer + plainOptions(model.options)
    wrap(wrappers(model.options), 0) {
        if (!(model.when?.beforeInput && !model.when.beforeOptions && !decide(model))) {
            List answers = ask(model.input)
            if (answers.size() == 0) {
                stageOnAgent(model, options)
            } else {
                withEnv(answers) { stageOnAgent(model, options) }
            }
        }
    }
}

private boolean decide(Map model) {
    if (new StagewrightWhen(this).allHold(model.when.conditions)) {
        return true
    }
    Declarative.log('Stage "' + model.name + '" skipped due to when conditional')
    return false
}

private List ask(Map question) {
    if (question == null) {
        return []
    }
    Map arguments = [:]
    for (entry in question) {
        arguments[entry.key] = entry.key == 'parameters' ? entry.value.call() : entry.value.call()[0]
    }
    def answer = input(arguments)
    Map values = [:]
    if (answer instanceof Map) {
        values = answer
    } else if (arguments.parameters != null && arguments.parameters.size() == 1) {
        values[arguments.parameters[0].arguments().name] = answer
    } else if (arguments.submitterParameter != null) {
        values[arguments.submitterParameter] = answer
    }
    List all = []
    for (entry in values) {
        all << (entry.key + '=' + entry.value)
    }
    return all
}

private void stageOnAgent(Map model, Map options) {
    Map when = model.when
    boolean decided = when == null || when.beforeOptions || when.beforeInput
    if (!decided && when.beforeAgent) {
        if (!decide(model)) {
            return
        }
        decided = true
    }
    inAgent(model.agent, options, !options.containsKey('skipDefaultCheckout')) {
        if (decided || decide(model)) {
            inEnvironment(model.environment) {
                stageContent(model, options)
            }
        }
    }
}

private void stageContent(Map model, Map options) {
    Throwable error = null
    try {
        if (model.steps != null) {
            model.steps.call()
        } else if (model.parallel != null) {
            runParallel(model, options)
        } else {
            error = runStages(model.stages, options)
        }
    } catch (Throwable thrown) {
        error = thrown
        Declarative.failed(thrown)
    }
    error = runPost(model.post, error, model.name)
    if (error != null) {
        throw error
    }
}

private void runParallel(Map model, Map options) {
    Map branches = [:]
    for (one in model.parallel) {
        Map branch = one
        branches[branch.name] = {
            Throwable error = runBranch(branch, options)
            if (error != null) {
                throw error
            }
        }
    }
    if (model.failFast || options.containsKey('parallelsAlwaysFailFast')) {
        branches.failFast = true
    }
    parallel(branches)
}

private Throwable runBranch(Map model, Map options) {
    Throwable error = null
    try {
        withEnv(['STAGE_NAME=' + model.name]) {
            stageBody(model, options)
        }
    } catch (Throwable thrown) {
        error = thrown
        Declarative.failed(thrown)
    }
    return error
}

private Throwable runPost(Map post, Throwable before, String where) {
    Throwable error = before
    if (post == null) {
        return error
    }
    for (condition in ['always', 'changed', 'fixed', 'regression', 'aborted', 'failure', 'success', 'unstable', 'unsuccessful', 'cleanup']) {
        if (post[condition] != null && Declarative.satisfied(condition, error != null)) {
            try {
                Declarative.log('Post stage: ' + condition + ' of ' + where)
                post[condition].call()
            } catch (Throwable thrown) {
                Declarative.log('Error when executing ' + condition + ' post condition: ' + Declarative.sentence(thrown))
                Declarative.failed(thrown)
                if (error == null) {
                    error = thrown
                }
            }
        }
    }
    return error
}
