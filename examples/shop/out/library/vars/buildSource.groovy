import com.acme.ci.Approval
import com.acme.ci.Bindings
import com.acme.ci.Checkout
import com.acme.ci.Hooks
import com.acme.ci.Limit
import com.acme.ci.Parameters
import com.acme.ci.Place
import com.acme.ci.PullRequest
import com.acme.ci.Reach
import com.acme.ci.Record
import com.acme.ci.Reports
import com.acme.ci.Services
import com.acme.ci.Site
import com.acme.ci.Sonar
import com.acme.ci.Status
import com.acme.ci.Text
import com.acme.ci.Tool
import com.acme.ci.Version

Map call(Map arguments) {
    Map given = Parameters.of(this, 'buildSource', arguments,
        [service: 'shop', git: 'https://git.acme.internal/shop/shop.git', version: '1.4.{build}', tool: 'maven'],
        [
            stage: 'build',
            shared: false,
            credentials: '',
            submodules: false,
            lfs: false,
            sparse: [],
            branch: 'main',
            depth: 0,
            keepFiles: false,
            versions: [],
            versionFile: '',
            jdk: '',
            toolImage: '',
            command: '',
            arguments: [],
            directory: '.',
            environment: [:],
            artifacts: [],
            tests: [],
            coverage: [:],
            issues: [:],
            cache: '',
            also: [],
            secrets: [],
            sonar: [:],
            services: [],
            parameters: [],
            paths: [],
            timer: false,
            author: false,
            callBefore: [],
            callAfter: [],
            agent: '',
            retries: 0,
            timeout: 0,
            waitTimeout: 1440,
            pod: [:],
        ])
    Status status = new Status(this, given.service, given.stage)
    Map release = [:]
    try {
        release = Limit.stage(this, given) { withRetries(given, status) }
        if (status.analyzed) {
            release = Sonar.finished(this, given, status, release, Hooks.used(given))
        }
    } catch (Exception failure) {
        status.failed()
        throw failure
    }
    status.succeeded()
    return release
}

private Map withRetries(Map given, Status status) {
    if (given.retries == 0) {
        return buildOnAgent(given, status)
    }
    Map release = [:]
    // Retry only if the agent was lost, not if the build failed.
    retry(count: given.retries + 1, conditions: [agent(), nonresumable()]) {
        release = buildOnAgent(given, status)
    }
    return release
}

private Map buildOnAgent(Map given, Status status) {
    return Place.run(this, given, Place.label(this, given)) {
        Limit.work(this, given) { buildInWorkspace(given, status) }
    }
}

private Map buildInWorkspace(Map given, Status status) {
    // Anyone who may start the job can set REVISION: accept only names of branches, tags and commits.
    String revision = params.REVISION ?: given.branch
    if (!Text.isRevision(revision)) {
        error('REVISION must be the name of a branch, a tag or a commit, not "' + revision + '".')
    }
    Map jenkins = [branch: env.BRANCH_NAME, tag: env.TAG_NAME, pullRequest: env.CHANGE_ID]
    Map source = Reach.source(jenkins, params.REVISION ?: '', given.branch)
    Map release = [:]
    dir('app') {
        if (!given.keepFiles) {
            deleteDir()
        }
        // A revision can be older than a shallow clone. The branch source has the settings of branch jobs.
        int depth = params.REVISION ? 0 : given.depth
        Map scmResult = env.BRANCH_NAME ? checkout(scm) : checkout(Checkout.of(this, given, revision, depth))
        if (params.REVISION && source.branch && !env.BRANCH_NAME && isTag(revision)) {
            source = Reach.source([tag: revision], '', given.branch)
            // The conditions of the next stages in this run read it, too.
            env.STAGEWRIGHT_TAG = revision
        }
        release = begin(given, source, scmResult)
        status.started(release.source)
        if (given.paths) {
            String before = scmResult.GIT_PREVIOUS_SUCCESSFUL_COMMIT ?: ''
            release.source += [changed: changed(given, source.tag ? '' : before)]
        }
        if (given.timer && currentBuild.getBuildCauses('hudson.triggers.TimerTrigger$TimerTriggerCause')) {
            release.source += [timer: 'true']
        }
        if (given.author) {
            release.source += [author: author(), starter: Approval.starters(this).join(',')]
        }
        Hooks.run(this, given.callBefore, release)
        List builds = allBuilds(given)
        Services.around(this, given, builds.any { Map build -> !build.toolImage }) { Map services ->
            for (int i = 0; i < builds.size(); i++) {
                String name = i == 0 ? given.stage : given.stage + '_' + (i + 1)
                buildInDirectory(given, builds[i] + [services: services], name, release, status)
            }
        }
        release.artifacts = archiveFiles(given, builds)
        Hooks.run(this, given.callAfter, release)
    }
    if (status.analyzed) {
        return release
    }
    release = status.checked(release, Hooks.used(given))
    Record.keep(this, given, release)
    return release
}

/** True if the name is a tag of the checked out repository, and not a branch. */
private boolean isTag(String revision) {
    int status = 1
    withEnv(['REVISION=' + revision]) {
        status = sh(label: 'Look for a tag with this name', returnStatus: true, script: '''
            git show-ref --verify --quiet "refs/tags/$REVISION" &&
                ! git show-ref --verify --quiet "refs/remotes/origin/$REVISION"
        ''')
    }
    return status == 0
}

/** The stage's build and its additional builds. These use the default values, not the values of the first build. */
private List allBuilds(Map given) {
    List builds = [given]
    for (int i = 0; i < given.also.size(); i++) {
        builds << Parameters.of(this, 'buildSource, also', given.also[i],
            [tool: 'maven'],
            [
                jdk: '',
                toolImage: '',
                command: '',
                arguments: [],
                directory: '.',
                environment: [:],
                artifacts: [],
                tests: [],
                coverage: [:],
                issues: [:],
                cache: '',
            ])
    }
    return builds
}

private void buildInDirectory(Map given, Map build, String name, Map release, Status status) {
    if (build.directory == '.') {
        buildOne(given, build, name, release, status)
    } else {
        dir(build.directory) {
            buildOne(given, build, name, release, status)
        }
    }
}

/** Creates the record of a new release, before anything is built. */
private Map begin(Map given, Map source, Map scmResult) {
    if (source.pullRequest) {
        // The code of a pull request can change its record, but not this variable: the next stages compare them.
        env.STAGEWRIGHT_COMMIT = scmResult.GIT_COMMIT
    }
    String pattern = Version.pattern(given.versions, source, given.version)
    Map names = [build: env.BUILD_NUMBER, commit: scmResult.GIT_COMMIT.substring(0, 12),
                 branch: source.branch ?: source.tag, tag: source.tag] + versions(pattern, given.versionFile ?: '')
    return [
        schema: 1, service: given.service, version: Text.tag(Text.fill(pattern, names)),
        source: source + Record.run(this) + [
            stage: given.stage, repository: scmResult.GIT_URL, commit: scmResult.GIT_COMMIT],
        artifacts: [], images: [:],
    ]
}

/** The values of {project} and {describe}, if the pattern of the version contains them. */
private Map versions(String pattern, String file) {
    Map versions = [:]
    if (pattern.contains('{project}')) {
        if (!file || !fileExists(file)) {
            error('The version contains {project}, but the application has no file "' + file +
                '". Set versionFile to the file with its version.')
        }
        versions.project = Version.of(file, readFile(file))
        String objection = Version.objection(file, versions.project)
        if (objection) {
            error(objection)
        }
    }
    if (pattern.contains('{describe}')) {
        // Without a tag, the abbreviated commit.
        versions.describe = sh(label: 'Describe the commit', returnStdout: true,
            script: 'git describe --tags --always HEAD').trim()
    }
    return versions
}

/** The patterns that match files changed since the last successful build, or any file if there was no such build. */
private List changed(Map given, String since) {
    String files = ''
    withEnv(['SINCE=' + since]) {
        files = sh(label: 'List the changed files', returnStdout: true, script: '''
            if git cat-file -e "$SINCE^{commit}" 2>/dev/null; then
                set -- diff --name-only "$SINCE" HEAD
            else
                set -- ls-files
            fi
            git -c core.quotePath=false "$@"
        ''')
    }
    return Text.fitting(given.paths, Text.lines(files))
}

/** The author of the commit. A later approval may require another person. */
private Map author() {
    List lines = Text.lines(sh(script: 'git log -1 --format="%an%n%ae"', label: 'Read the author', returnStdout: true))
    return [name: lines[0] ?: '', mail: lines[1] ?: '']
}

private void buildOne(Map given, Map build, String name, Map release, Status status) {
    Map source = release.source
    // Tools such as MSBuild read VERSION as a setting of their own, so only a command gets the release.
    Map facts = build.tool == 'command' ? [VERSION: release.version, COMMIT: source.commit] : [:]
    // The token could be read by the code of a pull request.
    Map sonar = source.pullRequest ? [:] : build.sonar
    Map variables = Site.environment() + facts + chosen(given) + build.environment +
        Services.variables(build.services, build.toolImage) + Text.numbered('ARGUMENT', build.arguments) + [
        STATE: env.WORKSPACE_TMP + '/source', COMMAND: build.command,
        // Anyone may open a pull request, so its builds must not write to the cache of other builds.
        CACHE: source.pullRequest ? '' : build.cache,
        PRIVATE_HOME: source.pullRequest || given.pod || Site.files()[build.tool] ? 'true' : '',
        SITE_PATH: build.toolImage || given.pod ? '' : Site.path(),
        BUILD_JAVA_HOME: build.jdk ? Site.jdks()[build.jdk] ?: '' : ''] + (sonar ? [SONAR: 'true'] : [:])
    Map work = [tool: build.tool, image: build.toolImage, label: 'Run ' + build.tool, container: Place.container(given)]
    boolean passed = false
    withEnv(Text.environment(variables)) {
        try {
            List secrets = PullRequest.secrets(this, source, given.secrets)
            List bindings = Bindings.of(this, PullRequest.secrets(this, source, Tool.files(build.tool)) + secrets)
            Sonar.around(this, sonar, status) {
                if (bindings) {
                    withCredentials(bindings) {
                        Tool.run(this, work, variables, secrets)
                    }
                } else {
                    Tool.run(this, work, variables, secrets)
                }
            }
            passed = true
        } finally {
            Reports.record(this, build, name, status, passed)
        }
    }
}

/** The values of the job's parameters. The first build of a branch job only has the defaults. */
private Map chosen(Map given) {
    Map values = [:]
    for (int i = 0; i < given.parameters.size(); i++) {
        String name = given.parameters[i]
        values[name] = params[name] == null ? '' : params[name].toString()
    }
    return values
}

/** Archives the artifacts under their paths in the application, where later stages and Dockerfiles expect them. */
private List archiveFiles(Map given, List builds) {
    List paths = []
    for (int i = 0; i < builds.size(); i++) {
        List files = filesOf(builds[i])
        for (int j = 0; j < files.size(); j++) {
            // Two builds may have the same artifact. Archive it once.
            if (!paths.contains(files[j])) {
                paths << files[j]
            }
        }
    }
    if (!paths) {
        return []
    }
    writeFile(file: env.WORKSPACE_TMP + '/artifacts', text: paths.join('\n') + '\n')
    String sums = sh(label: 'Compute the checksums of the artifacts', returnStdout: true,
        script: 'while IFS= read -r file; do sha256sum -- "$file"; done <"$WORKSPACE_TMP/artifacts"')
    List artifacts = Record.artifacts(sums)
    archiveArtifacts(artifacts: Record.paths([artifacts: artifacts]), fingerprint: true)
    if (given.shared) {
        stash(name: 'stagewright-files-' + given.service + '-' + given.stage,
            includes: Record.paths([artifacts: artifacts]))
    }
    return artifacts
}

/** The paths of a build's artifacts. Fails if the build has artifact patterns and no file matches. */
private List filesOf(Map build) {
    if (!build.artifacts) {
        return []
    }
    String below = build.directory == '.' ? '' : build.directory + '/'
    List found = findFiles(glob: below + build.artifacts.join(',' + below))
    List paths = []
    for (int i = 0; i < found.size(); i++) {
        paths << found[i].path
        if (!Record.isExact(paths[i])) {
            error('The artifact "' + paths[i] + '" cannot be archived: Jenkins reads its name as a pattern. ' +
                'Rename it without commas, backslashes, * and ?, and without blanks at its ends.')
        }
    }
    if (!paths) {
        error('No file matches the artifacts ' + build.artifacts.join(', ') + '.')
    }
    return paths
}
