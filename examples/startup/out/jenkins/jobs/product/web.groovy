// Jobs of service web. Owner: product.
// Written by stagewright from services/web.yaml; change it there.
folder('product')

pipelineJob('product/web') {
    description('Service web, stages build, image, staging, prod. Owner: product. Configured by services/web.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('REVISION', '', 'What to build: a branch, a tag or a commit. Empty: main.')
        choiceParam('STAGE', ['', 'image', 'staging', 'prod'], 'Runs this stage alone.')
        stringParam('EARLIER_BUILD', '', 'With STAGE: number of the build of this job whose release it takes, where it takes it from a stage of this job.')
        stringParam('ROLLBACK_REASON', '', 'A reason lets an older release replace a newer one.')
    }
    properties {
        disableConcurrentBuilds()
        durabilityHint {
            hint('MAX_SURVIVABILITY')
        }
        preserveStashes {
            buildCount(5)
        }
        copyArtifactPermission {
            projectNames('/product/web')
        }
        pipelineTriggers {
            triggers {
                pollSCM {
                    scmpoll_spec('')
                }
            }
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://github.com/nimbus/pipelines.git')
                        credentials('github')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/product/web/Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('product/web') {
    jobs {
        name('web')
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
