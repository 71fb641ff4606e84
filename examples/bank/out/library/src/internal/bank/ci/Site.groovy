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
        return ['git.bank.internal', 'harbor.bank.internal', 'nexus.bank.internal', 'changes.bank.internal']
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
            command: [:],
            go: [:],
            gradle: [:],
            maven: [MAVEN_SETTINGS: 'maven-settings'],
            npm: [:],
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
                freeze: [],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://git.bank.internal/gitops/dev.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'file', id: 'bank-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'bank-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-dev'],
                        ],
                    ],
                ],
            ],
            test: [
                'protected': false,
                freeze: [],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://git.bank.internal/gitops/test.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'file', id: 'bank-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'bank-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-test'],
                        ],
                    ],
                ],
            ],
            prod: [
                'protected': true,
                freeze: [
                    [
                        window: '0 16 * * 5 for 64h, Europe/Zurich',
                        timeZone: 'Europe/Zurich',
                        begins: [minutes: [0], hours: [16], days: [], months: [], weekdays: [5]],
                        minutes: 3840,
                    ],
                ],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://git.bank.internal/gitops/prod.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'file', id: 'bank-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'bank-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-prod'],
                        ],
                    ],
                ],
            ],
        ]
    }

    /** Steps of the site's own, which may be called before and after a stage's work. */
    @NonCPS
    static List steps() {
        return ['requestChange']
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
