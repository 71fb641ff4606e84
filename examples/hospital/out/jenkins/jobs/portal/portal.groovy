// Jobs of service portal. Owner: portal.
// Written by stagewright from services/portal.yaml; change it there.
folder('portal')

pipelineJob('portal/portal') {
    description('Service portal, stages build, image, test, prod. Owner: portal. Configured by services/portal.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('REVISION', '', 'What to build: a branch, a tag or a commit. Empty: main.')
        choiceParam('STAGE', ['', 'image', 'test', 'prod'], 'Runs this stage alone.')
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
            projectNames('/portal/portal')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.clinic.internal/it/pipelines.git')
                        credentials('pipelines-read')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/portal/portal/Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('portal/portal') {
    jobs {
        name('portal')
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
