// Jobs of service web. Owner: web.
// Written by stagewright from services/web.yaml; change it there.
folder('web')

pipelineJob('web/web-build') {
    description('Service web, stage build. Owner: web. Configured by services/web.yaml.')
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
            projectNames('/web/web-one,/web/web-two,/web/web-three')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.pods.internal/ci/pipelines.git')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/web/web/build.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('web/web-one') {
    description('Service web, stage one. Owner: web. Configured by services/web.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /web/web-build whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/web/web-two')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.pods.internal/ci/pipelines.git')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/web/web/one.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('web/web-two') {
    description('Service web, stage two. Owner: web. Configured by services/web.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /web/web-one whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
        copyArtifactPermission {
            projectNames('/web/web-three')
        }
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.pods.internal/ci/pipelines.git')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/web/web/two.Jenkinsfile')
            lightweight(true)
        }
    }
}

pipelineJob('web/web-three') {
    description('Service web, stage three. Owner: web. Configured by services/web.yaml.')
    logRotator {
        daysToKeep(90)
        numToKeep(50)
    }
    parameters {
        stringParam('UPSTREAM_BUILD', '', 'Number of the build of /web/web-two whose release is taken.')
    }
    properties {
        disableConcurrentBuilds()
    }
    definition {
        cpsScm {
            scm {
                git {
                    remote {
                        url('https://git.pods.internal/ci/pipelines.git')
                    }
                    branch('main')
                }
            }
            scriptPath('out/jenkinsfiles/web/web/three.Jenkinsfile')
            lightweight(true)
        }
    }
}

listView('web/web') {
    jobs {
        name('web-build')
        name('web-one')
        name('web-two')
        name('web-three')
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
