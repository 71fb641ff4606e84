package io.stagewright.rehearse.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ant's file patterns. */
final class Globs {
    private static final List<String> DEFAULT_EXCLUDES = List.of("**/*~", "**/#*#", "**/.#*", "**/%*%", "**/._*", "**/CVS", "**/CVS/**",
            "**/.cvsignore", "**/SCCS", "**/SCCS/**", "**/vssver.scc", "**/.svn", "**/.svn/**", "**/.DS_Store", "**/.git", "**/.git/**",
            "**/.gitattributes", "**/.gitignore", "**/.gitmodules", "**/.hg", "**/.hg/**", "**/.hgignore", "**/.bzr", "**/.bzr/**");

    private Globs() {
    }

    /** The files below a root that match, as sorted relative paths. */
    static List<String> find(Path root, String includes, String excludes, boolean defaultExcludes) throws IOException {
        List<Pattern> wanted = patterns(includes);
        List<Pattern> unwanted = new ArrayList<>(patterns(excludes));
        if (defaultExcludes) {
            DEFAULT_EXCLUDES.forEach(pattern -> unwanted.add(pattern(pattern)));
        }
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !Files.isDirectory(file)).map(file -> root.relativize(file).toString())
                    .filter(name -> matches(wanted, name) && !matches(unwanted, name)).sorted().toList();
        }
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static List<Pattern> patterns(String list) {
        if (list == null || list.isBlank()) {
            return List.of();
        }
        return Stream.of(list.split(",")).map(String::trim).filter(pattern -> !pattern.isEmpty()).map(Globs::pattern).toList();
    }

    static Pattern pattern(String ant) {
        String glob = ant.endsWith("/") ? ant + "**" : ant;
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            if (glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("/**", i) && i + 3 == glob.length()) {
                regex.append("(?:/.*)?");
                i += 2;
            } else if (glob.startsWith("**", i) && glob.length() == 2) {
                regex.append(".*");
                i += 1;
            } else {
                char c = glob.charAt(i);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
