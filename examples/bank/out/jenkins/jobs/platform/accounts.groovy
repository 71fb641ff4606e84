// Jobs of service accounts. Owner: platform.
// Written by stagewright from services/accounts.yaml; change it there.
folder('platform')

pipelineJob('platform/accounts-image') {
    description('Service accounts, stage image. Owner: platform. Configured by services/accounts.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /accounts/accounts-build whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/accounts/accounts-dev')
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
            scriptPath('out/jenkinsfiles/platform/accounts/image.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('platform/accounts-test') {
    description('Service accounts, stage test. Owner: platform. Configured by services/accounts.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /accounts/accounts-dev whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/operations/accounts-prod')
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
            scriptPath('out/jenkinsfiles/platform/accounts/test.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('platform/accounts') {
    jobs {
        name('accounts-image')
        name('accounts-test')
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
