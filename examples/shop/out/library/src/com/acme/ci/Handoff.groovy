package com.acme.ci

/** Runs the scripts that deploy a release to an environment. */
class Handoff implements Serializable {
    /**
     * Runs the scripts in order. Each script gets only its own credentials. Tells the stage's status if a newer release
     * is already deployed.
     */
    static void run(Object steps, Map given, Map target, Map release, Map images) {
        Scripts scripts = new Scripts(steps, state(steps))
        String folder = 'deploy/' + target.handoff + '/'
        try {
            steps.withEnv(variables(steps, given, target, release, images)) {
                for (int i = 0; i < target.phases.size(); i++) {
                    Map phase = target.phases[i]
                    steps.withCredentials(Bindings.of(steps, phase.credentials)) {
                        scripts.runIn(Place.container(given), folder + phase.script + '.sh',
                            phase.label + ': ' + given.environment)
                    }
                }
            }
        } catch (Exception failure) {
            if (scripts.superseded && given.status) {
                given.status.superseded()
            }
            throw failure
        }
    }

    /** True if the deployed release is paused until a user promotes it. */
    static boolean paused(Object steps) {
        return steps.fileExists(state(steps) + '/paused')
    }

    private static List variables(Object steps, Map given, Map target, Map release, Map images) {
        Map place = [service: given.service, environment: given.environment, build: steps.env.BUILD_NUMBER]
        return Text.environment(Text.filled(target.variables, place) + [
            STATE: state(steps), SITE_PATH: Place.path(given),
            SERVICE: given.service, ENVIRONMENT: given.environment, OWNER: given.owner,
            VERSION: release.version, COMMIT: release.source.commit,
            SOURCE_BUILD: release.source.job + '#' + release.source.build, IMAGE_BUILD: images.build,
            RELEASE_BUILD: '/' + steps.env.JOB_NAME + '#' + steps.env.BUILD_NUMBER, ROLLBACK: given.reason,
            APPROVALS: Approval.trailers(given).join('\n'),
        ] + Text.numbered('IMAGE', images.lines))
    }

    private static String state(Object steps) {
        return steps.env.WORKSPACE_TMP + '/deploy'
    }
}
