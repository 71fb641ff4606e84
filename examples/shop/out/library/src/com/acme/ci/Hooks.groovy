package com.acme.ci

/** Calls steps of the site's own before and after a stage's work. */
class Hooks implements Serializable {
    /** One after the other, in the folder that the caller is in; the environment tells them of the release. */
    static void run(Object steps, List hooks, Map release) {
        if (!hooks) {
            return
        }
        // A pull request is anyone's proposal: what may bind the site's credentials is not called with it at hand.
        if (release.source.pullRequest) {
            steps.echo('Nothing is called before or after the work on a pull request.')
            return
        }
        steps.withEnv(Text.environment(Site.environment() + Record.variables(release))) {
            for (int i = 0; i < hooks.size(); i++) {
                Hooks.callOne(steps, hooks[i])
            }
        }
    }

    /** One step; named with its class, as a sandbox does not find a class's own method from within a block. */
    static void callOne(Object steps, Map hook) {
        String name = hook.step
        if (!Site.steps().contains(name)) {
            steps.error('This library has no step "' + name + '" of the site\'s own.')
        }
        if (hook.arguments) {
            steps."$name"(hook.arguments)
        } else {
            steps."$name"()
        }
    }
}
