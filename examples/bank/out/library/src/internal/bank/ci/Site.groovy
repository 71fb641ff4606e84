package internal.bank.ci

import com.cloudbees.groovy.cps.NonCPS

/** The settings of the site spec. Jenkinsfiles do not repeat them. */
class Site implements Serializable {
    /** Label of the agents for `builds`, `pullRequests` or `delivery`; empty for the same agents as other builds. */
    @NonCPS
    static String agent(String purpose) {
        Map labels = [builds: 'linux', pullRequests: 'pull-requests', delivery: 'delivery']
        return labels[purpose]
    }

    /** Builds of pull requests: IDs of their credentials, whether forks get them, and agents by a stage's label. */
    @NonCPS
    static Map pullRequests() {
        return [credentials: [], forks: false, agents: [:]]
    }

    /** Settings for the pods of stages; empty if the site has no such pods. */
    @NonCPS
    static Map pods() {
        return [:]
    }

    /** PATH of scripts with credentials; empty for the agent's own, without its user's folders. */
    @NonCPS
    static String path() {
        return ''
    }

    /** Hosts that builds may reach; empty if they may reach any host. */
    @NonCPS
    static List hosts() {
        return ['git.bank.internal', 'harbor.bank.internal', 'nexus.bank.internal', 'changes.bank.internal']
    }

    /** Home folders of the JDKs on the agents, by version. */
    @NonCPS
    static Map jdks() {
        return [:]
    }

    /** Environment variables of every source build. */
    @NonCPS
    static Map environment() {
        return [GOPROXY: 'https://nexus.bank.internal/repository/go/', GOSUMDB: 'off']
    }

    /** File credentials by tool: from the variable with the file's path to the credential ID. */
    @NonCPS
    static Map files() {
        return [
            all: [CA_BUNDLE: 'bank-ca'],
            command: [:],
            dotnet: [:],
            go: [:],
            gradle: [:],
            maven: [MAVEN_SETTINGS: 'maven-settings'],
            npm: [:],
            pnpm: [:],
            python: [:],
            yarn: [:],
        ]
    }

    /** The API that receives commit statuses; empty if the site sets none. */
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

    /** Tools of image stages, by task: `scan`, `sbom`, `sign`, `provenance`. */
    @NonCPS
    static Map imageTools() {
        return [:]
    }

    /** Credential IDs of the private key that signs images and of its password, and the lines of the public key. */
    @NonCPS
    static Map signing() {
        return [:]
    }

    /** Environments by name: the scripts that deploy to each one, in order, and the variables of the scripts. */
    @NonCPS
    static Map environments() {
        return [
            dev: [
                'protected': false,
                unstable: 'accept',
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
            prod: [
                'protected': true,
                unstable: 'accept',
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
            test: [
                'protected': false,
                unstable: 'accept',
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
        ]
    }

    /** The site's own steps, which stages may call before and after their work. */
    @NonCPS
    static List steps() {
        return ['requestChange']
    }

    @NonCPS
    static Map teams() {
        return [
            accounts: [mail: 'accounts@bank.internal', webhook: '', on: ['failure', 'unstable', 'aborted', 'recovery']],
            operations: [
                mail: 'operations@bank.internal',
                webhook: '',
                on: ['failure', 'unstable', 'aborted', 'recovery'],
            ],
            payments: [mail: 'payments@bank.internal', webhook: '', on: ['failure', 'unstable', 'aborted', 'recovery']],
            platform: [mail: 'platform@bank.internal', webhook: '', on: ['failure', 'unstable', 'aborted', 'recovery']],
        ]
    }
}
