// Jobs of service shop. Owner: shop.
// Written by stagewright from services/shop.yaml; change it there.
folder('shop')

pipelineJob('shop/shop-build') {
    description('Service shop, stage build. Owner: shop. Configured by services/shop.yaml.')
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
            projectNames('/shop/shop-image')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.acme.internal/ci/pipelines.git')
                        credentials('git-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/shop/shop/build.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('shop/shop-image') {
    description('Service shop, stage image. Owner: shop. Configured by services/shop.yaml.')
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
                        credentials('git-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/shop/shop/image.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('shop/shop-dev') {
    description('Service shop, stage dev. Owner: shop. Configured by services/shop.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /shop/shop-image whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/shop/shop-test')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.acme.internal/ci/pipelines.git')
                        credentials('git-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/shop/shop/dev.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('shop/shop-test') {
    description('Service shop, stage test. Owner: shop. Configured by services/shop.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /shop/shop-dev whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/release/shop-stage')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.acme.internal/ci/pipelines.git')
                        credentials('git-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/shop/shop/test.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('shop/shop') {
    jobs {
        name('shop-build')
        name('shop-image')
        name('shop-dev')
        name('shop-test')
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
