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
        choiceParam('STAGE', ['', 'image', 'test', 'prod'], 'Runs this stage alone, on the release that an earlier build of this job left.')
        stringParam('EARLIER_BUILD', '', 'The earlier build\'s number; with STAGE.')
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
