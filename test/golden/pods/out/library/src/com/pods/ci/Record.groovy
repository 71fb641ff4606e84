package com.pods.ci

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** The release record: what one stage hands to the next. */
class Record implements Serializable {
    static final String FILE = 'release.json'

    /** Where this run is in Jenkins; a record names the run that made each part of it. */
    static Map run(Object steps) {
        return [job: '/' + steps.env.JOB_NAME, build: steps.env.BUILD_NUMBER, url: steps.env.BUILD_URL]
    }

    /** Writes and archives the record. */
    static void archive(Object steps, Map record) {
        steps.writeFile(file: FILE, text: toJson(record), encoding: 'UTF-8')
        steps.archiveArtifacts(artifacts: FILE, fingerprint: true)
    }

    /** The record of an upstream job's build, or of this run; with the files that it names where they are wanted. */
    static Map fetch(Object steps, String service, String upstream) {
        String build = ''
        if (upstream) {
            build = steps.params.UPSTREAM_BUILD
            if (!isNumber(build)) {
                steps.error('UPSTREAM_BUILD must be the number of a build of ' + upstream + ', not "' + build + '".')
            }
            steps.copyArtifacts(projectName: producer(steps, upstream), selector: steps.specific(build), filter: FILE)
        } else {
            steps.unstash('stagewright-record-' + service)
        }
        Map record = steps.readJSON(file: FILE, returnPojo: true)
        String problem = problem(record, service)
        if (problem) {
            steps.error('The release record of ' + (upstream ?: 'this run') + ' was refused: ' + problem + '.')
        }
        return record
    }

    /** The job that the record comes from: of a multibranch project, the branch job that started this one. */
    static String producer(Object steps, String upstream) {
        String branch = steps.params.UPSTREAM_BRANCH
        if (branch == null) {
            return upstream
        }
        if (!isJobName(branch)) {
            steps.error('UPSTREAM_BRANCH must be the name of a branch job of ' + upstream +
                ', as main or feature%2Fx, not "' + branch + '".')
        }
        return upstream + '/' + branch
    }

    /** The record with one more image. */
    @NonCPS
    static Map withImage(Map record, String name, Map image) {
        Map images = [:]
        images.putAll(record.images)
        images[name] = image
        Map copy = [:]
        copy.putAll(record)
        copy.images = images
        return copy
    }

    /** All images' names and digests, and the last one's build; a sentence under `problem` where one has no digest. */
    @NonCPS
    static Map digests(Map record) {
        List lines = []
        String build = ''
        for (Object name : record.images.keySet()) {
            Map image = record.images[name]
            if (!image.digest?.matches('sha256:[0-9a-f]{64}')) {
                return [problem: 'image ' + name + ' has no digest']
            }
            lines << image.repository + ' ' + image.tags[0] + ' ' + image.digest
            build = image.job + '#' + image.build
        }
        return lines ? [lines: lines, build: build] : [problem: 'there is no image in it']
    }

    @NonCPS
    static String toJson(Map record) {
        return JsonOutput.prettyPrint(JsonOutput.toJson(record))
    }

    /** True where the source was built by a build of this job, or of one of its branch jobs. */
    @NonCPS
    static boolean isFrom(Map record, String job) {
        String path = record.source.job
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

    @NonCPS
    private static boolean isNumber(Object text) {
        return text != null && text.toString().matches('[1-9][0-9]{0,8}')
    }

    @NonCPS
    private static boolean isJobName(String text) {
        return text.matches('[A-Za-z0-9_%][A-Za-z0-9_.%+@#-]*')
    }

    @NonCPS
    private static String problem(Map record, String service) {
        if (record.schema != 1) {
            return 'its schema is ' + record.schema + ', this library knows 1'
        }
        if (record.service != service) {
            return 'it is of service ' + record.service + ', not of ' + service
        }
        // Anyone may propose a change; a button must not make an image of it.
        if (record.source?.pullRequest) {
            return 'pull request ' + record.source.pullRequest + ' is built and tested, no more'
        }
        String commit = record.source?.commit
        return commit?.matches('[0-9a-f]{40}') ? '' : 'its commit is ' + commit
    }
}
