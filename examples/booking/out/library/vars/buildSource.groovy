import com.acme.travel.Approval
import com.acme.travel.Hooks
import com.acme.travel.Parameters
import com.acme.travel.Reach
import com.acme.travel.Record
import com.acme.travel.Site
import com.acme.travel.Status
import com.acme.travel.Text
import com.acme.travel.Tool

Map call(Map arguments) {
    Map given = Parameters.of(this, 'buildSource', arguments,
        [service: 'shop', git: 'https://git.acme.internal/shop/shop.git', version: '1.4.{build}', tool: 'maven'],
        [
            stage: 'build',
            shared: false,
            credentials: '',
            branch: 'main',
            jdk: '',
            toolImage: '',
            command: '',
            arguments: [],
            directory: '.',
            environment: [:],
            artifacts: [],
            tests: [],
            cache: '',
            also: [],
            parameters: [],
            paths: [],
            author: false,
            callBefore: [],
            callAfter: [],
            agent: '',
            retries: 0,
        ])
    Status status = new Status(this, given.service, given.stage)
    Map release = [:]
    try {
        release = buildAsOften(given, status)
    } catch (Exception failure) {
        status.failed()
        throw failure
    }
    status.succeeded()
    return release
}

private Map buildAsOften(Map given, Status status) {
    if (given.retries == 0) {
        return buildOnAgent(given, status)
    }
    Map release = [:]
    // Again where the agent was lost, never because the build failed.
    retry(count: given.retries + 1, conditions: [agent(), nonresumable()]) {
        release = buildOnAgent(given, status)
    }
    return release
}

private Map buildOnAgent(Map given, Status status) {
    Map release = [:]
    node(given.agent ?: Site.agent()) {
        release = buildHere(given, status)
    }
    return release
}

private Map buildHere(Map given, Status status) {
    // Anyone with the build button types it: no option of git, nothing but the name of a branch, tag or commit.
    String revision = params.REVISION ?: given.branch
    if (!Text.isRevision(revision)) {
        error('REVISION must be the name of a branch, a tag or a commit, not "' + revision + '".')
    }
    Map jenkins = [branch: env.BRANCH_NAME, tag: env.TAG_NAME, pullRequest: env.CHANGE_ID]
    Map source = Reach.source(jenkins, params.REVISION ?: '', given.branch)
    Map release = [:]
    dir('app') {
        deleteDir()
        Map scmResult = env.BRANCH_NAME ? checkout(scm) : checkout(scmGit(branches: [[name: revision]], extensions: [],
            userRemoteConfigs: [[url: given.git, credentialsId: given.credentials ?: null]]))
        release = begin(given, source, scmResult)
        status.started(release.source)
        if (given.paths) {
            String before = scmResult.GIT_PREVIOUS_SUCCESSFUL_COMMIT ?: ''
            release.source += [changed: changed(given, source.tag ? '' : before)]
        }
        if (given.author) {
            release.source += [author: author(), starter: Approval.starters(this).join(',')]
        }
        Hooks.run(this, given.callBefore, release)
        List builds = allBuilds(given)
        for (int i = 0; i < builds.size(); i++) {
            buildBelow(given, builds[i], source)
        }
        release.artifacts = archiveFiles(given, builds)
        Hooks.run(this, given.callAfter, release)
    }
    Record.keep(this, given, release)
    return release
}

/** The build of the stage, and each further one: what that does not say is the standard, not what the first says. */
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
                cache: '',
            ])
    }
    return builds
}

private void buildBelow(Map given, Map build, Map source) {
    if (build.directory == '.') {
        buildOne(given, build, source)
    } else {
        dir(build.directory) {
            buildOne(given, build, source)
        }
    }
}

/** The record of a release of which nothing is built yet. */
private Map begin(Map given, Map source, Map scmResult) {
    Map names = [build: env.BUILD_NUMBER, commit: scmResult.GIT_COMMIT.substring(0, 12),
                 branch: source.branch ?: source.tag, tag: source.tag]
    return [
        schema: 1, service: given.service, version: Text.tag(Text.fill(given.version, names)),
        source: source + Record.run(this) + [
            stage: given.stage, repository: scmResult.GIT_URL, commit: scmResult.GIT_COMMIT],
        artifacts: [], images: [:],
    ]
}

/** Which patterns fit what changed since the branch's last good build; without a commit of then, all files did. */
private List changed(Map given, String since) {
    String files = ''
    withEnv(['SINCE=' + since]) {
        files = sh(label: 'List what changed', returnStdout: true, script: '''
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

/** Who wrote the commit: a later approval may ask for somebody else. */
private Map author() {
    List lines = Text.lines(sh(script: 'git log -1 --format="%an%n%ae"', label: 'Note the author', returnStdout: true))
    return [name: lines[0] ?: '', mail: lines[1] ?: '']
}

private void buildOne(Map given, Map build, Map source) {
    Map variables = Site.environment() + chosen(given) + build.environment +
        Text.numbered('ARGUMENT', build.arguments) + [
        STATE: env.WORKSPACE_TMP + '/source', COMMAND: build.command, CACHE: build.cache,
        BUILD_JAVA_HOME: build.jdk ? Site.jdks()[build.jdk] ?: '' : '']
    boolean passed = false
    withEnv(Text.environment(variables)) {
        try {
            // A pull request is anyone's proposal: it is built without the site's credentials.
            List files = source.pullRequest ? [] : Tool.credentials(this, build.tool)
            if (files) {
                withCredentials(files) {
                    Tool.run(this, build.tool, build.toolImage, variables)
                }
            } else {
                Tool.run(this, build.tool, build.toolImage, variables)
            }
            passed = true
        } finally {
            if (build.tests) {
                // After a failed compile there are no reports; their absence must not hide the compiler's error.
                junit(testResults: build.tests.join(','), allowEmptyResults: !passed)
            }
        }
    }
}

/** What was chosen for the job's parameters; a branch job's first build knows none yet but their defaults. */
private Map chosen(Map given) {
    Map values = [:]
    for (int i = 0; i < given.parameters.size(); i++) {
        String name = given.parameters[i]
        values[name] = params[name] == null ? '' : params[name].toString()
    }
    return values
}

/** Under the paths that they have in the application: a later stage finds them there as here, so does a Dockerfile. */
private List archiveFiles(Map given, List builds) {
    List paths = []
    for (int i = 0; i < builds.size(); i++) {
        List files = filesOf(builds[i])
        for (int j = 0; j < files.size(); j++) {
            // Two builds may name one file; it is archived once.
            if (!paths.contains(files[j])) {
                paths << files[j]
            }
        }
    }
    if (!paths) {
        return []
    }
    writeFile(file: env.WORKSPACE_TMP + '/artifacts', text: paths.join('\n') + '\n')
    String sums = sh(label: 'Note the checksums of the artifacts', returnStdout: true,
        script: 'while IFS= read -r file; do sha256sum -- "$file"; done <"$WORKSPACE_TMP/artifacts"')
    List artifacts = Record.artifacts(sums)
    archiveArtifacts(artifacts: Record.paths([artifacts: artifacts]), fingerprint: true)
    if (given.shared) {
        stash(name: 'stagewright-files-' + given.service + '-' + given.stage,
            includes: Record.paths([artifacts: artifacts]))
    }
    return artifacts
}

/** The paths of a build's artifacts; where it should leave some, there must be one. */
private List filesOf(Map build) {
    if (!build.artifacts) {
        return []
    }
    String below = build.directory == '.' ? '' : build.directory + '/'
    List found = findFiles(glob: below + build.artifacts.join(',' + below))
    List paths = []
    for (int i = 0; i < found.size(); i++) {
        paths << found[i].path
    }
    if (!paths) {
        error('No file fits the artifacts ' + build.artifacts.join(', ') + '.')
    }
    return paths
}
