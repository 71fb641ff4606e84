package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** The release record: a JSON file that each stage passes to the next one. It describes the release. */
class Record implements Serializable {
    static final String FILE = 'release.json'

    /** This run's job, build number and URL. A record names the run that made each of its parts. */
    static Map run(Object steps) {
        return [job: '/' + steps.env.JOB_NAME, build: steps.env.BUILD_NUMBER, url: steps.env.BUILD_URL]
    }

    /** Writes and archives the record of a stage. If the job has other stages, the stage gets its own file too. */
    static void keep(Object steps, Map given, Map record) {
        // Who promotes a release looks for its version in the list of builds.
        steps.currentBuild.displayName = '#' + steps.env.BUILD_NUMBER + ' ' + record.version
        String text = toJson(record + [producer: [stage: given.stage] + run(steps)])
        String all = FILE
        String own = given.shared ? fileOf(given.stage) : all
        steps.dir(folder(steps)) {
            // The folder is new, outside of the files of the build, and contains nothing else.
            steps.deleteDir()
            steps.writeFile(file: all, text: text, encoding: 'UTF-8')
            if (given.shared) {
                steps.writeFile(file: own, text: text, encoding: 'UTF-8')
                steps.archiveArtifacts(artifacts: all + ',' + own, fingerprint: true)
                steps.stash(name: 'stagewright-' + given.service + '-' + given.stage, includes: own)
            } else {
                steps.archiveArtifacts(artifacts: all, fingerprint: true)
            }
            if (steps.readFile(file: own, encoding: 'UTF-8') != text) {
                steps.error('The release record changed while it was archived, so this build does not count: ' +
                    'a process that the build started still runs and writes to ' + own + '.')
            }
        }
    }

    /** The record that a stage uses, with each fact from the build that answers for it. */
    static Map fetch(Object steps, Map given) {
        return RecordReader.fetch(steps, given)
    }

    /** The parameter with the build number of a stage, for jobs that use the releases of several stages. */
    @NonCPS
    static String parameterOf(String stage) {
        return 'UPSTREAM_BUILD_' + stage.toUpperCase().replace('-', '_')
    }

    /** An empty record, for a rollback to the previous release: the environment's history has that release. */
    @NonCPS
    static Map none() {
        return [version: '', source: [job: '', build: '', commit: ''], images: [:]]
    }

    /** Adds an image to the record. */
    @NonCPS
    static Map withImage(Map record, String name, Map image) {
        return union(record, [images: union(record.images, [(name): image])])
    }

    /** The tag and digest of each image, and the build of the last one. `problem` is set if a digest is missing. */
    @NonCPS
    static Map digests(Map record) {
        List lines = []
        String build = ''
        for (Object name : record.images.keySet()) {
            Map image = record.images[name]
            if (!image.digest?.matches('sha256:[0-9a-f]{64}')) {
                return [problem: 'image ' + name + ' has no digest']
            }
            lines << image.repository + ':' + image.tags[0] + '@' + image.digest
            build = image.job + '#' + image.build
        }
        return lines ? [lines: lines, build: build] : [problem: 'the release record contains no image']
    }

    /** The variables that describe a release to a command. IMAGES has one line for each image. */
    @NonCPS
    static Map variables(Map record) {
        List lines = []
        Map last = [repository: '', digest: '']
        for (Object name : record.images.keySet()) {
            last = record.images[name]
            lines << last.repository + '@' + last.digest
        }
        boolean one = lines.size() == 1
        return [VERSION: record.version, COMMIT: record.source.commit, IMAGES: lines.join('\n'),
                IMAGE: one ? last.repository : '', DIGEST: one ? last.digest : '']
    }

    @NonCPS
    static String toJson(Map record) {
        return JsonOutput.prettyPrint(JsonOutput.toJson(record))
    }

    /** The current path of a job. The job or its multibranch project may have been renamed. */
    @NonCPS
    static String currentJobPath(Map renamed, String path) {
        for (Object before : renamed.keySet()) {
            if (path == before || path?.startsWith(before + '/')) {
                return renamed[before] + path.substring(before.length())
            }
        }
        return path
    }

    /** True if this job, or one of its branch jobs, built the source. */
    @NonCPS
    static boolean isFrom(Map record, String path, String job) {
        boolean branch = path?.startsWith(job + '/') && isJobName(path.substring(job.length() + 1))
        return (path == job || branch) && Fields.isNumber(record.source.build)
    }

    /** The paths of the artifacts, as a list of Ant patterns. Each one matches only its own file; see isExact. */
    @NonCPS
    static String paths(Map record) {
        List found = []
        for (Object artifact : record.artifacts) {
            found << artifact.path
        }
        return found.join(',')
    }

    /** The paths as a filter of copyArtifacts, which replaces variables and reads $$ as a dollar sign. */
    @NonCPS
    static String filter(Map record) {
        return paths(record).replace('$', '$$')
    }

    /** True if a path, read as a list of Ant patterns, matches only the file with this path. */
    @NonCPS
    static boolean isExact(String path) {
        return path.matches('[^,*?\\\\\\p{Cntrl}]+') && path == path.trim()
    }

    /** The checksums of the artifacts, in the format of sha256sum. */
    @NonCPS
    static String checksums(Map record) {
        String text = ''
        for (Object artifact : record.artifacts) {
            text += artifact.sha256 + '  ' + artifact.path + '\n'
        }
        return text
    }

    /** Reads the artifacts from the output of sha256sum. */
    @NonCPS
    static List artifacts(String checksums) {
        List found = []
        for (Object line : Text.lines(checksums)) {
            found << [path: line.substring(66), sha256: line.substring(0, 64)]
        }
        return found
    }

    /** The folder for records: in the workspace's folder for temporary files, where no stage runs the application. */
    static String folder(Object steps) {
        return steps.env.WORKSPACE_TMP + '/record'
    }

    /** The name of a stage's own record, in a job with several stages. */
    @NonCPS
    static String fileOf(String stage) {
        return 'release-' + stage + '.json'
    }

    /** A new map with the entries of both maps. */
    @NonCPS
    static Map union(Map one, Map other) {
        Map all = [:]
        all.putAll(one)
        all.putAll(other)
        return all
    }

    /** True for a name of a branch job: Jenkins encodes these characters and keeps all others of a branch. */
    @NonCPS
    static boolean isJobName(String text) {
        return text.matches('[^/?#\\[\\]\\\\$\\p{Cntrl}]+') && text != '.' && text != '..'
    }
}
