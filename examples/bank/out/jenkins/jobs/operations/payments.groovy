// Jobs of service payments. Owner: operations.
// Written by stagewright from services/payments.yaml; change it there.
folder('operations')

pipelineJob('operations/payments-prod') {
    description('Service payments, stage prod. Owner: operations. Configured by services/payments.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /payments/payments-dev whose release is taken.')
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
            scriptPath('payments/prod.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('operations/payments') {
    jobs {
        name('payments-prod')
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
