package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/**
 * Takes each fact of a release from the build of the job that answers for it: image facts from the image job, source
 * facts from the source job. A job in between only relays the numbers of these builds.
 */
class Origins implements Serializable {
    /** The release with facts from their own builds. `relayed` are the records of the previous stages. */
    static Map facts(Object steps, Map given, List relayed, Map claimed) {
        if (!given.source) {
            // This job itself made all parts, or took them from their builds in an earlier stage.
            return claimed
        }
        Map images = [:]
        List makers = []
        List stages = Text.names(given.images)
        for (int i = 0; i < stages.size(); i++) {
            Map claim = claimOf(claimed, given, stages[i])
            if (claim.name) {
                Map maker = imageRecord(steps, given, relayed, stages[i], claim)
                images[claim.name] = imageOf(maker, given, stages[i]).image
                makers << maker
            } else if (steps.params.ROLLBACK_REASON) {
                steps.echo('The release has no image of stage ' + stages[i] + ': it is older than this stage.')
            } else {
                fail(steps, given, 'it has no image of stage ' + stages[i])
            }
        }
        String unknown = unknownImage(claimed, images)
        if (unknown) {
            fail(steps, given, 'no image stage before this one makes image ' + unknown)
        }
        Map built = sourceRecord(steps, given, relayed, makers ? makers[0] : claimed, makers)
        String difference = differences(built, makers + [claimed], given)
        if (difference) {
            fail(steps, given, difference)
        }
        Map facts = [version: built.version, source: built.source, artifacts: built.artifacts, images: images]
        // The record in between cannot hide that one of these builds was unstable.
        return Unstable.noted(claimed + facts, [claimed, built] + makers)
    }

    /** Why a build of a branch job does not answer for a branch, a tag or a pull request; empty if it does. */
    @NonCPS
    static String branchObjection(Map source, String path, String job) {
        if (path == job) {
            return ''
        }
        String name = decoded(path.substring(job.length() + 1))
        if (name.matches('(PR|MR)-[0-9]+(-head|-merge)?')) {
            return 'pull requests can only be built and tested, not released'
        }
        String claim = source.tag ?: source.branch
        return claim == name ? '' : 'it is for ' + (source.tag ? 'tag ' : 'branch ') + claim +
            ', but this job builds only ' + name
    }

    /** The record of the build that made an image. */
    private static Map imageRecord(Object steps, Map given, List relayed, String stage, Map claim) {
        Map from = [stage: stage, job: given.images[stage].job, build: claim.image.build]
        Map record = ownRecord(steps, given, relayed, from)
        if (!record) {
            steps.error('Build ' + from.build + ' of ' + from.job + ' no longer exists, so no job answers for image ' +
                claim.name + '. Run ' + from.job + ' again for the source build ' + claim.source + '.')
        }
        Map made = imageOf(record, given, stage)
        if (made.name != claim.name || made.image.digest != claim.image.digest ||
                made.image.repository != claim.image.repository) {
            fail(steps, given, 'it says that image ' + claim.name + ' is ' + claim.image.repository + '@' +
                claim.image.digest + ', but build ' + from.build + ' of ' + from.job + ' made ' +
                (made.name ? made.image.repository + '@' + made.image.digest : 'no image') +
                ', and only the job that builds an image answers for it')
        }
        return record
    }

    /** The record of the source build; if it was discarded, the one that the image job took from it. */
    private static Map sourceRecord(Object steps, Map given, List relayed, Map claim, List makers) {
        String stage = Text.names(given.source)[0]
        String job = given.source[stage]
        String path = Record.currentJobPath(given.renamed, claim.source.job)
        if (!Record.isFrom(claim, path, job)) {
            fail(steps, given, 'it says that ' + claim.source.job + ' built its source, but only ' + job +
                ' answers for the source')
        }
        Map record = ownRecord(steps, given, relayed, [stage: stage, job: path,
            build: claim.source.build, branch: path != job])
        if (!record) {
            if (!makers) {
                steps.error('Build ' + claim.source.build + ' of ' + path +
                    ' no longer exists, so no job answers for the source of this release.')
            }
            steps.echo('Build ' + claim.source.build + ' of ' + path +
                ' no longer exists. The facts of the source are those that the image job took from it.')
            record = claim
        }
        String objection = branchObjection(record.source, path, job)
        if (objection) {
            fail(steps, given, objection)
        }
        return record
    }

    /** The record in a build's own archive; empty if the build no longer exists. */
    private static Map ownRecord(Object steps, Map given, List relayed, Map from) {
        Map known = relayedBy(relayed, given, from)
        return known ?: RecordReader.readOwn(steps, given, from)
    }

    private static void fail(Object steps, Map given, String problem) {
        steps.error('The release record of ' + (given.upstream ?: 'the previous stages') + ' is not valid: ' + problem +
            '.')
    }

    /** The relayed record, if exactly this build made it: a build is not copied twice. */
    @NonCPS
    private static Map relayedBy(List relayed, Map given, Map from) {
        for (Object record : relayed) {
            if (isMadeBy(record.producer, given, from)) {
                return record
            }
        }
        return [:]
    }

    @NonCPS
    private static boolean isMadeBy(Map made, Map given, Map from) {
        return Record.currentJobPath(given.renamed, made.job) == from.job && made.build == from.build &&
            isStage(made.stage, given, from.stage)
    }

    @NonCPS
    private static boolean isStage(Object id, Map given, String stage) {
        return id == stage || (given.previousIds[stage] ?: []).contains(id)
    }

    /** What a record says about the image of a stage: its name and its build; empty if it says nothing. */
    @NonCPS
    private static Map claimOf(Map record, Map given, String stage) {
        Map image = imageOf(record, given, stage)
        return image ? image + [source: record.source.build] : [:]
    }

    /** The image that a stage made, by name. Records of older library versions do not contain the stage. */
    @NonCPS
    private static Map imageOf(Map record, Map given, String stage) {
        Map origin = given.images[stage]
        List unnamed = []
        for (Object name : record.images.keySet()) {
            Map image = record.images[name]
            if (Record.currentJobPath(given.renamed, image.job) == origin.job) {
                if (image.stage ? isStage(image.stage, given, stage) : name == origin.image) {
                    return [name: name, image: image]
                }
                if (!image.stage) {
                    unnamed << [name: name, image: image]
                }
            }
        }
        return unnamed.size() == 1 ? unnamed[0] : [:]
    }

    @NonCPS
    private static String unknownImage(Map claimed, Map images) {
        for (Object name : claimed.images.keySet()) {
            if (!images.containsKey(name)) {
                return name + ' (' + claimed.images[name].repository + '@' + claimed.images[name].digest + ')'
            }
        }
        return ''
    }

    /** The first fact that the source build and another record disagree on; empty if they agree. */
    @NonCPS
    private static String differences(Map built, List others, Map given) {
        for (Object other : others) {
            Map facts = named(built, given)
            Map said = named(other, given)
            for (Object name : facts.keySet()) {
                if (facts[name] != said[name]) {
                    return 'it says that the ' + name + ' is "' + said[name] + '", but build ' + built.source.build +
                        ' of ' + built.source.job + ', which answers for it, says "' + facts[name] + '"'
                }
            }
        }
        return ''
    }

    @NonCPS
    private static Map named(Map record, Map given) {
        Map source = record.source
        return [commit: source.commit, branch: source.branch, tag: source.tag, version: record.version,
                'source build': Record.currentJobPath(given.renamed, source.job) + '#' + source.build]
    }

    /** The name of a branch, from the name of its job: Jenkins encodes some characters. */
    @NonCPS
    private static String decoded(String name) {
        String text = name
        Map signs = ['%2F': '/', '%3F': '?', '%23': '#', '%5B': '[', '%5D': ']', '%5C': '\\', '%25': '%']
        for (Object code : signs.keySet()) {
            text = text.replace(code.toString(), signs[code].toString())
        }
        return text
    }
}
