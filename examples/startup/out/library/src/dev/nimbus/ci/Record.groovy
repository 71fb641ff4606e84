package dev.nimbus.ci

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** The release record: what one stage hands to the next. */
class Record implements Serializable {
    static final String FILE = 'release.json'

    /** Where this run is in Jenkins; a record names the run that made each part of it. */
    static Map run(Object steps) {
        return [job: '/' + steps.env.JOB_NAME, build: steps.env.BUILD_NUMBER, url: steps.env.BUILD_URL]
    }

    /** Writes and archives what a stage hands on; where its job has other stages, under the stage's name too. */
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

    /** The record that a stage takes: of a build of another job, of builds of several, or of this run. */
    static Map fetch(Object steps, Map given) {
        List places = places(given, steps.params.STAGE ? '/' + steps.env.JOB_NAME : '')
        List records = []
        for (int i = 0; i < places.size(); i++) {
            records << read(steps, given, places[i])
        }
        Map joined = joined(records)
        if (joined.problem) {
            steps.error('The release records that meet here were refused: ' + joined.problem + '.')
        }
        return joined
    }

    /** The parameter with the number of a stage's build, where the releases of several meet. */
    @NonCPS
    static String parameterOf(String stage) {
        return 'UPSTREAM_BUILD_' + stage.toUpperCase().replace('-', '_')
    }

    /** What stands for a record where a rollback names none: the environment's history has it. */
    @NonCPS
    static Map none() {
        return [version: '', source: [job: '', build: '', commit: ''], images: [:]]
    }

    /** The record with one more image. */
    @NonCPS
    static Map withImage(Map record, String name, Map image) {
        return union(record, [images: union(record.images, [(name): image])])
    }

    /** Every image's tag and digest, and the last one's build; a sentence under `problem` where one has none. */
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
        return lines ? [lines: lines, build: build] : [problem: 'there is no image in it']
    }

    /** What a command is told of a release: of one image its name and digest, of several each in a line of IMAGES. */
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

    /** Today's path of a job that was renamed, or whose multibranch project was. */
    @NonCPS
    static String today(Map renamed, String path) {
        for (Object before : renamed.keySet()) {
            if (path == before || path?.startsWith(before + '/')) {
                return renamed[before] + path.substring(before.length())
            }
        }
        return path
    }

    /** True where the source was built by a build of this job, or of one of its branch jobs. */
    @NonCPS
    static boolean isFrom(Map record, String path, String job) {
        boolean branch = path?.startsWith(job + '/') && isJobName(path.substring(job.length() + 1))
        return (path == job || branch) && isNumber(record.source.build)
    }

    /** Ant list of the artifacts' paths. */
    @NonCPS
    static String paths(Map record) {
        List found = []
        for (Object artifact : record.artifacts) {
            found << artifact.path
        }
        return found.join(',')
    }

    /** What sha256sum checks. */
    @NonCPS
    static String checksums(Map record) {
        String text = ''
        for (Object artifact : record.artifacts) {
            text += artifact.sha256 + '  ' + artifact.path + '\n'
        }
        return text
    }

    /** The artifacts of what sha256sum printed. */
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
                steps.error(place.parameter + ' must be the number of a build of ' + place.job +
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

    /** A build's record where its stage had other ids: it lies under the one of its time. */
    private static Map readCopied(Object steps, Map from, List files) {
        Map record = [:]
        steps.dir('release') {
            // What a build left in the workspace must not stand in for what was archived.
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
        String objection = problem(record, given) ?: impostor(record, from, given)
        if (objection) {
            steps.error('The release record of ' + (place.job ?: 'this run') + ' was refused: ' + objection + '.')
        }
        return record
    }

    /** Where the records that a stage takes lie: the job, the parameter with its build's number, the file's names. */
    @NonCPS
    private static List places(Map given, String thisJob) {
        List found = []
        for (Object stage : given.upstreams.keySet()) {
            found << [stage: stage, job: given.upstreams[stage], parameter: parameterOf(stage.toString()),
                      files: [FILE]]
        }
        // Started for one stage alone, this job takes up what an earlier build of it left.
        String job = given.upstream ?: thisJob
        String parameter = given.upstream ? 'UPSTREAM_BUILD' : 'EARLIER_BUILD'
        for (Object stage : given.after) {
            List files = [fileOf(stage.toString())]
            // This run has today's ids only.
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

    /** Why a record is not what that stage of that build made; empty where it is. */
    @NonCPS
    private static String impostor(Map record, Map from, Map given) {
        Map made = record.producer ?: [:]
        List ids = [from.stage] + (given.previousIds[from.stage] ?: [])
        boolean right = (!from.stage || ids.contains(made.stage)) &&
            (!from.job || today(given.renamed, made.job) == from.job && made.build == from.build)
        if (right) {
            return ''
        }
        return 'it says that ' + made.job + ' #' + made.build + ' made it, stage ' + made.stage
    }

    /** Records made side by side of one source build, as one; a sentence under `problem` where they were not. */
    @NonCPS
    private static Map joined(List records) {
        Map all = [:]
        all.putAll(records[0])
        for (int i = 1; i < records.size(); i++) {
            Map one = records[i]
            if (one.source != all.source || one.version != all.version) {
                return [problem: 'one is of ' + nameOf(all) + ', another of ' + nameOf(one)]
            }
            for (Object name : one.images.keySet()) {
                Map known = all.images[name]
                if (known != null && known.digest != one.images[name].digest) {
                    return [problem: 'image ' + name + ' is ' + known.digest + ' in one, ' + one.images[name].digest +
                        ' in another']
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

    /** The job that the record comes from: of a multibranch project, the branch job that started this one. */
    private static String producer(Object steps, String upstream) {
        String branch = steps.params.UPSTREAM_BRANCH
        if (branch == null || upstream == '/' + steps.env.JOB_NAME) {
            return upstream
        }
        if (!isJobName(branch)) {
            steps.error('UPSTREAM_BRANCH must be the name of a branch job of ' + upstream +
                ', as main or feature%2Fx, not "' + branch + '".')
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
            return 'its schema is ' + record.schema + ', this library knows 1'
        }
        if ((given.renamed[record.service] ?: record.service) != given.service) {
            return 'it is of service ' + record.service + ', not of ' + given.service
        }
        // Anyone may propose a change; a button must not make an image of it.
        if (record.source?.pullRequest) {
            return 'pull request ' + record.source.pullRequest + ' is built and tested, no more'
        }
        String commit = record.source?.commit
        return commit?.matches('[0-9a-f]{40}') ? '' : 'its commit is ' + commit
    }
}
