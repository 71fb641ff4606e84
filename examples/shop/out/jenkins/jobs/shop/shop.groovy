// Jobs of service shop. Owner: shop.
// Written by stagewright from services/shop.yaml; change it there.
folder('shop') {
    properties {
        authorizationMatrix {
            inheritanceStrategy {
                nonInheriting()
            }
            entries {
                group {
                    name('shop')
                    permissions(['Job/Build', 'Job/Cancel', 'Job/Read', 'Job/Workspace'])
                }
                group {
                    name('catalog')
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
            projectNames('/platform/shop-image')
        }
        pipelineTriggers {
            triggers {
                pollSCM {
                    scmpoll_spec('H/5 * * * *')
                    ignorePostCommitHooks(true)
                }
            }
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
            scriptPath('out/jenkinsfiles/shop/shop/build.Jenkinsfile')
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
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /platform/shop-image whose release is taken.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        copyArtifactPermission {
            projectNames('/release/shop-prod')
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
            scriptPath('out/jenkinsfiles/shop/shop/dev.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('shop/shop') {
    jobs {
        name('shop-build')
        name('shop-dev')
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
