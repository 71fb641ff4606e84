import io.stagewright.rehearsal.declarative.Declarative

/** Runs the model of a pipeline block, which DeclarativeTransformer creates; CPS code, so that it can be restarted anywhere. */
def call(Map model) {
    Throwable error = null
    boolean posted = false
    try {
        for (name in (model.libraries ?: [])) {
            library(name)
        }
        configure(model)
        Map options = within().plainOptions(model.options)
        within().inAgent(model.agent, options, !options.containsKey('skipDefaultCheckout')) {
            within().inEnvironment(model.environment) {
                within().wrap(within().wrappers(model.options), 0) {
                    error = runStages(model.stages, options)
                    posted = true
                    error = runPost(model.post, error, null)
                    if (error != null) {
                        throw error
                    }
                }
            }
        }
    } catch (Throwable thrown) {
        error = error ?: thrown
    }
    if (!posted) {
        error = runPost(model.post, error, null)
    }
    if (error != null) {
        throw error
    }
}

private StagewrightContext within() {
    return new StagewrightContext(this)
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

private Throwable runStages(List stages, Map options) {
    Throwable error = null
    for (one in stages) {
        Map model = one
        if (error != null) {
            skip(model.name, 'earlier failure(s)')
        } else if (options.containsKey('skipStagesAfterUnstable') && currentBuild.result == 'UNSTABLE') {
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
    }
    return error
}

private void stageBody(Map model, Map outer) {
    if (model.when?.beforeOptions && !decide(model)) {
        return
    }
    Map options = outer + within().plainOptions(model.options)
    within().wrap(within().wrappers(model.options), 0) {
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
    for (entry in question.entrySet()) {
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
    for (entry in values.entrySet()) {
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
    within().inAgent(model.agent, options, !options.containsKey('skipDefaultCheckout')) {
        if (decided || decide(model)) {
            within().inEnvironment(model.environment) {
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
        } else if (model.matrix != null) {
            runMatrix(model, options)
        } else {
            error = runStages(model.stages, options)
        }
    } catch (Throwable thrown) {
        error = thrown
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

private void runMatrix(Map model, Map options) {
    Map branches = [:]
    for (one in Declarative.cells(model.matrix.axes, model.matrix.excludes ?: [])) {
        Map cell = one
        Map branch = Declarative.cell(model.matrix, cell)
        branches[branch.name] = {
            withEnv(Declarative.assignments(cell)) {
                Throwable error = runBranch(branch, options)
                if (error != null) {
                    throw error
                }
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
    }
    return error
}

private Throwable runPost(Map post, Throwable before, String stage) {
    Throwable error = before
    if (post == null) {
        return error
    }
    for (condition in Declarative.conditions()) {
        if (post[condition] != null && Declarative.satisfied(condition, error, stage)) {
            Throwable seen = error
            String result = Declarative.beginPost(seen, stage)
            try {
                Declarative.log('Post stage: ' + condition + ' of ' + (stage ?: 'pipeline'))
                post[condition].call()
            } catch (Throwable thrown) {
                Declarative.log('Error when executing ' + condition + ' post condition: ' + Declarative.sentence(thrown))
                error = error ?: thrown
            }
            Declarative.endPost(result, seen, stage)
        }
    }
    return error
}
