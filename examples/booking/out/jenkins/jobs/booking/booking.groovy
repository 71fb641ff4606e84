// Jobs of service booking. Owner: booking.
// Written by stagewright from services/booking.yaml; change it there.
folder('booking')

pipelineJob('booking/booking-build') {
    description('Service booking, stage build. Owner: booking. Configured by services/booking.yaml.')
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
            projectNames('/booking/booking-unit,/quality/booking-contract,/platform/booking-api,/platform/booking-web')
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
            scriptPath('out/jenkinsfiles/booking/booking/build.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('booking/booking-unit') {
    description('Service booking, stage unit. Owner: booking. Configured by services/booking.yaml.')
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
            scriptPath('out/jenkinsfiles/booking/booking/unit.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('booking/booking-test') {
    description('Service booking, stage test. Owner: booking. Configured by services/booking.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD_API', '', 'Number of the build of /platform/booking-api whose release is taken.')
        stringParam('UPSTREAM_BUILD_WEB', '', 'Number of the build of /platform/booking-web whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/release/booking-eu,/release/booking-us')
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
            scriptPath('out/jenkinsfiles/booking/booking/test.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('booking/booking') {
    jobs {
        name('booking-build')
        name('booking-unit')
        name('booking-test')
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
