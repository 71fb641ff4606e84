package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Reads and checks the records of builds: of another job, of several jobs, or of this run. */
class RecordReader implements Serializable {
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
        return withRepository(steps, given, Origins.facts(steps, given, records, joined))
    }

    /** Waits until the builds that pass the release on have ended: a running build can still change its archive. */
    static void awaitBuilds(Object steps, Map given) {
        List places = places(given, '')
        for (int i = 0; i < places.size(); i++) {
            if (places[i].job) {
                awaitBuild(steps, [job: producer(steps, places[i].job), build: buildOf(steps, places[i])])
            }
        }
    }

    /** The record in the archive of a build of another job; empty if the build no longer exists. */
    static Map readOwn(Object steps, Map given, Map from) {
        // In a job with several stages, the last one made this file.
        List files = [Record.FILE] + filesOf(from.stage, given)
        Map copy = [projectName: from.job, selector: steps.specific(from.build), filter: files.join(','),
                    optional: true]
        Map record = [:]
        if (given.ended) {
            awaitBuild(steps, from)
        }
        steps.dir(Record.folder(steps)) {
            steps.deleteDir()
            if (from.branch) {
                // The job of a branch disappears with its branch.
                steps.catchError(message: from.job + ' has no artifacts to copy', buildResult: 'SUCCESS',
                        stageResult: 'SUCCESS', catchInterruptions: false) {
                    steps.copyArtifacts(copy)
                }
            } else {
                steps.copyArtifacts(copy)
            }
            record = RecordReader.firstOf(steps, files, [from.stage] + (given.previousIds[from.stage] ?: []))
        }
        return record ? accepted(steps, given, from, record) : record
    }

    /** The repository is the one of the Jenkinsfile: credentials, labels and statuses go nowhere else. */
    static Map withRepository(Object steps, Map given, Map release) {
        if (!given.git || given.git == release.source.repository) {
            return release
        }
        steps.echo('The release record names the repository ' + release.source.repository +
            '. This stage only uses ' + given.git + ', the repository in its Jenkinsfile.')
        return release + [source: release.source + [repository: given.git]]
    }

    /** The record that the last successful build of this job wrote for the stage; empty if there is none. */
    static Map last(Object steps, Map given) {
        String job = '/' + steps.env.JOB_NAME
        String file = given.shared ? Record.fileOf(given.stage) : Record.FILE
        Map record = [:]
        steps.dir(Record.folder(steps)) {
            steps.deleteDir()
            steps.copyArtifacts(projectName: job, selector: steps.lastSuccessful(), filter: file, optional: true)
            if (steps.fileExists(file)) {
                record = Fields.checked(RecordReader.firstOf(steps, [file], []))
            }
        }
        // After a rename, or if an older version of the library wrote the record, the image is built again.
        return record.problem || record.producer?.job != job ? [:] : record
    }

    /** The first record that exists, made by one of the stages if there are any; empty if there is none. */
    static Map firstOf(Object steps, List files, List stages) {
        for (int i = 0; i < files.size(); i++) {
            if (files.size() == 1 || steps.fileExists(files[i])) {
                Map record = steps.readJSON(file: files[i], returnPojo: true)
                if (!stages || stages.contains(record.producer?.stage)) {
                    return record
                }
            }
        }
        return [:]
    }

    private static Map read(Object steps, Map given, Map place) {
        Map from = [stage: place.stage, job: '', build: '']
        String stash = 'stagewright-' + given.service + '-' + place.stage
        if (place.job) {
            from = [stage: place.stage, job: producer(steps, place.job), build: buildOf(steps, place)]
        }
        Map record = [:]
        steps.dir(Record.folder(steps)) {
            // Files of earlier builds must not replace the archived ones, and nothing is written through a link.
            steps.deleteDir()
            if (place.job) {
                steps.copyArtifacts(projectName: from.job, selector: steps.specific(from.build),
                    filter: place.files.join(','))
            } else {
                steps.unstash(stash)
            }
            // If the ID of the stage has changed, the file name contains the ID of that time.
            record = RecordReader.firstOf(steps, place.files, [])
        }
        return accepted(steps, given, from, record)
    }

    private static String buildOf(Object steps, Map place) {
        String build = steps.params[place.parameter]
        if (!Fields.isNumber(build)) {
            steps.error(place.parameter + ' must be a build number of ' + place.job + ', not "' + build + '".')
        }
        return build
    }

    private static void awaitBuild(Object steps, Map from) {
        // A build that no longer exists cannot change.
        steps.catchError(message: 'No need to wait for build ' + from.build + ' of ' + from.job, buildResult: 'SUCCESS',
                stageResult: 'SUCCESS', catchInterruptions: false) {
            steps.waitForBuild(runId: from.job.substring(1) + '#' + from.build, propagate: false)
        }
    }

    private static Map accepted(Object steps, Map given, Map from, Map record) {
        Map checked = Fields.checked(record)
        String objection = checked.problem ?: problem(checked, given, from) ?: producerMismatch(checked, from, given)
        if (objection) {
            steps.error('The release record of ' + (from.job ?: 'this run') + ' is not valid: ' + objection + '.')
        }
        return checked
    }

    /** The possible names of a stage's own record in a job with several stages. */
    @NonCPS
    private static List filesOf(Object stage, Map given) {
        List files = [Record.fileOf(stage.toString())]
        for (Object id : (given.previousIds[stage] ?: [])) {
            files << Record.fileOf(id.toString())
        }
        return files
    }

    /** The locations of the records that a stage uses: job, parameter with the build number, file names. */
    @NonCPS
    private static List places(Map given, String thisJob) {
        List found = []
        for (Object stage : given.upstreams.keySet()) {
            found << [stage: stage, job: given.upstreams[stage], parameter: Record.parameterOf(stage.toString()),
                      files: [Record.FILE]]
        }
        // If a user starts this job for a single stage, that stage uses the records of an earlier build.
        String job = given.upstream ?: thisJob
        String parameter = given.upstream ? 'UPSTREAM_BUILD' : 'EARLIER_BUILD'
        for (Object stage : given.after) {
            // Records of this run have current IDs only.
            List files = job ? filesOf(stage, given) : [Record.fileOf(stage.toString())]
            found << [stage: stage, job: job, parameter: parameter, files: files]
        }
        return found ?: [[stage: '', job: job, parameter: parameter, files: [Record.FILE]]]
    }

    /** Reports if another stage or another build made the record; empty if the producer is the expected one. */
    @NonCPS
    private static String producerMismatch(Map record, Map from, Map given) {
        Map made = record.producer ?: [:]
        List ids = [from.stage] + (given.previousIds[from.stage] ?: [])
        boolean right = (!from.stage || ids.contains(made.stage)) &&
            (!from.job || Record.currentJobPath(given.renamed, made.job) == from.job && made.build == from.build)
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
            all.images = Record.union(all.images, one.images)
        }
        return Unstable.noted(all, records)
    }

    @NonCPS
    private static String nameOf(Map record) {
        return record.version + ' (' + record.source.job + ' #' + record.source.build + ')'
    }

    /** The job that made the record. In a multibranch project, this is the branch job that started this job. */
    private static String producer(Object steps, String upstream) {
        String branch = steps.params.UPSTREAM_BRANCH
        if (branch == null || upstream == '/' + steps.env.JOB_NAME) {
            return upstream
        }
        if (!Record.isJobName(branch)) {
            steps.error('UPSTREAM_BRANCH must be the name of a branch job of ' + upstream +
                ', for example main or feature%2Fx, not "' + branch + '".')
        }
        return upstream + '/' + branch
    }

    @NonCPS
    private static String problem(Map record, Map given, Map from) {
        if ((given.renamed[record.service] ?: record.service) != given.service) {
            return 'it belongs to service ' + record.service + ', not to ' + given.service
        }
        // Anyone may open a pull request. It must not become an image, even if a user starts the job by hand.
        // Only its custom stages use it, in the same run.
        boolean own = !from.job && record.source.pullRequest == given.pullRequest
        if (record.source.pullRequest && !own) {
            return 'pull request ' + record.source.pullRequest + ' can only be built and tested, not released'
        }
        // The record was on the agent of the pull request, whose code may have changed it.
        if (given.pullRequest && (!own || given.commit && record.source.commit != given.commit)) {
            return 'it is not for the commit of pull request ' + given.pullRequest
        }
        return ''
    }
}
