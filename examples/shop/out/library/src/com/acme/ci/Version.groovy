package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS
import java.util.regex.Matcher
import java.util.regex.Pattern

/**
 * Decides the pattern of a version, and reads the version of an application from one of its files.
 *
 * A contributor can change the file, and no timeout stops this code. So twice the text may take only twice the time.
 */
class Version implements Serializable {
    /** Larger files are not read. */
    static final int LIMIT = 1000000

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

    /** The version in a text, without -SNAPSHOT; empty if it has none, and the whole text if that is too long. */
    @NonCPS
    static String of(String path, String text) {
        if (text.length() > LIMIT) {
            return text
        }
        String name = path.substring(path.lastIndexOf('/') + 1)
        String version = ''
        if (name == 'pom.xml') {
            version = ofPom(text)
        } else if (name.endsWith('.json')) {
            version = ofPackage(text)
        } else if (name.endsWith('.toml') || name == 'setup.cfg') {
            version = ofTables(text)
        } else if (name.endsWith('.properties')) {
            version = first(text, '(?m)^[ \\t]*version[ \\t]*[=:]([^\\r\\n]*)').trim()
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
        if (text.length() > LIMIT) {
            return 'The file ' + path + ' has ' + text.length() + ' characters. A file with a version has at most ' +
                LIMIT + '.'
        }
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
        String plain = apart(text, '<!--', '-->')[0]
        List parts = apart(plain, tag('parent'), '</parent>')
        // Other elements contain the versions of other things. They can contain each other.
        String own = without(parts[0], [
            'profiles', 'build', 'reporting', 'dependencyManagement', 'dependencies', 'properties',
            'distributionManagement', 'repositories', 'pluginRepositories'])
        String version = element(own, 'version') ?: element(parts[1], 'version')
        String property = first(version, '^\\$\\{([A-Za-z0-9._-]+)\\}$')
        return property ? element(plain, property) : version
    }

    /** The version of a project of .NET, or of the file that all projects below it import. */
    @NonCPS
    private static String ofProject(String text) {
        // Items are, for example, the packages that the project uses. A target can contain items.
        List others = ['ItemGroup', 'ItemDefinitionGroup', 'Target']
        String own = without(apart(text, '<!--', '-->')[0], others)
        return element(own, 'Version') ?: element(own, 'VersionPrefix')
    }

    /** The version at the top level: other versions are in objects and lists, such as the dependencies. */
    @NonCPS
    private static String ofPackage(String text) {
        String version = ''
        String last = ''
        int end = 0
        int start = -1
        int depth = 0
        Matcher matcher = Pattern.compile('\\\\.|["{}\\[\\]]').matcher(text)
        while (matcher.find()) {
            String token = matcher.group()
            if (token == '"' && start < 0) {
                start = matcher.end()
            } else if (token == '"') {
                if (depth == 1) {
                    String string = text.substring(start, matcher.start())
                    boolean value = last == 'version' && text.substring(end, start - 1).trim() == ':'
                    version = value ? string : version
                    last = string
                    end = matcher.end()
                }
                start = -1
            } else if (start < 0 && token.length() == 1) {
                depth += '{['.contains(token) ? 1 : -1
            }
        }
        return version
    }

    /** The version in the table of the project or package: of TOML, or of setup.cfg. */
    @NonCPS
    private static String ofTables(String text) {
        List tables = ['project', 'package', 'workspace.package', 'tool.poetry', 'metadata']
        String header = '\\[([^\\[\\]\\r\\n]+)\\]'
        String version = 'version[ \\t]*=[ \\t]*["\']?([A-Za-z0-9][^"\'\\s#]*)'
        Matcher matcher = Pattern.compile('(?m)^[ \\t]*(?:' + header + '|' + version + ')').matcher(text)
        String table = ''
        while (matcher.find()) {
            table = matcher.group(1) ? matcher.group(1).trim() : table
            if (matcher.group(2) && tables.contains(table)) {
                return matcher.group(2)
            }
        }
        return ''
    }

    /** The text of the first element with this name that has no other elements; empty if there is none. */
    @NonCPS
    private static String element(String text, String name) {
        return first(text, tag(name) + '([^<>]*)</').trim()
    }

    /** A text without the elements with these names. */
    @NonCPS
    private static String without(String text, List names) {
        String rest = text
        for (String name : names) {
            rest = apart(rest, tag(name), '</' + name + '>')[0]
        }
        return rest
    }

    /** The pattern of a start tag, also with attributes. An element without content has none. */
    @NonCPS
    private static String tag(String name) {
        return '<' + Pattern.quote(name) + '(?:\\s[^<]*)?(?<!/)>'
    }

    /** A text without its parts from a start, which is a pattern, to an end; and what these parts contain. */
    @NonCPS
    private static List apart(String text, String start, String end) {
        List outside = []
        List inside = []
        int from = 0
        Matcher matcher = Pattern.compile(start).matcher(text)
        while (matcher.find(from) && text.indexOf(end, matcher.end()) >= 0) {
            int stop = text.indexOf(end, matcher.end())
            outside << text.substring(from, matcher.start())
            inside << text.substring(matcher.end(), stop)
            from = stop + end.length()
        }
        return [outside.join('') + text.substring(from), inside.join('')]
    }

    /** What the group of a pattern matches first; empty if it matches nothing. */
    @NonCPS
    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text)
        return matcher.find() ? matcher.group(1) : ''
    }
}
