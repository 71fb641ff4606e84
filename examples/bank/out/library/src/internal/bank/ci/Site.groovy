package internal.bank.ci

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
        return ['git.bank.internal', 'harbor.bank.internal', 'nexus.bank.internal']
    }

    /** Homes of the JDKs on the agents, by version. */
    @NonCPS
    static Map jdks() {
        return [:]
    }

    /** Variables of every source build. */
    @NonCPS
    static Map environment() {
        return [GOPROXY: 'https://nexus.bank.internal/repository/go/', GOSUMDB: 'off']
    }

    /** File credentials by tool: the variable that names the file and the credential. */
    @NonCPS
    static Map files() {
        return [
            all: [CA_BUNDLE: 'bank-ca'],
            maven: [MAVEN_SETTINGS: 'maven-settings'],
            npm: [:],
            gradle: [:],
            go: [:],
            command: [:],
        ]
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
                host: 'harbor.bank.internal',
                insecure: false,
                pullHost: 'harbor.bank.internal',
                pull: 'harbor-pull',
                push: 'harbor-push',
                mirror: '',
            ],
            hub: [
                host: 'docker.io',
                insecure: false,
                pullHost: 'harbor.bank.internal',
                pull: 'harbor-pull',
                push: '',
                mirror: 'harbor.bank.internal/hub',
            ],
        ]
    }

    @NonCPS
    static Map engines() {
        return [
            buildah: [
                agent: 'image-build',
                lock: 'stagewright-buildah',
                pod: null,
                containers: [:],
                environment: [
                    BUILDAH_ISOLATION: 'oci',
                    BUILD_MEMORY: '1Gi',
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
            dev: [
                'protected': false,
                handoff: 'argocd',
                variables: [
                    GITOPS_URL: 'https://git.bank.internal/gitops/dev.git',
                    GITOPS_BRANCH: 'main',
                    OVERLAY: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'usernamePassword', id: 'gitops-dev', user: 'GIT_USER', password: 'GIT_PASSWORD'],
                        ],
                    ],
                ],
            ],
            test: [
                'protected': false,
                handoff: 'argocd',
                variables: [
                    GITOPS_URL: 'https://git.bank.internal/gitops/test.git',
                    GITOPS_BRANCH: 'main',
                    OVERLAY: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'usernamePassword', id: 'gitops-test', user: 'GIT_USER', password: 'GIT_PASSWORD'],
                        ],
                    ],
                ],
            ],
            prod: [
                'protected': true,
                handoff: 'argocd',
                variables: [
                    GITOPS_URL: 'https://git.bank.internal/gitops/prod.git',
                    GITOPS_BRANCH: 'main',
                    OVERLAY: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'usernamePassword', id: 'gitops-prod', user: 'GIT_USER', password: 'GIT_PASSWORD'],
                        ],
                    ],
                ],
            ],
        ]
    }

    @NonCPS
    static Map teams() {
        return [
            accounts: [mail: 'accounts@bank.internal', webhook: ''],
            payments: [mail: 'payments@bank.internal', webhook: ''],
            platform: [mail: 'platform@bank.internal', webhook: ''],
            operations: [mail: 'operations@bank.internal', webhook: ''],
        ]
    }
}
