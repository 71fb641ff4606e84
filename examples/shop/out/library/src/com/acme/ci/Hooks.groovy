package com.acme.ci

/** Calls the site's own steps before and after the work of a stage. */
class Hooks implements Serializable {
    /** Calls the steps in order, in the current folder. Environment variables describe the release. */
    static void run(Object steps, List hooks, Map release) {
        if (!hooks) {
            return
        }
        // Anyone may open a pull request, so its builds must not run steps that can use the site's credentials.
        if (release.source.pullRequest) {
            steps.echo('The hooks of this stage are skipped: they do not run for pull requests.')
            return
        }
        steps.withEnv(Text.environment(Site.environment() + Record.variables(release))) {
            for (int i = 0; i < hooks.size(); i++) {
                Hooks.callOne(steps, hooks[i])
            }
        }
    }

    /** True if the site's own steps run before or after the work of a stage. */
    static boolean used(Map given) {
        return given.callBefore.size() + given.callAfter.size() > 0
    }

    /** Calls one step. Callers name the class: in a block, the sandbox does not find a class's own methods. */
    static void callOne(Object steps, Map hook) {
        String name = hook.step
        if (!Site.steps().contains(name)) {
            steps.error('"' + name + '" is not one of the site\'s own steps in this library.')
        }
        if (hook.arguments) {
            steps."$name"(hook.arguments)
        } else {
            steps."$name"()
        }
    }
}
