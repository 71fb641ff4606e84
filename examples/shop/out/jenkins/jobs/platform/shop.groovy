// Jobs of service shop. Owner: platform.
// Written by stagewright from services/shop.yaml; change it there.
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

pipelineJob('platform/shop-image') {
    description('Service shop, stage image. Owner: platform. Configured by services/shop.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /shop/shop-build whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/shop/shop-dev')
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
            scriptPath('out/jenkinsfiles/platform/shop/image.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('platform/shop') {
    jobs {
        name('shop-image')
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
