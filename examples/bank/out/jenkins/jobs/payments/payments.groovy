// Jobs of service payments. Owner: payments.
// Written by stagewright from services/payments.yaml; change it there.
folder('payments')

pipelineJob('payments/payments-build') {
    description('Service payments, stage build. Owner: payments. Configured by services/payments.yaml.')
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
            projectNames('/payments/payments-image')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.bank.internal/ci/pipelines.git')
                        credentials('pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/payments/payments/build.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('payments/payments-image') {
    description('Service payments, stage image. Owner: payments. Configured by services/payments.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /payments/payments-build whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/payments/payments-dev')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.bank.internal/ci/pipelines.git')
                        credentials('pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/payments/payments/image.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('payments/payments-dev') {
    description('Service payments, stage dev. Owner: payments. Configured by services/payments.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /payments/payments-image whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/operations/payments-prod')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.bank.internal/ci/pipelines.git')
                        credentials('pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/payments/payments/dev.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('payments/payments') {
    jobs {
        name('payments-build')
        name('payments-image')
        name('payments-dev')
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
