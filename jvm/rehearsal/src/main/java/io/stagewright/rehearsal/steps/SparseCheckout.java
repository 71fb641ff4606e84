package io.stagewright.rehearsal.steps;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the git plugin does before a checkout for its sparse paths: CliGitAPIImpl.sparseCheckout of git-client 6.6.1. */
final class SparseCheckout {
    private final GitCheckout checkout;
    private final Path directory;

    SparseCheckout(GitCheckout checkout, Path directory) {
        this.checkout = checkout;
        this.directory = directory;
    }

    void prepare(List<String> lines, boolean lfs) throws Exception {
        String before = checkout.tryGit("config", "core.sparseCheckout");
        if (lines.isEmpty() && (before == null || !before.contains("true"))) {
            return;
        }
        checkout.git("config", "core.sparseCheckout", "true");
        List<String> written = lines.isEmpty() ? List.of("/*") : lines;
        Path info = Files.createDirectories(directory.resolve(".git/info"));
        Files.write(info.resolve("sparse-checkout"), written);
        if (lfs) {
            boolean unfiltered = written.stream().anyMatch(line -> line.contains(","));
            filter("lfs.fetchInclude", unfiltered ? List.of() : written.stream().filter(line -> !line.startsWith("!")).toList());
            filter("lfs.fetchExclude", unfiltered ? List.of()
                    : written.stream().filter(line -> line.startsWith("!")).map(line -> line.substring(1)).toList());
        }
        // Before the first checkout, there is no HEAD.
        checkout.tryGit("read-tree", "-mu", "HEAD");
        if (lines.isEmpty()) {
            checkout.git("config", "core.sparseCheckout", "false");
        }
    }

    /** Which files git-lfs downloads. */
    private void filter(String key, List<String> lines) throws Exception {
        if (lines.isEmpty() || lines.equals(List.of("/*"))) {
            checkout.tryGit("config", "--unset", key);
        } else {
            checkout.git("config", key, String.join(",", lines));
        }
    }
}
