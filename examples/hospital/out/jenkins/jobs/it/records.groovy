// Jobs of service records. Owner: it.
// Written by stagewright from services/records.yaml; change it there.
folder('it')

pipelineJob('it/records-image') {
    description('Service records, stage image. Owner: it. Configured by services/records.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /records/records-build whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/records/records-test')
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
            scriptPath('out/jenkinsfiles/it/records/image.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('it/records-training') {
    description('Service records, stage training. Owner: it. Configured by services/records.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /records/records-test whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/it/records-prod')
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
            scriptPath('out/jenkinsfiles/it/records/training.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('it/records-prod') {
    description('Service records, stage prod. Owner: it. Configured by services/records.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /it/records-training whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
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
            scriptPath('out/jenkinsfiles/it/records/prod.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('it/records') {
    jobs {
        name('records-image')
        name('records-training')
        name('records-prod')
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
