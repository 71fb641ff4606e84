// Jobs of service catalog. Owner: platform.
// Written by stagewright from services/catalog.yaml; change it there.
folder('platform') {
    properties {
        authorizationMatrix {
            inheritanceStrategy {
                nonInheriting()
            }
            entries {
                group {
                    name('platform')
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
                    name('release')
                    permissions(['Job/Read'])
                }
            }
        }
    }
}

pipelineJob('platform/catalog-image') {
    description('Service catalog, stage image. Owner: platform. Configured by services/catalog.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /catalog/catalog-build whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/catalog/catalog-dev')
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
            scriptPath('out/jenkinsfiles/platform/catalog/image.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('platform/catalog') {
    jobs {
        name('catalog-image')
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
