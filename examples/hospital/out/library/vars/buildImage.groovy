import org.clinic.ci.Parameters
import org.clinic.ci.Record
import org.clinic.ci.Scripts
import org.clinic.ci.Site
import org.clinic.ci.Text

Map call(Map arguments) {
    Map given = Parameters.of(this, 'buildImage', arguments,
        [
            service: 'shop',
            git: 'https://git.acme.internal/shop/shop.git',
            engine: 'buildah',
            registry: 'harbor',
            image: 'shop/shop',
            tags: ['{version}'],
        ],
        [
            upstream: '',
            credentials: '',
            dockerfile: 'Dockerfile',
            context: '.',
            target: '',
            base: '',
            baseArgument: '',
            baseRegistry: '',
            buildArguments: [:],
            secrets: [:],
            cache: '',
            labels: [:],
            movingTags: [],
            artifacts: false,
            artifactsFrom: '',
            agent: '',
            retries: 0,
            stash: false,
        ])
    Map engine = Site.engines()[given.engine]
    Map registry = Site.registries()[given.registry]
    if (engine == null || registry == null) {
        String missing = engine == null ? 'engine ' + given.engine : 'registry ' + given.registry
        error('buildImage: this site has no ' + missing + '.')
    }
    if (given.retries == 0) {
        return buildInTurn(given, engine, registry)
    }
    Map release = [:]
    // Again where the agent was lost, never because the build failed.
    retry(count: given.retries + 1, conditions: [agent(), nonresumable()]) {
        release = buildInTurn(given, engine, registry)
    }
    return release
}

/** Builds share the engine's memory: so many at once as the site says. */
private Map buildInTurn(Map given, Map engine, Map registry) {
    if (!engine.lock) {
        return buildOnAgent(given, engine, registry)
    }
    Map release = [:]
    lock(label: engine.lock, quantity: 1) {
        release = buildOnAgent(given, engine, registry)
    }
    return release
}

private Map buildOnAgent(Map given, Map engine, Map registry) {
    Map release = [:]
    if (engine.pod == null) {
        node(given.agent ?: engine.agent) {
            release = buildHere(given, engine, registry)
        }
        return release
    }
    String pod = libraryResource('org/clinic/ci/image/' + given.engine + '/pod.yaml')
    podTemplate(engine.pod + [yaml: pod]) {
        node(POD_LABEL) {
            release = buildHere(given, engine, registry)
        }
    }
    return release
}

private Map buildHere(Map given, Map engine, Map registry) {
    Map release = Record.fetch(this, given.service, given.upstream)
    dir('app') {
        deleteDir()
        checkout(poll: false, changelog: false, scm: scmGit(
            branches: [[name: release.source.commit]], extensions: [],
            userRemoteConfigs: [[url: given.git, credentialsId: given.credentials ?: null]]))
        if (given.artifacts) {
            fetchFiles(given, release)
        }
    }
    release = Record.withImage(release, given.image, build(given, engine, registry, release))
    Record.archive(this, release)
    if (given.stash) {
        stash(name: 'stagewright-record-' + given.service, includes: Record.FILE)
    }
    return release
}

/** The artifacts of the record, from where they were built; none but those whose checksums it names. */
private void fetchFiles(Map given, Map release) {
    if (given.artifactsFrom) {
        if (!Record.isFrom(release, given.artifactsFrom)) {
            error('The release record names artifacts of ' + release.source.job + ' #' + release.source.build +
                '; only those of ' + given.artifactsFrom + ' are taken.')
        }
        copyArtifacts(projectName: release.source.job, selector: specific(release.source.build),
            filter: Record.paths(release))
    } else {
        unstash('stagewright-files-' + given.service)
    }
    writeFile(file: env.WORKSPACE_TMP + '/checksums', text: Record.checksums(release))
    int status = sh(label: 'Check the artifacts', returnStatus: true,
        script: 'sha256sum --check --strict --quiet "$WORKSPACE_TMP/checksums"')
    if (status != 0) {
        error('The artifacts are not those of the release record: their checksums differ.')
    }
}

private Map build(Map given, Map engine, Map registry, Map release) {
    String state = env.WORKSPACE_TMP + '/image'
    Scripts scripts = new Scripts(this, state)
    Map names = [version: release.version, commit: release.source.commit.substring(0, 12),
                 branch: release.source.branch, build: release.source.build, tag: release.source.tag]
    List tags = tagsOf(given.tags, names)
    List moving = tagsOf(given.movingTags, names)
    String digest = ''
    withEnv(Text.environment(variables(given, engine, registry, release, state) +
            Text.numbered('TAG', tags + moving) + [FIXED_COUNT: tags.size()])) {
        try {
            withCredentials(logins(given, registry) + secrets(given)) {
                phase(scripts, given, engine, 'login', 'Log in to ' + registry.host)
            }
            if (given.secrets) {
                // Bound once more, so that a Dockerfile that prints one finds it masked in the log.
                withCredentials(secrets(given)) {
                    phase(scripts, given, engine, 'build', 'Build the image with ' + given.engine)
                }
            } else {
                phase(scripts, given, engine, 'build', 'Build the image with ' + given.engine)
            }
            phase(scripts, given, engine, 'push', 'Push the image')
            digest = readFile(state + '/digest').trim()
        } finally {
            phase(scripts, given, engine, 'cleanup', 'Remove the login and what the build left')
        }
    }
    String baseDigest = given.base.contains('@') ? given.base.substring(given.base.indexOf('@') + 1) : ''
    return [repository: registry.host + '/' + given.image, tags: tags, digest: digest, engine: given.engine,
            base: given.base, baseDigest: baseDigest] + Record.run(this)
}

/** One of the engine's scripts; in a pod, in the container that has its tools. */
private void phase(Scripts scripts, Map given, Map engine, String name, String label) {
    String script = 'image/' + given.engine + '/' + name + '.sh'
    Map place = engine.containers[name]
    if (place == null) {
        runScript(scripts, name, script, label)
    } else {
        container(name: place.name, shell: place.shell) {
            runScript(scripts, name, script, label)
        }
    }
}

private void runScript(Scripts scripts, String name, String script, String label) {
    if (name == 'cleanup') {
        scripts.runQuietly(script, label)
    } else {
        scripts.run(script, label)
    }
}

private List tagsOf(List patterns, Map names) {
    List tags = []
    for (int i = 0; i < patterns.size(); i++) {
        tags << Text.tag(Text.fill(patterns[i], names))
    }
    return tags
}

private Map variables(Map given, Map engine, Map registry, Map release, String state) {
    Map base = Site.registries()[given.baseRegistry] ?: [pullHost: '', pull: '']
    Map fixed = [
        'org.opencontainers.image.revision': release.source.commit,
        'org.opencontainers.image.source': release.source.repository,
        'org.opencontainers.image.version': release.version,
        'io.stagewright.source-build': release.source.job + '#' + release.source.build,
        'io.stagewright.base': given.base,
    ]
    Map buildArguments = given.buildArguments + (given.baseArgument ? [(given.baseArgument): given.base] : [:])
    return engine.environment + [
        STATE: state, IMAGE: registry.host + '/' + given.image, REGISTRY: registry.host,
        REGISTRY_CREDENTIAL: registry.push, REGISTRY_INSECURE: registry.insecure,
        BASE_REGISTRY: base.pullHost, BASE_CREDENTIAL: base.pull,
        CACHE: given.cache ? registry.host + '/' + given.cache : '',
        BASE: given.base, CONTEXT: 'app/' + given.context, DOCKERFILE: 'app/' + given.dockerfile, TARGET: given.target,
    ] + Text.numbered('LABEL', Text.pairs(given.labels + fixed)) +
        Text.numbered('BUILD_ARG', Text.pairs(buildArguments)) + Text.numbered('SECRET', names(given.secrets)) +
        Text.numbered('INSECURE', insecure()) + Text.numbered('MIRROR', mirrors())
}

/** Hosts of the site that are spoken to by plain HTTP. */
private List insecure() {
    List hosts = []
    Map registries = Site.registries()
    List all = names(registries)
    for (int i = 0; i < all.size(); i++) {
        if (registries[all[i]].insecure) {
            hosts << registries[all[i]].host
        }
    }
    return hosts
}

/** HOST=MIRROR for the registries that are pulled from elsewhere. */
private List mirrors() {
    List pairs = []
    Map registries = Site.registries()
    List all = names(registries)
    for (int i = 0; i < all.size(); i++) {
        if (registries[all[i]].mirror) {
            pairs << registries[all[i]].host + '=' + registries[all[i]].mirror
        }
    }
    return pairs
}

private List names(Map map) {
    List found = []
    found.addAll(map.keySet())
    return found
}

/** Build secrets: secret texts that a Dockerfile mounts. */
private List secrets(Map given) {
    List bindings = []
    List ids = names(given.secrets)
    for (int i = 0; i < ids.size(); i++) {
        bindings << string(credentialsId: given.secrets[ids[i]], variable: 'SECRET_VALUE_' + i)
    }
    return bindings
}

/** Push to one registry, pull the base from another; one login where both are the same. */
private List logins(Map given, Map registry) {
    List bindings = []
    if (registry.push) {
        bindings << usernamePassword(credentialsId: registry.push, usernameVariable: 'REGISTRY_USER',
            passwordVariable: 'REGISTRY_PASSWORD')
    }
    Map base = Site.registries()[given.baseRegistry]
    // One login where the base comes from the registry that is pushed to.
    base = base?.pullHost == registry.host ? null : base
    if (base?.pull) {
        bindings << usernamePassword(credentialsId: base.pull, usernameVariable: 'BASE_USER',
            passwordVariable: 'BASE_PASSWORD')
    }
    if (Site.files().all.CA_BUNDLE) {
        bindings << file(credentialsId: Site.files().all.CA_BUNDLE, variable: 'CA_BUNDLE')
    }
    return bindings
}
