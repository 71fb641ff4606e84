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
        String text = toJson(record + [producer: [stage: given.stage] + run(steps)])
        steps.writeFile(file: FILE, text: text, encoding: 'UTF-8')
        if (given.shared) {
            String own = fileOf(given.stage)
            steps.writeFile(file: own, text: text, encoding: 'UTF-8')
            steps.archiveArtifacts(artifacts: FILE + ',' + own, fingerprint: true)
            steps.stash(name: 'stagewright-' + given.service + '-' + given.stage, includes: own)
        } else {
            steps.archiveArtifacts(artifacts: FILE, fingerprint: true)
        }
    }

    /** The record that a stage uses: from a build of another job, from builds of several jobs, or from this run. */
    static Map fetch(Object steps, Map given) {
        List places = places(given, steps.params.STAGE ? '/' + steps.env.JOB_NAME : '')
        List records = []
        for (int i = 0; i < places.size(); i++) {
            records << read(steps, given, places[i])
        }
        Map joined = joined(records)
        if (joined.problem) {
            steps.error('The release records of the previous stages cannot be combined: ' + joined.problem + '.')
        }
        return joined
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
        return (path == job || branch) && isNumber(record.source.build)
    }

    /** The paths of the artifacts, as a list of Ant patterns. */
    @NonCPS
    static String paths(Map record) {
        List found = []
        for (Object artifact : record.artifacts) {
            found << artifact.path
        }
        return found.join(',')
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

    private static Map read(Object steps, Map given, Map place) {
        Map from = [stage: place.stage, job: '', build: '']
        if (place.job) {
            String build = steps.params[place.parameter]
            if (!isNumber(build)) {
                steps.error(place.parameter + ' must be a build number of ' + place.job +
                    ', not "' + build + '".')
            }
            from = [stage: place.stage, job: producer(steps, place.job), build: build]
            if (place.files.size() > 1) {
                return accepted(steps, given, place, from, readCopied(steps, from, place.files))
            }
            steps.copyArtifacts(projectName: from.job, selector: steps.specific(build), filter: place.files[0])
        } else {
            steps.unstash('stagewright-' + given.service + '-' + place.stage)
        }
        return accepted(steps, given, place, from, steps.readJSON(file: place.files[0], returnPojo: true))
    }

    /** Reads a build's record if the ID of its stage has changed: the file name contains the ID of that time. */
    private static Map readCopied(Object steps, Map from, List files) {
        Map record = [:]
        steps.dir('release') {
            // Files of earlier builds must not replace the archived ones.
            steps.deleteDir()
            steps.copyArtifacts(projectName: from.job, selector: steps.specific(from.build), filter: files.join(','))
            for (int i = 0; i < files.size(); i++) {
                if (steps.fileExists(files[i])) {
                    record = steps.readJSON(file: files[i], returnPojo: true)
                }
            }
        }
        return record
    }

    private static Map accepted(Object steps, Map given, Map place, Map from, Map record) {
        String objection = problem(record, given) ?: producerMismatch(record, from, given)
        if (objection) {
            steps.error('The release record of ' + (place.job ?: 'this run') + ' is not valid: ' + objection + '.')
        }
        return record
    }

    /** The locations of the records that a stage uses: job, parameter with the build number, file names. */
    @NonCPS
    private static List places(Map given, String thisJob) {
        List found = []
        for (Object stage : given.upstreams.keySet()) {
            found << [stage: stage, job: given.upstreams[stage], parameter: parameterOf(stage.toString()),
                      files: [FILE]]
        }
        // If a user starts this job for a single stage, that stage uses the records of an earlier build.
        String job = given.upstream ?: thisJob
        String parameter = given.upstream ? 'UPSTREAM_BUILD' : 'EARLIER_BUILD'
        for (Object stage : given.after) {
            List files = [fileOf(stage.toString())]
            // Records of this run have current IDs only.
            List before = job ? given.previousIds[stage] ?: [] : []
            for (Object id : before) {
                files << fileOf(id.toString())
            }
            found << [stage: stage, job: job, parameter: parameter, files: files]
        }
        return found ?: [[stage: '', job: job, parameter: parameter, files: [FILE]]]
    }

    @NonCPS
    private static String fileOf(String stage) {
        return 'release-' + stage + '.json'
    }

    /** Reports if another stage or another build made the record; empty if the producer is the expected one. */
    @NonCPS
    private static String producerMismatch(Map record, Map from, Map given) {
        Map made = record.producer ?: [:]
        List ids = [from.stage] + (given.previousIds[from.stage] ?: [])
        boolean right = (!from.stage || ids.contains(made.stage)) &&
            (!from.job || currentJobPath(given.renamed, made.job) == from.job && made.build == from.build)
        if (right) {
            return ''
        }
        return 'stage ' + made.stage + ' of ' + made.job + ' #' + made.build + ' made it'
    }

    /** Combines the records of parallel stages. `problem` is set if they belong to different source builds. */
    @NonCPS
    private static Map joined(List records) {
        Map all = [:]
        all.putAll(records[0])
        for (int i = 1; i < records.size(); i++) {
            Map one = records[i]
            if (one.source != all.source || one.version != all.version) {
                return [problem: 'one is for ' + nameOf(all) + ', another is for ' + nameOf(one)]
            }
            for (Object name : one.images.keySet()) {
                Map known = all.images[name]
                if (known != null && known.digest != one.images[name].digest) {
                    return [problem: 'image ' + name + ' has digest ' + known.digest + ' in one, ' +
                        one.images[name].digest + ' in another']
                }
            }
            all.images = union(all.images, one.images)
        }
        return all
    }

    @NonCPS
    private static String nameOf(Map record) {
        return record.version + ' (' + record.source.job + ' #' + record.source.build + ')'
    }

    @NonCPS
    private static Map union(Map one, Map other) {
        Map all = [:]
        all.putAll(one)
        all.putAll(other)
        return all
    }

    /** The job that made the record. In a multibranch project, this is the branch job that started this job. */
    private static String producer(Object steps, String upstream) {
        String branch = steps.params.UPSTREAM_BRANCH
        if (branch == null || upstream == '/' + steps.env.JOB_NAME) {
            return upstream
        }
        if (!isJobName(branch)) {
            steps.error('UPSTREAM_BRANCH must be the name of a branch job of ' + upstream +
                ', for example main or feature%2Fx, not "' + branch + '".')
        }
        return upstream + '/' + branch
    }

    @NonCPS
    private static boolean isNumber(Object text) {
        return text != null && text.toString().matches('[1-9][0-9]{0,8}')
    }

    @NonCPS
    private static boolean isJobName(String text) {
        return text.matches('[A-Za-z0-9_%][A-Za-z0-9_.%+@#-]*')
    }

    @NonCPS
    private static String problem(Map record, Map given) {
        if (record.schema != 1) {
            return 'its schema version is ' + record.schema + ', but this library reads version 1'
        }
        if ((given.renamed[record.service] ?: record.service) != given.service) {
            return 'it belongs to service ' + record.service + ', not to ' + given.service
        }
        // Anyone may open a pull request. It must not become an image, even if a user starts the job by hand.
        if (record.source?.pullRequest) {
            return 'pull request ' + record.source.pullRequest + ' can only be built and tested, not released'
        }
        String commit = record.source?.commit
        return commit?.matches('[0-9a-f]{40}') ? '' : 'its commit is "' + commit + '", not a full commit hash'
    }
}
