// Jobs of service accounts. Owner: accounts.
// Written by stagewright from services/accounts.yaml; change it there.
folder('accounts')

pipelineJob('accounts/accounts-build') {
    description('Service accounts, stage build. Owner: accounts. Configured by services/accounts.yaml.')
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
            projectNames('/platform/accounts-image')
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
            scriptPath('out/jenkinsfiles/accounts/accounts/build.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('accounts/accounts-dev') {
    description('Service accounts, stage dev. Owner: accounts. Configured by services/accounts.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /platform/accounts-image whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/platform/accounts-test')
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
            scriptPath('out/jenkinsfiles/accounts/accounts/dev.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('accounts/accounts') {
    jobs {
        name('accounts-build')
        name('accounts-dev')
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
