package com.acme.travel

import com.cloudbees.groovy.cps.NonCPS

/** The site, as its platform team's spec has it: all that a Jenkinsfile need not say. */
class Site implements Serializable {
    /** Label of the agents of source builds and handoffs. */
    @NonCPS
    static String agent() {
        return 'linux'
    }

    /** Hosts that builds may reach; empty where any. */
    @NonCPS
    static List hosts() {
        return ['harbor.acme.internal', 'git.acme.internal']
    }

    /** Homes of the JDKs on the agents, by version. */
    @NonCPS
    static Map jdks() {
        return [:]
    }

    /** Variables of every source build. */
    @NonCPS
    static Map environment() {
        return [:]
    }

    /** File credentials by tool: the variable that names the file and the credential. */
    @NonCPS
    static Map files() {
        return [all: [:], command: [:], go: [:], gradle: [:], maven: [:], npm: [:]]
    }

    /** The API that is told how far a commit came; empty where none is. */
    @NonCPS
    static Map statuses() {
        return [:]
    }

    @NonCPS
    static Map registries() {
        return [
            harbor: [
                host: 'harbor.acme.internal',
                insecure: false,
                pullHost: 'harbor.acme.internal',
                pull: 'harbor-pull',
                push: 'harbor-push',
                mirror: '',
            ],
        ]
    }

    @NonCPS
    static Map engines() {
        return [
            buildah: [
                agent: 'linux-build',
                lock: '',
                pod: null,
                containers: [:],
                environment: [
                    BUILDAH_ISOLATION: 'chroot',
                    BUILD_MEMORY: '',
                    BUILD_CPU_QUOTA: '',
                    STORAGE_DRIVER: 'vfs',
                ],
            ],
        ]
    }

    /** Tools of image stages by what they are asked for: `scan`, `sbom`, `sign`. */
    @NonCPS
    static Map imageTools() {
        return [:]
    }

    /** Credentials of the private key that signs images, and of its password. */
    @NonCPS
    static Map signing() {
        return [:]
    }

    /** By name: which scripts hand a release to it, in order, and what each is told. */
    @NonCPS
    static Map environments() {
        return [
            test: [
                'protected': false,
                freeze: [],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://git.acme.internal/ops/test.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-test'],
                        ],
                    ],
                ],
            ],
            eu: [
                'protected': true,
                freeze: [],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://git.acme.internal/ops/live.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-live'],
                        ],
                    ],
                ],
            ],
            us: [
                'protected': true,
                freeze: [],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://git.acme.internal/ops/live.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-live'],
                        ],
                    ],
                ],
            ],
        ]
    }

    /** Steps of the site's own, which may be called before and after a stage's work. */
    @NonCPS
    static List steps() {
        return []
    }

    @NonCPS
    static Map teams() {
        return [
            booking: [mail: 'booking@acme.internal', webhook: ''],
            quality: [mail: 'quality@acme.internal', webhook: ''],
            platform: [mail: 'platform@acme.internal', webhook: ''],
            release: [mail: '', webhook: ''],
        ]
    }
}
