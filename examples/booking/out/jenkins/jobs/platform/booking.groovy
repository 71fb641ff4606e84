// Jobs of service booking. Owner: platform.
// Written by stagewright from services/booking.yaml; change it there.
folder('platform')

pipelineJob('platform/booking-api') {
    description('Service booking, stage api. Owner: platform. Configured by services/booking.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD_UNIT', '', 'Number of the build of /booking/booking-unit whose release is taken.')
        stringParam('UPSTREAM_BUILD_CONTRACT', '', 'Number of the build of /quality/booking-contract whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/booking/booking-test')
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
            scriptPath('out/jenkinsfiles/platform/booking/api.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('platform/booking-web') {
    description('Service booking, stage web. Owner: platform. Configured by services/booking.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD_UNIT', '', 'Number of the build of /booking/booking-unit whose release is taken.')
        stringParam('UPSTREAM_BUILD_CONTRACT', '', 'Number of the build of /quality/booking-contract whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/booking/booking-test')
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
            scriptPath('out/jenkinsfiles/platform/booking/web.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('platform/booking') {
    jobs {
        name('booking-api')
        name('booking-web')
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
