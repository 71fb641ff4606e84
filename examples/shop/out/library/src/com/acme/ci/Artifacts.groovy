package com.acme.ci

/** The artifacts of a release: files of the job that built them, with the checksums of the release record. */
class Artifacts implements Serializable {
    /** Copies the artifacts of the record, checks them, and moves them into the checkout in the current folder. */
    static void fetch(Object steps, Map given, Map release) {
        // In a folder of their own: the checkout may contain links, which a copy would follow.
        String folder = steps.env.WORKSPACE_TMP + '/source-artifacts'
        steps.dir(folder) {
            steps.deleteDir()
            Artifacts.copy(steps, given, release)
        }
        String state = steps.env.WORKSPACE_TMP + '/checks'
        steps.writeFile(file: state + '/checksums', text: Record.checksums(release))
        steps.withEnv(['STATE=' + state, 'ARTIFACTS=' + folder]) {
            new Scripts(steps, state).run('image/artifacts.sh', 'Check the artifacts')
        }
    }

    /** Copies them into the current folder. In a block, the sandbox finds it only with the name of the class. */
    static void copy(Object steps, Map given, Map release) {
        String from = given.artifactsFrom ?: (steps.params.STAGE ? '/' + steps.env.JOB_NAME : '')
        if (!from) {
            steps.unstash('stagewright-files-' + given.service + '-' + release.source.stage)
            return
        }
        String job = Record.currentJobPath(given.renamed, release.source.job)
        if (!Record.isFrom(release, job, from)) {
            steps.error('The release record lists artifacts of ' + release.source.job + ' #' + release.source.build +
                ', but this stage only uses artifacts of ' + from + '.')
        }
        steps.copyArtifacts(projectName: job, selector: steps.specific(release.source.build),
            filter: Record.filter(release))
    }
}
