package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Decides the pattern of a version, and reads the version of an application from one of its files. */
class Version implements Serializable {
    /** The pattern of the first rule that matches the source of a build; the standard one if no rule matches. */
    @NonCPS
    static String pattern(List rules, Map source, String standard) {
        String kind = source.pullRequest ? 'pullRequest' : source.tag ? 'tag' : 'branch'
        for (Object rule : rules) {
            if (rule[kind] && (source.pullRequest || Text.fits(source[kind].toString(), [rule[kind]]))) {
                return rule.version
            }
        }
        return standard
    }

    /** The version in a file's text, without -SNAPSHOT; empty if the file has none. */
    @NonCPS
    static String of(String path, String text) {
        String name = path.substring(path.lastIndexOf('/') + 1)
        String version = ''
        if (name == 'pom.xml') {
            version = ofPom(text)
        } else if (name.endsWith('.json')) {
            version = ofPackage(text)
        } else if (name.endsWith('.toml') || name == 'setup.cfg') {
            version = ofTables(text)
        } else if (name.endsWith('.properties')) {
            version = first(text, '(?m)^[ \\t]*version[ \\t]*[=:][ \\t]*([^\\r\\n]*?)[ \\t]*$')
        } else if (name.endsWith('.props') || name.endsWith('proj')) {
            version = ofProject(text)
        } else {
            version = text.trim().split('\\R', 2)[0].trim()
        }
        return version.endsWith('-SNAPSHOT') ? version.substring(0, version.length() - '-SNAPSHOT'.length()) : version
    }

    /** Why the text from a file is not a version; empty if it is one. A build script has other texts. */
    @NonCPS
    static String objection(String path, String text) {
        if (text.matches('[A-Za-z0-9][A-Za-z0-9._+!~-]*') && text.matches('.*[0-9].*')) {
            return ''
        }
        String other = Text.line(text)
        String shown = other.length() > 80 ? other.substring(0, 80) + '…' : other
        return 'The file ' + path + ' contains no version of the application' +
            (shown ? ', but "' + shown + '". A version has a digit and no blank.' : '.')
    }

    /** The version of the project itself, or else of its parent. A property is replaced by its value. */
    @NonCPS
    private static String ofPom(String text) {
        String plain = text.replaceAll('(?s)<!--.*?-->', '')
        String parent = first(plain, '(?s)<parent>(.*?)</parent>')
        String own = plain.replaceAll('(?s)<parent>.*?</parent>', '')
        // Other elements contain the versions of other things. They can contain each other.
        List others = ['profiles', 'build', 'reporting', 'dependencyManagement', 'dependencies', 'properties',
                       'distributionManagement', 'repositories', 'pluginRepositories']
        for (String element : others) {
            own = own.replaceAll('(?s)<' + element + '>.*?</' + element + '>', '')
        }
        String tag = '<version>\\s*([^<]*?)\\s*</version>'
        String version = first(own, tag) ?: first(parent, tag)
        String property = first(version, '^\\$\\{([A-Za-z0-9._-]+)\\}$')
        return property ? first(plain, '<' + java.util.regex.Pattern.quote(property) + '>\\s*([^<]*?)\\s*</') : version
    }

    /** The version of a project of .NET, or of the file that all projects below it import. */
    @NonCPS
    private static String ofProject(String text) {
        String plain = text.replaceAll('(?s)<!--.*?-->', '')
        return first(plain, '<Version>\\s*([^<]*?)\\s*</') ?: first(plain, '<VersionPrefix>\\s*([^<]*?)\\s*</')
    }

    /** The version at the top level: other versions are in objects, such as the dependencies. */
    @NonCPS
    private static String ofPackage(String text) {
        String flat = text.trim().replaceAll('(?s)^\\{|\\}$', '')
        String before = ''
        while (flat != before) {
            before = flat
            flat = flat.replaceAll('\\{[^{}]*\\}', 'null')
        }
        return first(flat, '(?:^|[,{\\s])"version"\\s*:\\s*"([^"]*)"')
    }

    /** The version in the table of the project or package: of TOML, or of setup.cfg. */
    @NonCPS
    private static String ofTables(String text) {
        String table = ''
        for (String line : text.split('\\R')) {
            String header = first(line, '^\\s*\\[([^\\[\\]]+)\\]')
            if (header) {
                table = header.trim()
            }
            String version = first(line, '^\\s*version\\s*=\\s*["\']?([A-Za-z0-9][^"\'\\s#]*)')
            if (version && ['project', 'package', 'workspace.package', 'tool.poetry', 'metadata'].contains(table)) {
                return version
            }
        }
        return ''
    }

    @NonCPS
    private static String first(String text, String pattern) {
        java.util.regex.Matcher matcher = java.util.regex.Pattern.compile(pattern).matcher(text)
        return matcher.find() ? matcher.group(1) : ''
    }
}
