// Makes the folders, jobs and views that jenkins/jobs/ describes. Written by stagewright from stagewright.yaml.
// One pipeline job of the administrators runs it from the pipelines repository, as a user who may configure jobs.
properties([disableConcurrentBuilds()])
node('linux') {
    checkout(scm)
    // What nobody describes any more is disabled, not deleted: its builds hold what was released.
    jobDsl(
        targets: 'out/jenkins/jobs/**/*.groovy',
        lookupStrategy: 'JENKINS_ROOT',
        removedJobAction: 'DISABLE',
        removedViewAction: 'DELETE',
        failOnMissingPlugin: true,
        sandbox: true,
    )
}
