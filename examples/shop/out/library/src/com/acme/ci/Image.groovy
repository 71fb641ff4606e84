package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** The environment variables for the scripts that build an image. */
class Image implements Serializable {
    /** The tags of a release: fixed tags never move, moving tags follow the newest build. */
    @NonCPS
    static Map tags(Map given, Map release) {
        Map names = names(release)
        return [fixed: filled(given.tags, names), moving: filled(given.movingTags, names)]
    }

    /** All variables, as a map from name to value. */
    @NonCPS
    static Map variables(Map given, Map engine, Map registry, Map release, String state) {
        Map base = Site.registries()[given.baseRegistry ?: given.registry] ?: [pullHost: '', pull: '']
        Map tags = tags(given, release)
        return engine.environment + [
            STATE: state, IMAGE: registry.host + '/' + given.image, REGISTRY: registry.host,
            REGISTRY_CREDENTIAL: registry.push, REGISTRY_INSECURE: registry.insecure,
            BASE_REGISTRY: base.pullHost, BASE_CREDENTIAL: base.pull,
            CACHE: given.cache ? registry.host + '/' + given.cache : '', PLATFORMS: given.platforms.join(','),
            BASE: given.base, CONTEXT: 'app/' + given.context, DOCKERFILE: 'app/' + given.dockerfile,
            COMMAND: given.command, DIGEST_FROM: given.digestFrom,
            TARGET: given.target, HOSTS: Site.hosts().join(' '), SOURCE_BUILD: sourceBuild(release),
            TAGS: tags.fixed.join(' '), MOVING_TAGS: tags.moving.join(' '),
            INSECURE: insecure().join(' '), MIRRORS: mirrors().join(' '),
        ] + Text.named('LABELS', Text.environment(labels(given, release))) +
            Text.named('IDENTITY', Text.environment(identity(given, release))) +
            Text.named('BUILD_ARGS', Text.environment(buildArguments(given, release))) +
            Text.named('SECRETS', Text.names(given.secrets))
    }

    /** The site's tools that a build uses, in the order in which they run. */
    @NonCPS
    static List tools(Map given) {
        List names = []
        for (String name : ['scan', 'sbom', 'sign', 'provenance']) {
            if (given[name]) {
                names << name
            }
        }
        return names
    }

    /** The values of the placeholders in tags, labels and build arguments. */
    @NonCPS
    private static Map names(Map release) {
        return [version: release.version, commit: release.source.commit.substring(0, 12),
                branch: release.source.branch, build: release.source.build, tag: release.source.tag]
    }

    @NonCPS
    private static Map labels(Map given, Map release) {
        return Text.filled(given.labels, names(release)) + identity(given, release) + [
            'org.opencontainers.image.source': release.source.repository,
            'org.opencontainers.image.version': release.version,
        ]
    }

    @NonCPS
    private static Map buildArguments(Map given, Map release) {
        return Text.filled(given.buildArguments, names(release)) +
            (given.baseArgument ? [(given.baseArgument): given.base] : [:])
    }

    /** The labels that identify the release of an image, wherever the image was built. */
    @NonCPS
    private static Map identity(Map given, Map release) {
        return [
            'org.opencontainers.image.revision': release.source.commit,
            'io.stagewright.source-build': sourceBuild(release),
        ] + (given.command ? [:] : ['io.stagewright.base': given.base])
    }

    @NonCPS
    private static String sourceBuild(Map release) {
        return release.source.job + '#' + release.source.build
    }

    @NonCPS
    private static List filled(List patterns, Map names) {
        List tags = []
        for (Object pattern : patterns) {
            tags << Text.tag(Text.fill(pattern, names))
        }
        return tags
    }

    /** Registries of the site that use plain HTTP. */
    @NonCPS
    private static List insecure() {
        List hosts = []
        for (Object registry : Site.registries().values()) {
            if (registry.insecure) {
                hosts << registry.host
            }
        }
        return hosts
    }

    /** HOST=MIRROR for each registry that has a mirror. */
    @NonCPS
    private static List mirrors() {
        List pairs = []
        for (Object registry : Site.registries().values()) {
            if (registry.mirror) {
                pairs << registry.host + '=' + registry.mirror
            }
        }
        return pairs
    }
}
