// Jobs of service booking. Owner: quality.
// Written by stagewright from services/booking.yaml; change it there.
folder('quality')

pipelineJob('quality/booking-contract') {
    description('Service booking, stage contract. Owner: quality. Configured by services/booking.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /booking/booking-build whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/platform/booking-api,/platform/booking-web')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.acme.internal/ci/pipelines.git')
                        credentials('pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/quality/booking/contract.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('quality/booking') {
    jobs {
        name('booking-contract')
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
