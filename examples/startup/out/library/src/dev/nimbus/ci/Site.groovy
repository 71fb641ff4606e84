package dev.nimbus.ci

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
        return []
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
            all: [:],
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
            ghcr: [host: 'ghcr.io', insecure: false, pullHost: 'ghcr.io', pull: 'ghcr', push: 'ghcr-push', mirror: ''],
            hub: [host: 'docker.io', insecure: false, pullHost: 'docker.io', pull: '', push: '', mirror: ''],
        ]
    }

    @NonCPS
    static Map engines() {
        return [
            docker: [
                agent: 'images',
                lock: 'stagewright-docker',
                pod: null,
                containers: [:],
                environment: [
                    PROXY_HTTP: '',
                    PROXY_HTTPS: '',
                    PROXY_EXCEPT: '',
                    BUILD_NETWORK: 'default',
                    BUILD_KIT: 'true',
                    BUILDER_IMAGE: '',
                    BUILD_MEMORY: '',
                    BUILD_CPU_QUOTA: '',
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
            prod: [
                'protected': false,
                unstable: 'accept',
                freeze: [],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://github.com/nimbus/gitops.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops'],
                        ],
                    ],
                ],
            ],
            staging: [
                'protected': false,
                unstable: 'accept',
                freeze: [],
                handoff: 'argocd',
                sources: false,
                variables: [
                    GITOPS_URL: 'https://github.com/nimbus/gitops.git',
                    GITOPS_BRANCH: 'main',
                    FOLDER: 'apps/{service}/overlays/{environment}',
                ],
                phases: [
                    [
                        script: 'commit-kustomize',
                        label: 'Commit the digest',
                        credentials: [
                            [kind: 'usernamePassword', user: 'GIT_USER', password: 'GIT_PASSWORD', id: 'gitops'],
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
            product: [mail: 'product@nimbus.example', webhook: '', on: ['failure', 'unstable', 'aborted', 'recovery']],
        ]
    }
}
