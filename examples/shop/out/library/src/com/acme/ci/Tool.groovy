package com.acme.ci

/** Runs a build tool in an application: on the agent, or in a container of the tool's image. */
class Tool implements Serializable {
    /**
     * Runs resources/com/acme/ci/source/<tool>.sh; the variables and secrets are its only input.
     * In a pod, it runs in the container.
     */
    static void run(Object steps, String tool, String toolImage, Map variables, List secrets, Map container) {
        Scripts scripts = new Scripts(steps, variables.STATE)
        if (!toolImage) {
            scripts.runIn(container, 'source/' + tool + '.sh', 'Run ' + tool)
            return
        }
        steps.writeFile(file: steps.env.WORKSPACE_TMP + '/build.sh',
            text: steps.libraryResource('com/acme/ci/source/' + tool + '.sh'))
        List names = ['WORKSPACE', 'WORKSPACE_TMP', 'JOB_NAME', 'BUILD_NUMBER', 'BUILD_URL', 'BRANCH_NAME', 'TAG_NAME']
        names.addAll(variables.keySet())
        Map files = Site.files().all + Site.files()[tool]
        names.addAll(files.keySet())
        names.addAll(Bindings.variables(secrets))
        steps.withEnv(['TOOL_IMAGE=' + toolImage, 'CONTAINED=' + names.join(' ')]) {
            scripts.run('source/contain.sh', 'Run ' + tool + ' in ' + toolImage)
        }
    }

    /** The bindings of the site's file credentials for a tool. */
    static List credentials(Object steps, String tool) {
        Map wanted = Site.files().all + Site.files()[tool]
        List bindings = []
        List names = []
        names.addAll(wanted.keySet())
        for (int i = 0; i < names.size(); i++) {
            bindings << steps.file(credentialsId: wanted[names[i]], variable: names[i])
        }
        return bindings
    }
}
