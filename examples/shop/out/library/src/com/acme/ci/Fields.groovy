package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** The fields of a release record, each with its pattern. Trailers, URLs, tags and log lines use no other field. */
class Fields implements Serializable {
    /** The record with its known fields. `problem` is set if a field does not match its pattern. */
    @NonCPS
    static Map checked(Map given) {
        if (given.schema != 1) {
            return [problem: 'its schema version is ' + Text.line(given.schema.toString()) +
                ', but this library reads version 1']
        }
        List problems = []
        Map release = texts(given, '', [service: name(), version: tag()], problems)
        Map record = [schema: 1, service: release.service, version: release.version, source: source(given, problems),
            artifacts: artifacts(given.artifacts, problems), images: images(given.images, problems)]
        if (given.approvals != null) {
            record.approvals = approvals(given.approvals, problems)
        }
        if (given.unstable != null) {
            record.unstable = list(given.unstable, 'unstable', name(), problems)
        }
        record.producer = texts(given.producer, 'producer.', [stage: name(), job: job(), build: number(), url: url()],
            problems)
        return problems ? [problem: 'its field ' + problems[0]] : record
    }

    /** True if a text is a build number. */
    @NonCPS
    static boolean isNumber(Object text) {
        return text != null && text.toString().matches(number())
    }

    @NonCPS
    private static String number() {
        return '[1-9][0-9]{0,8}'
    }

    @NonCPS
    private static String name() {
        return '[A-Za-z0-9][A-Za-z0-9_.-]{0,99}'
    }

    @NonCPS
    private static String job() {
        return '(/[^/#\\p{Cntrl}]{1,255}){1,20}'
    }

    @NonCPS
    private static String line() {
        return '[^\\p{Cntrl}\\u0085\\u2028\\u2029]{0,1000}'
    }

    @NonCPS
    private static String url() {
        return '(https?://[^\\s\\p{Cntrl}"<>]{1,2000})?'
    }

    @NonCPS
    private static String tag() {
        return '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}'
    }

    /** A name of a branch or a tag, as git accepts it. */
    @NonCPS
    private static String ref() {
        return '([^-+\\s\\p{Cntrl}~^:?*\\[\\\\][^\\s\\p{Cntrl}~^:?*\\[\\\\]{0,249})?'
    }

    @NonCPS
    private static Map source(Map given, List problems) {
        Map patterns = [branch: ref(), tag: ref(), pullRequest: '[A-Za-z0-9_-]{0,40}', job: job(), build: number(),
            url: url(), stage: '(' + name() + ')?', repository: '[^\\s\\p{Cntrl}]{0,2000}', commit: '[0-9a-f]{40}',
            starter: line(), timer: '(true)?']
        Map source = [branch: '', tag: '', pullRequest: ''] + texts(given.source, 'source.', patterns, problems)
        Map from = given.source instanceof Map ? given.source : [:]
        if (from.changed != null) {
            source.changed = list(from.changed, 'source.changed', line(), problems)
        }
        if (from.author != null) {
            source.author = texts(from.author, 'source.author.', [name: line(), mail: line()], problems)
        }
        return source
    }

    @NonCPS
    private static List artifacts(Object given, List problems) {
        List found = []
        for (Object one : (given instanceof List ? given : [])) {
            Map artifact = texts(one, 'artifacts.', [path: line(), sha256: '[0-9a-f]{64}'], problems)
            String path = artifact.path ?: ''
            if (!path || path.startsWith('/') || ('/' + path + '/').contains('/../')) {
                problems << 'artifacts.path is "' + Text.line(path) + '", not a path in the application\'s folder'
            }
            found << artifact
        }
        return found
    }

    @NonCPS
    private static Map images(Object given, List problems) {
        Map patterns = [repository: '[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9._-]{1,128}){1,10}',
            digest: 'sha256:[0-9a-f]{64}', engine: name(), base: '[^\\s\\p{Cntrl}"]{0,500}',
            baseDigest: '(sha256:[0-9a-f]{64})?', job: job(), build: number(), url: url(), stage: '(' + name() + ')?']
        Map found = [:]
        Map from = given instanceof Map ? given : [:]
        for (Object key : from.keySet()) {
            String place = 'images.' + Text.line(key.toString())
            Map image = texts(from[key], place + '.', patterns, problems)
            Map raw = from[key] instanceof Map ? from[key] : [:]
            if (raw.provenance != null) {
                Map build = [commit: '[0-9a-f]{40}', sourceBuild: job() + '#' + number(), build: job() + '#' + number()]
                image.provenance = texts(raw.provenance, place + '.provenance.', build, problems)
            }
            image.tags = list(raw.tags, place + '.tags', tag(), problems)
            if (!image.tags || !key.toString().matches('[a-z0-9._/-]{1,250}')) {
                problems << place + ' has no tag, or its name is not the name of an image'
            }
            found[key.toString()] = image
        }
        return found
    }

    /** Approvals of other environments: each is a list of names and reasons. */
    @NonCPS
    private static Map approvals(Object given, List problems) {
        Map found = [:]
        Map from = given instanceof Map ? given : [:]
        for (Object stage : from.keySet()) {
            List people = []
            for (Object one : (from[stage] instanceof List ? from[stage] : [])) {
                people << texts(one, 'approvals.', [by: line(), reason: line()], problems)
            }
            found[Text.line(stage.toString())] = people
        }
        return found
    }

    @NonCPS
    private static List list(Object given, String place, String pattern, List problems) {
        List found = []
        for (Object one : (given instanceof List ? given : [])) {
            found << texts([item: one], place + '.', [item: pattern], problems).item
        }
        return found
    }

    /** The texts of a map. A missing text is left out if its pattern allows an empty one. */
    @NonCPS
    private static Map texts(Object given, String place, Map patterns, List problems) {
        Map from = given instanceof Map ? given : [:]
        Map found = [:]
        for (Object name : patterns.keySet()) {
            Object value = from[name]
            String text = value instanceof Map || value instanceof List ? '\n' : (value == null ? '' : value.toString())
            if (!text.matches(patterns[name].toString())) {
                problems << place + name + ' is "' + Text.line(text) + '", which does not match ' + patterns[name]
            }
            if (value != null) {
                found[name.toString()] = text
            }
        }
        return found
    }
}
