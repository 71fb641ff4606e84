package com.pods.ci

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
        return [
            HTTPS_PROXY: 'http://proxy.pods.internal:3128',
            NO_PROXY: 'hub.pods.internal',
            https_proxy: 'http://proxy.pods.internal:3128',
            no_proxy: 'hub.pods.internal',
        ]
    }

    /** File credentials by tool: from the variable with the file's path to the credential ID. */
    @NonCPS
    static Map files() {
        return [
            all: [CA_BUNDLE: 'ca-bundle'],
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
            docker: [
                host: 'docker.io',
                insecure: false,
                pullHost: 'mirror.pods.internal',
                pull: '',
                push: '',
                mirror: 'mirror.pods.internal',
            ],
            hub: [
                host: 'hub.pods.internal',
                insecure: false,
                pullHost: 'hub.pods.internal',
                pull: 'hub-pull',
                push: 'hub-push',
                mirror: '',
            ],
            lab: [
                host: 'lab.pods.internal:5000',
                insecure: true,
                pullHost: 'lab.pods.internal:5000',
                pull: '',
                push: '',
                mirror: '',
            ],
        ]
    }

    @NonCPS
    static Map engines() {
        return [
            buildah: [
                agent: '',
                lock: '',
                pod: [cloud: 'cluster', namespace: 'builds'],
                containers: [
                    login: [name: 'buildah', shell: '/bin/sh'],
                    platforms: [name: 'buildah', shell: '/bin/sh'],
                    build: [name: 'buildah', shell: '/bin/sh'],
                    push: [name: 'buildah', shell: '/bin/sh'],
                    cleanup: [name: 'buildah', shell: '/bin/sh'],
                ],
                environment: [
                    BUILDAH_ISOLATION: 'chroot',
                    BUILD_MEMORY: '',
                    BUILD_CPU_QUOTA: '',
                    STORAGE_DRIVER: 'vfs',
                ],
            ],
            buildkit: [
                agent: '',
                lock: '',
                pod: [cloud: 'cluster', namespace: 'builds'],
                containers: [
                    login: [name: 'tools', shell: '/bin/sh'],
                    platforms: [name: 'tools', shell: '/bin/sh'],
                    build: [name: 'buildkit', shell: '/bin/sh'],
                    push: [name: 'tools', shell: '/bin/sh'],
                    cleanup: [name: 'buildkit', shell: '/bin/sh'],
                ],
                environment: [
                    PROXY_HTTP: '',
                    PROXY_HTTPS: 'http://proxy.pods.internal:3128',
                    PROXY_EXCEPT: 'hub.pods.internal',
                    BUILDKIT_ADDRESS: '',
                    BUILDKIT_SANDBOX: 'false',
                    BUILD_NETWORK: 'none',
                ],
            ],
            docker: [
                agent: '',
                lock: '',
                pod: [cloud: 'cluster', namespace: 'builds'],
                containers: [
                    login: [name: 'docker', shell: '/bin/sh'],
                    platforms: [name: 'docker', shell: '/bin/sh'],
                    build: [name: 'docker', shell: '/bin/sh'],
                    push: [name: 'docker', shell: '/bin/sh'],
                    cleanup: [name: 'docker', shell: '/bin/sh'],
                ],
                environment: [
                    PROXY_HTTP: '',
                    PROXY_HTTPS: 'http://proxy.pods.internal:3128',
                    PROXY_EXCEPT: 'hub.pods.internal',
                    BUILD_NETWORK: 'default',
                    BUILD_KIT: 'true',
                    BUILDER_IMAGE: 'hub.pods.internal/ci/buildkit:1@sha256:0000000000000000000000000000000000000000000000000000000000000000',
                    BUILD_MEMORY: '',
                    BUILD_CPU_QUOTA: '',
                ],
            ],
            kaniko: [
                agent: '',
                lock: '',
                pod: [:],
                containers: [
                    login: [name: 'tools', shell: '/bin/sh'],
                    platforms: [name: 'tools', shell: '/bin/sh'],
                    build: [name: 'kaniko', shell: '/busybox/sh'],
                    push: [name: 'tools', shell: '/bin/sh'],
                    cleanup: [name: 'kaniko', shell: '/busybox/sh'],
                ],
                environment: [COMPRESSED_CACHING: 'false', CACHE_TTL: '336h', PUSH_RETRIES: '3'],
            ],
            none: [
                agent: '',
                lock: '',
                pod: [cloud: 'cluster', namespace: 'builds'],
                containers: [
                    login: [name: 'tools', shell: '/bin/sh'],
                    platforms: [name: 'tools', shell: '/bin/sh'],
                    build: [name: 'build', shell: '/bin/sh'],
                    push: [name: 'tools', shell: '/bin/sh'],
                    cleanup: [name: 'tools', shell: '/bin/sh'],
                ],
                environment: [:],
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
                signs: false,
                environment: [
                    TRIVY_CACHE: '',
                    TRIVY_DATABASE: 'hub.pods.internal/mirror/trivy-db:2',
                    SCAN_ATTACH: 'false',
                ],
            ],
            sbom: [
                label: 'Create the SBOM',
                report: 'sbom.json',
                signs: true,
                environment: [SBOM_FORMAT: 'spdx-json', SBOM_ATTACH: 'true'],
            ],
            sign: [label: 'Sign the image', report: '', signs: true, environment: [:]],
            provenance: [label: 'Attach the provenance', report: '', signs: true, environment: [:]],
        ]
    }

    /** Credential IDs of the private key that signs images and of its password, and the lines of the public key. */
    @NonCPS
    static Map signing() {
        return [key: 'cosign-key', password: 'cosign-password']
    }

    /** Environments by name: the scripts that deploy to each one, in order, and the variables of the scripts. */
    @NonCPS
    static Map environments() {
        return [:]
    }

    /** The site's own steps, which stages may call before and after their work. */
    @NonCPS
    static List steps() {
        return []
    }

    @NonCPS
    static Map teams() {
        return [web: [mail: '', webhook: '', on: []]]
    }
}
