package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** The provenance of an image: the facts that its build attaches, and those that a deployment expects. */
class Provenance implements Serializable {
    /** What the record says about the build that attaches the provenance: a later build can keep its image. */
    static Map of(Object steps, Map release) {
        Map run = Record.run(steps)
        return [commit: release.source.commit, sourceBuild: sourceBuild(release), build: run.job + '#' + run.build]
    }

    /** The variables of the script that attaches the provenance. */
    @NonCPS
    static Map variables(Map given, Map release, Map made) {
        return [
            PROVENANCE_SERVICE: given.service, PROVENANCE_STAGE: given.stage, PROVENANCE_ENGINE: given.engine,
            PROVENANCE_COMMAND: given.command, PROVENANCE_DOCKERFILE: given.dockerfile,
            PROVENANCE_CONTEXT: given.context, PROVENANCE_VERSION: release.version,
            PROVENANCE_REPOSITORY: given.git, PROVENANCE_COMMIT: made.commit,
            PROVENANCE_SOURCE_BUILD: made.sourceBuild, PROVENANCE_BUILD: made.build,
            PROVENANCE_BUILDER: 'jenkins:' + jobOf(made.build),
        ]
    }

    /**
     * Why none of these provenances is the one of an image in a release; empty if one of them is. The site's key signed
     * all of them.
     */
    @NonCPS
    static String objection(Map given, Map release, Map image, List statements) {
        if (!image.provenance) {
            return 'the release record names no build that attached one. Run ' + image.job +
                ' again with provenance: true'
        }
        Map expected = expected(given, release, image)
        String closest = 'none can be read'
        int most = -1
        for (Object statement : statements) {
            Map said = facts(given, statement)
            List wrong = []
            for (Object name : expected.keySet()) {
                if (said[name] != expected[name]) {
                    wrong << name
                }
            }
            if (!wrong) {
                return ''
            }
            int right = expected.size() - wrong.size()
            if (right > most) {
                most = right
                closest = 'its ' + wrong[0] + ' is "' + Text.line(said[wrong[0]]) + '", not "' +
                    expected[wrong[0]] + '"'
            }
        }
        return closest
    }

    /** The facts of the image in this release. The job is a constant, or this run's own. */
    @NonCPS
    private static Map expected(Map given, Map release, Map image) {
        Map made = image.provenance
        // A build that kept the image of an earlier build answers for it. Otherwise it is an image of this commit.
        boolean kept = made.build != image.job + '#' + image.build
        Map origin = given.images[image.stage] ?: [job: Record.currentJobPath(given.renamed, image.job)]
        return [
            'image job': origin.job,
            'source repository': given.git,
            commit: kept ? made.commit : release.source.commit,
            'source build': kept ? made.sourceBuild : sourceBuild(release),
            'image build': made.build,
        ]
    }

    /** The same facts, as a provenance says them. cosign 2 writes the name of one field in another way. */
    @NonCPS
    private static Map facts(Map given, Object statement) {
        Object definition = at(statement, ['predicate', 'buildDefinition'])
        Object details = at(statement, ['predicate', 'runDetails'])
        String builder = text(at(details, ['builder', 'id']))
        Map source = sourceOf(at(definition, ['resolvedDependencies']))
        Object build = at(details, ['metadata', 'invocationId']) ?: at(details, ['metadata', 'invocationID'])
        return [
            'image job': builder.startsWith('jenkins:') ?
                Record.currentJobPath(given.renamed, builder.substring(8)) : builder,
            'source repository': source.repository,
            commit: source.commit,
            'source build': text(at(definition, ['internalParameters', 'sourceBuild'])),
            'image build': text(build),
        ]
    }

    /** The first dependency with a commit. */
    @NonCPS
    private static Map sourceOf(Object dependencies) {
        for (Object one : (dependencies instanceof List ? dependencies : [])) {
            String commit = text(at(one, ['digest', 'gitCommit']))
            if (commit) {
                return [repository: text(at(one, ['uri'])).replaceFirst('^git[+]', ''), commit: commit]
            }
        }
        return [repository: '', commit: '']
    }

    @NonCPS
    private static Object at(Object from, List path) {
        Object value = from
        for (Object name : path) {
            value = value instanceof Map ? value[name] : null
        }
        return value
    }

    @NonCPS
    private static String text(Object value) {
        return value == null ? '' : value.toString()
    }

    @NonCPS
    private static String sourceBuild(Map release) {
        return release.source.job + '#' + release.source.build
    }

    @NonCPS
    private static String jobOf(String build) {
        return build.substring(0, build.lastIndexOf('#'))
    }
}
