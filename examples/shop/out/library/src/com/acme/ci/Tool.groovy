package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Runs a build tool in an application: on the agent, or in a container of the tool's image. */
class Tool implements Serializable {
    /**
     * Runs resources/com/acme/ci/source/<tool>.sh with the label of `work`:
     * in its image, in its container, or on the agent. The variables and secrets are its only input.
     */
    static void run(Object steps, Map work, Map variables, List secrets) {
        String tool = work.tool
        Scripts scripts = new Scripts(steps, variables.STATE)
        if (work.shell && work.shell != 'sh') {
            scripts.runWith(work.shell, work.command, work.label)
            return
        }
        if (!work.image) {
            scripts.runIn(work.container, 'source/' + tool + '.sh', work.label)
            return
        }
        steps.writeFile(file: steps.env.WORKSPACE_TMP + '/build.sh',
            text: steps.libraryResource('com/acme/ci/source/' + tool + '.sh'))
        List names = ['WORKSPACE', 'WORKSPACE_TMP', 'JOB_NAME', 'BUILD_NUMBER', 'BUILD_URL', 'BRANCH_NAME', 'TAG_NAME']
        names.addAll(variables.keySet())
        Map files = Site.files().all + Site.files()[tool]
        names.addAll(files.keySet())
        names.addAll(Bindings.variables(secrets))
        names.addAll(variables.SONAR ? Sonar.variables() : [])
        steps.withEnv(['TOOL_IMAGE=' + work.image, 'CONTAINED=' + names.join(' ')]) {
            scripts.run('source/contain.sh', work.label + ' in ' + work.image)
        }
    }

    /** The site's file credentials for a tool. */
    @NonCPS
    static List files(String tool) {
        Map wanted = Site.files().all + Site.files()[tool]
        List files = []
        for (Object name : wanted.keySet()) {
            files << [kind: 'file', id: wanted[name], variable: name]
        }
        return files
    }
}
