// Jobs of service accounts. Owner: operations.
// Written by stagewright from services/accounts.yaml; change it there.
folder('operations')

pipelineJob('operations/accounts-prod') {
    description('Service accounts, stage prod. Owner: operations. Configured by services/accounts.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /platform/accounts-test whose release is taken.')
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
                        url('https://git.bank.internal/operations/pipelines.git')
                        credentials('operations-pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('accounts/prod.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('operations/accounts') {
    jobs {
        name('accounts-prod')
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
