// Jobs of service shop. Owner: release.
// Written by stagewright from services/shop.yaml; change it there.
folder('release')

pipelineJob('release/shop-stage') {
    description('Service shop, stage stage. Owner: release. Configured by services/shop.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /shop/shop-test whose release is taken.')
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
                        credentials('git-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/release/shop/stage.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('release/shop-prod') {
    description('Service shop, stage prod. Owner: release. Configured by services/shop.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /release/shop-stage whose release is taken.')
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
                        credentials('git-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/release/shop/prod.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('release/shop') {
    jobs {
        name('shop-stage')
        name('shop-prod')
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
