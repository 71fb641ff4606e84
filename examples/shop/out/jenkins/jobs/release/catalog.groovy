// Jobs of service catalog. Owner: release.
// Written by stagewright from services/catalog.yaml; change it there.
folder('release') {
    properties {
        authorizationMatrix {
            inheritanceStrategy {
                nonInheriting()
            }
            entries {
                group {
                    name('release')
                    permissions(['Job/Build', 'Job/Cancel', 'Job/Read', 'Job/Workspace'])
                }
                group {
                    name('shop')
                    permissions(['Job/Read'])
                }
                group {
                    name('catalog')
                    permissions(['Job/Read'])
                }
                group {
                    name('platform')
                    permissions(['Job/Read'])
                }
            }
        }
    }
}

pipelineJob('release/catalog-prod') {
    description('Service catalog, stage prod. Owner: release. Configured by services/catalog.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /catalog/catalog-dev whose release is taken.')
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
                        url('https://git.acme.internal/ci/pipelines.git')
                        credentials('pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/release/catalog/prod.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('release/catalog') {
    jobs {
        name('catalog-prod')
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
