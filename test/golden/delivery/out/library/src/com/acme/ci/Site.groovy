package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** The settings of the site spec. Jenkinsfiles do not repeat them. */
class Site implements Serializable {
    /** Label of the agents for `builds`, `pullRequests` or `delivery`; empty for the same agents as other builds. */
    @NonCPS
    static String agent(String purpose) {
        Map labels = [builds: 'linux', pullRequests: 'pr', delivery: 'delivery']
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
        return [
            'harbor.acme.internal',
            'git.acme.internal',
            'nexus.acme.internal',
            'argocd.acme.internal',
            'argocd-prod.acme.internal',
        ]
    }

    /** Home folders of the JDKs on the agents, by version. */
    @NonCPS
    static Map jdks() {
        return [:]
    }

    /** Environment variables of every source build. */
    @NonCPS
    static Map environment() {
        return [:]
    }

    /** File credentials by tool: from the variable with the file's path to the credential ID. */
    @NonCPS
    static Map files() {
        return [
            all: [CA_BUNDLE: 'acme-ca'],
            command: [:],
            dotnet: [:],
            go: [:],
            gradle: [:],
            maven: [:],
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
                    BUILDAH_ISOLATION: 'private',
                    BUILD_MEMORY: '',
                    BUILD_CPU_QUOTA: '',
                    STORAGE_DRIVER: 'vfs',
                ],
            ],
        ]
    }

    /** Tools of image stages, by task: `scan`, `sbom`, `sign`, `provenance`. */
    @NonCPS
    static Map imageTools() {
        return [
            scan: [
                label: 'Scan the image',
                report: 'scan.json',
                signs: true,
                environment: [TRIVY_CACHE: '/var/lib/trivy', TRIVY_DATABASE: '', SCAN_ATTACH: 'true'],
            ],
            sbom: [
                label: 'Create the SBOM',
                report: '',
                signs: true,
                environment: [SBOM_FORMAT: 'cyclonedx-json', SBOM_ATTACH: 'true'],
            ],
            sign: [label: 'Sign the image', report: '', signs: true, environment: [:]],
            provenance: [label: 'Attach the provenance', report: '', signs: true, environment: [:]],
        ]
    }

    /** Credential IDs of the private key that signs images and of its password, and the lines of the public key. */
    @NonCPS
    static Map signing() {
        return [
            key: 'cosign-key',
            password: 'cosign-password',
            publicKey: [
                '-----BEGIN PUBLIC KEY-----',
                'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8nvDMlFTPa3gXWrPpFNUqDLBJkIi',
                'l5ap2gGFTuFTWzXhHUqPlHZJmKx0u0HkWHIYUdbNJiAAtsAUgSWNS+NkAw==',
                '-----END PUBLIC KEY-----',
            ],
        ]
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
                    GITOPS_URL: 'https://git.acme.internal/ops/dev.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                    ARGOCD_URL: 'https://argocd.acme.internal',
                    APPLICATION: '{service}-{environment}',
                    WAIT_FOR: 'healthy',
                    WAIT_MINUTES: '5',
                    PROMOTION: 'manual',
                    NAMESPACE: '{service}-{environment}',
                    SYNC: 'argocd',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-dev'],
                        ],
                    ],
                    [
                        script: 'wait',
                        label: 'Wait for Argo CD',
                        credentials: [
                            [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-dev'],
                            [kind: 'string', id: 'argocd-dev', variable: 'ARGOCD_TOKEN'],
                        ],
                    ],
                ],
                promotion: [
                    promote: [
                        [
                            script: 'promote',
                            label: 'Promote',
                            credentials: [
                                [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                                [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                                [
                                    kind: 'usernamePassword',
                                    user: 'GIT_USER',
                                    password: 'GIT_PASSWORD',
                                    id: 'gitops-dev',
                                ],
                                [kind: 'string', id: 'argocd-dev', variable: 'ARGOCD_TOKEN'],
                            ],
                        ],
                    ],
                    abort: [
                        [
                            script: 'abort',
                            label: 'Abort',
                            credentials: [
                                [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                                [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                                [kind: 'string', id: 'argocd-dev', variable: 'ARGOCD_TOKEN'],
                            ],
                        ],
                        [
                            script: 'commit-kustomize',
                            label: 'Commit the digest',
                            credentials: [
                                [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                                [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                                [
                                    kind: 'usernamePassword',
                                    user: 'GIT_USER',
                                    password: 'GIT_PASSWORD',
                                    id: 'gitops-dev',
                                ],
                            ],
                        ],
                        [
                            script: 'wait',
                            label: 'Wait for Argo CD',
                            credentials: [
                                [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                                [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                                [
                                    kind: 'usernamePassword',
                                    user: 'GIT_USER',
                                    password: 'GIT_PASSWORD',
                                    id: 'gitops-dev',
                                ],
                                [kind: 'string', id: 'argocd-dev', variable: 'ARGOCD_TOKEN'],
                            ],
                        ],
                    ],
                ],
            ],
            prod: [
                'protected': true,
                unstable: 'accept',
                freeze: [
                    [
                        window: '0 16 * * FRI for 64h, Europe/Berlin',
                        timeZone: 'Europe/Berlin',
                        begins: [minutes: [0], hours: [16], days: [], months: [], weekdays: [5]],
                        minutes: 3840,
                    ],
                ],
                verify: [
                    requires: ['signature', 'provenance', 'sbom', 'scan'],
                    registries: ['harbor.acme.internal': [insecure: false, pull: 'harbor-pull']],
                ],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://git.acme.internal/ops/prod.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                    REQUEST_API: 'https://git.acme.internal/api/v4',
                    REQUEST_PROJECT: 'ops/prod',
                    REQUEST_BRANCH: 'deploy/{environment}/{service}-{build}',
                ],
                phases: [
                    [
                        script: 'commit-manifests',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-prod'],
                        ],
                    ],
                    [
                        script: 'request-gitlab',
                        label: 'Open the request',
                        credentials: [
                            [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'string', id: 'gitops-prod-api', variable: 'REQUEST_TOKEN'],
                        ],
                    ],
                ],
            ],
            stage: [
                'protected': false,
                unstable: 'accept',
                freeze: [],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'ssh://git@git.acme.internal/ops/stage.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                    KNOWN_HOSTS: 'git.acme.internal ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEr3Qb2cC3dmYm1M0l6bq2wRk0cC1dmYm1M0l6bq2wRk',
                ],
                phases: [
                    [
                        script: 'commit-helm',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'sshUserPrivateKey', key: 'GIT_KEY', id: 'gitops-stage'],
                            [kind: 'sshUserPrivateKey', id: 'gitops-signing', key: 'SIGNING_KEY'],
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
                    GITOPS_URL: 'https://git.acme.internal/ops/test.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: '{environment}/{service}',
                    ARGOCD_URL: 'https://argocd.acme.internal',
                    APPLICATION: '{service}-{environment}',
                    WAIT_FOR: 'synced',
                    WAIT_MINUTES: '10',
                    SYNC: 'pipeline',
                ],
                phases: [
                    [
                        script: 'commit-helm',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-test'],
                        ],
                    ],
                    [
                        script: 'wait',
                        label: 'Wait for Argo CD',
                        credentials: [
                            [kind: 'file', id: 'acme-ca', variable: 'CURL_CA_BUNDLE'],
                            [kind: 'file', id: 'acme-ca', variable: 'GIT_SSL_CAINFO'],
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops-test'],
                            [kind: 'string', id: 'argocd-test', variable: 'ARGOCD_TOKEN'],
                        ],
                    ],
                ],
            ],
        ]
    }

    /** The site's own steps, which stages may call before and after their work. */
    @NonCPS
    static List steps() {
        return []
    }

    @NonCPS
    static Map teams() {
        return [
            release: [mail: '', webhook: 'chat', format: 'teams', on: ['failure', 'unstable', 'aborted', 'recovery']],
            shop: [mail: 'shop@acme.internal', webhook: '', on: ['failure', 'unstable', 'aborted', 'recovery']],
        ]
    }
}
