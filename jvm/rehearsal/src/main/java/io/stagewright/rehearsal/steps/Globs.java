package io.stagewright.rehearsal.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tools.ant.DirectoryScanner;
import org.apache.tools.ant.types.selectors.SelectorUtils;

/** File patterns, matched by Ant as Jenkins does. */
final class Globs {
    private Globs() {
    }

    /** The files below a folder that match, as sorted relative paths. */
    static List<String> find(Path root, String includes, String excludes, boolean defaultExcludes) throws IOException {
        List<String> included = patterns(includes);
        List<String> excluded = new ArrayList<>(patterns(excludes));
        if (defaultExcludes) {
            excluded.addAll(List.of(DirectoryScanner.getDefaultExcludes()));
        }
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !Files.isDirectory(file)).map(file -> root.relativize(file).toString())
                    .filter(name -> matches(included, name) && !matches(excluded, name)).sorted().toList();
        }
    }

    /** Whether a path matches a comma-separated list of patterns. */
    static boolean matches(String list, String name) {
        return matches(patterns(list), name);
    }

    private static boolean matches(List<String> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> SelectorUtils.matchPath(pattern, name));
    }

    /** The patterns of a comma-separated list; a pattern that ends in a slash means everything below that folder. */
    private static List<String> patterns(String list) {
        if (list == null || list.isBlank()) {
            return List.of();
        }
        return Stream.of(list.split(",")).map(String::trim).filter(pattern -> !pattern.isEmpty())
                .map(pattern -> pattern.endsWith("/") ? pattern + "**" : pattern).toList();
    }
}
