// Jobs of service records. Owner: records.
// Written by stagewright from services/records.yaml; change it there.
folder('records')

pipelineJob('records/records-build') {
    description('Service records, stage build. Owner: records. Configured by services/records.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('REVISION', '', 'What to build: a branch, a tag or a commit. Empty: main.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/it/records-image')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.clinic.internal/it/pipelines.git')
                        credentials('pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/records/records/build.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('records/records-test') {
    description('Service records, stage test. Owner: records. Configured by services/records.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /it/records-image whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/it/records-training')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.clinic.internal/it/pipelines.git')
                        credentials('pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/records/records/test.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('records/records') {
    jobs {
        name('records-build')
        name('records-test')
    }
    columns {
        status()
        weather()
        name()
        lastSuccess()
        lastFailure()
        lastDuration()
    }
}
