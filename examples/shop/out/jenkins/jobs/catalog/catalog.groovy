// Jobs of service catalog. Owner: catalog.
// Written by stagewright from services/catalog.yaml; change it there.
folder('catalog') {
    properties {
        authorizationMatrix {
            inheritanceStrategy {
                nonInheriting()
            }
            entries {
                group {
                    name('catalog')
                    permissions(['Job/Build', 'Job/Cancel', 'Job/Read', 'Job/Workspace'])
                }
                group {
                    name('shop')
                    permissions(['Job/Read'])
                }
                group {
                    name('platform')
                    permissions(['Job/Read'])
                }
                group {
                    name('release')
                    permissions(['Job/Read'])
                }
            }
        }
    }
}

pipelineJob('catalog/catalog-build') {
    description('Service catalog, stage build. Owner: catalog. Configured by services/catalog.yaml.')
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
            projectNames('/platform/catalog-image')
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
            scriptPath('out/jenkinsfiles/catalog/catalog/build.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('catalog/catalog-dev') {
    description('Service catalog, stage dev. Owner: catalog. Configured by services/catalog.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /platform/catalog-image whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/release/catalog-prod')
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
            scriptPath('out/jenkinsfiles/catalog/catalog/dev.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('catalog/catalog') {
    jobs {
        name('catalog-build')
        name('catalog-dev')
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
