import com.acme.ci.Approval
import com.acme.ci.Artifacts
import com.acme.ci.Commit
import com.acme.ci.Hooks
import com.acme.ci.Image
import com.acme.ci.ImageTools
import com.acme.ci.Limit
import com.acme.ci.Parameters
import com.acme.ci.Provenance
import com.acme.ci.Record
import com.acme.ci.RecordReader
import com.acme.ci.Scripts
import com.acme.ci.Site
import com.acme.ci.Status
import com.acme.ci.Text

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
            stage: 'image',
            shared: false,
            upstream: '',
            after: [],
            upstreams: [:],
            source: [:],
            images: [:],
            renamed: [:],
            previousIds: [:],
            guarded: false,
            approval: [:],
            credentials: '',
            submodules: false,
            lfs: false,
            sparse: [],
            command: '',
            digestFrom: '',
            dockerfile: 'Dockerfile',
            context: '.',
            paths: [],
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
            platforms: [],
            scan: '',
            sbom: false,
            sign: false,
            provenance: false,
            deployed: false,
            callBefore: [],
            callAfter: [],
            agent: '',
            retries: 0,
            timeout: 0,
            waitTimeout: 1440,
        ])
    Map engine = Site.engines()[given.engine]
    Map registry = Site.registries()[given.registry]
    if (engine == null || registry == null) {
        String missing = engine == null ? 'engine ' + given.engine : 'registry ' + given.registry
        error('buildImage: the site spec has no ' + missing + '. Add it, or use another one.')
    }
    List names = Image.tools(given)
    for (int i = 0; i < names.size(); i++) {
        if (Site.imageTools()[names[i]] == null) {
            error('buildImage: the site spec sets no tool for "' + names[i] + '".')
        }
    }
    Status status = new Status(this, given.service, given.stage)
    Map release = [:]
    try {
        release = Limit.stage(this, given) { withRetries(given, engine, registry, status) }
    } catch (Exception failure) {
        status.failed()
        throw failure
    }
    status.succeeded()
    return release
}

private Map withRetries(Map given, Map engine, Map registry, Status status) {
    if (given.retries == 0) {
        return withEngineLock(given, engine, registry, status)
    }
    Map release = [:]
    // Retry only if the agent was lost, not if the build failed.
    retry(count: given.retries + 1, conditions: [agent(), nonresumable()]) {
        release = withEngineLock(given, engine, registry, status)
    }
    return release
}

/** Limits the parallel builds of an engine: they share its memory, and the site sets the limit. */
private Map withEngineLock(Map given, Map engine, Map registry, Status status) {
    if (!engine.lock) {
        return buildOnAgent(given, engine, registry, status)
    }
    Map release = [:]
    lock(label: engine.lock, quantity: 1) {
        release = buildOnAgent(given, engine, registry, status)
    }
    return release
}

private Map buildOnAgent(Map given, Map engine, Map registry, Status status) {
    Map release = [:]
    if (engine.pod == null) {
        node(given.agent ?: engine.agent) {
            release = Limit.work(this, given) { buildInWorkspace(given, engine, registry, status) }
        }
        return release
    }
    String pod = libraryResource('com/acme/ci/image/' + given.engine + '/pod.yaml')
    podTemplate(engine.pod + [yaml: pod]) {
        node(POD_LABEL) {
            release = Limit.work(this, given) { buildInWorkspace(given, engine, registry, status) }
        }
    }
    return release
}

private Map buildInWorkspace(Map given, Map engine, Map registry, Status status) {
    Map release = Approval.take(this, given)
    status.started(release.source)
    Map kept = [:]
    dir('app') {
        deleteDir()
        Commit.checkOut(this, given, release.source)
        kept = given.paths ? unchanged(given, registry, release) : [:]
        if (!kept && given.artifacts) {
            Artifacts.fetch(this, given, release)
        }
        if (!kept) {
            Hooks.run(this, given.callBefore, release)
        }
    }
    release = Record.withImage(release, given.image, kept ?: build(given, engine, registry, release))
    if (given.callAfter && !kept) {
        dir('app') {
            Hooks.run(this, given.callAfter, release)
        }
    }
    release = status.checked(release, Hooks.used(given))
    Record.keep(this, given, release)
    if (given.deployed) {
        // Deploy stages read the digest in this build, also for a rollback: keep it.
        currentBuild.keepLog = true
    }
    return release
}

/** The image of the last successful build, if no file of the image has changed since that build; else empty. */
private Map unchanged(Map given, Map registry, Map release) {
    // A user who starts the build wants an image, for example after a change of the agent's tools.
    if (release.source.tag || currentBuild.getBuildCauses('hudson.model.Cause$UserIdCause')) {
        return [:]
    }
    Map last = RecordReader.last(this, given)
    Map image = last.images ? last.images[given.image] : null
    if (!image || image.repository != registry.host + '/' + given.image || image.engine != given.engine ||
            image.base != given.base || given.provenance && !image.provenance) {
        return [:]
    }
    String files = ''
    withEnv(['SINCE=' + last.source.commit]) {
        // If the branch does not contain the commit of the last build, all files count as changed.
        files = sh(label: 'List the changed files', returnStdout: true, script: '''
            if git cat-file -e "$SINCE^{commit}" 2>/dev/null; then
                set -- diff --name-only "$SINCE" HEAD
            else
                set -- ls-files
            fi
            git -c core.quotePath=false "$@"
        ''')
    }
    if (Text.fitting(given.paths, Text.lines(files))) {
        return [:]
    }
    echo('No file changed in ' + given.paths.join(', ') + ' since version ' + last.version +
        '. The release keeps its image ' + image.repository + '@' + image.digest + '.')
    // This build answers for the image of this release.
    return image + Record.run(this)
}

private Map build(Map given, Map engine, Map registry, Map release) {
    String state = env.WORKSPACE_TMP + '/image'
    Scripts scripts = new Scripts(this, state)
    String digest = ''
    Map made = given.provenance ? [provenance: Provenance.of(this, release)] : [:]
    // A pod's containers have their own PATH.
    Map place = [SITE_PATH: engine.pod == null ? Site.path() : '']
    withEnv(Text.environment(Image.variables(given, engine, registry, release, state) + place)) {
        try {
            withCredentials(logins(given, registry) + secrets(given) + files(engine)) {
                phase(scripts, given, engine, 'login', 'Log in to ' + registry.host)
            }
            if (given.platforms) {
                phase(scripts, given, engine, 'platforms', 'Check the platforms of the base image')
            }
            if (given.secrets) {
                // Bind the secrets again, so that Jenkins masks them in the log if a Dockerfile prints one.
                withCredentials(secrets(given)) {
                    phase(scripts, given, engine, 'build', 'Build the image with ' + given.engine)
                }
            } else {
                phase(scripts, given, engine, 'build', 'Build the image with ' + given.engine)
            }
            // The build removed its logins before it ran the application's Dockerfile.
            withCredentials(logins(given, registry)) {
                phase(scripts, given, engine, 'push', 'Push the image')
            }
            digest = readFile(state + '/digest').trim()
            Map facts = made ? Provenance.variables(given, release, made.provenance) : [:]
            new ImageTools(this, scripts, engine.containers.push).use(given, facts)
        } finally {
            scripts.runQuietlyIn(engine.containers.cleanup, 'image/' + given.engine + '/cleanup.sh',
                'Remove the login and temporary files')
        }
    }
    String baseDigest = given.base.contains('@') ? given.base.substring(given.base.indexOf('@') + 1) : ''
    Map image = [repository: registry.host + '/' + given.image, tags: Image.tags(given, release).fixed, digest: digest,
                 engine: given.engine, base: given.base, baseDigest: baseDigest, stage: given.stage]
    return image + made + Record.run(this)
}

/** Runs one of the engine's scripts. */
private void phase(Scripts scripts, Map given, Map engine, String name, String label) {
    scripts.runIn(engine.containers[name], 'image/' + given.engine + '/' + name + '.sh', label)
}

/** The bindings of the build secrets, which a Dockerfile mounts. */
private List secrets(Map given) {
    List bindings = []
    List ids = Text.names(given.secrets)
    for (int i = 0; i < ids.size(); i++) {
        bindings << string(credentialsId: given.secrets[ids[i]], variable: 'SECRETS_' + i + '_VALUE')
    }
    return bindings
}

/** The bindings of the engine's secret files, such as the certificates for its daemon. */
private List files(Map engine) {
    Map credentials = engine.files ?: [:]
    List bindings = []
    List variables = Text.names(credentials)
    for (int i = 0; i < variables.size(); i++) {
        bindings << file(credentialsId: credentials[variables[i]], variable: variables[i])
    }
    return bindings
}

/** The bindings of the logins: one for the registry of the image, one for the registry of the base image. */
private List logins(Map given, Map registry) {
    List bindings = []
    if (registry.push) {
        bindings << usernamePassword(credentialsId: registry.push, usernameVariable: 'REGISTRY_USER',
            passwordVariable: 'REGISTRY_PASSWORD')
    }
    Map base = Site.registries()[given.baseRegistry ?: given.registry]
    if (base?.pull) {
        bindings << usernamePassword(credentialsId: base.pull, usernameVariable: 'BASE_USER',
            passwordVariable: 'BASE_PASSWORD')
    }
    if (Site.files().all.CA_BUNDLE) {
        bindings << file(credentialsId: Site.files().all.CA_BUNDLE, variable: 'CA_BUNDLE')
    }
    return bindings
}
