package io.stagewright.rehearsal.engine;

import io.stagewright.rehearsal.controller.LibraryConfig;
import io.stagewright.rehearsal.report.Coverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Compiles the files of libraries that no build loaded, to know their lines and branches. */
public final class CoverageScan {
    private CoverageScan() {
    }

    /** Adds the lines of all files of all libraries. */
    public static void addLines(List<LibraryConfig> libraries, Coverage coverage) throws IOException {
        for (LibraryConfig library : libraries) {
            Loaders loaders = new Loaders(false, coverage, SharedClasses.NONE, name -> { });
            loaders.addLibrary(library.root(), true);
            for (String folder : List.of("vars", "src")) {
                Path root = library.root().resolve(folder);
                if (!Files.isDirectory(root)) {
                    continue;
                }
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".groovy")).forEach(file -> load(loaders, root.relativize(file).toString()));
                }
            }
            loaders.drop();
        }
    }

    private static void load(Loaders loaders, String file) {
        try {
            loaders.all().loadClass(file.substring(0, file.length() - ".groovy".length()).replace('/', '.'));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException broken) {
            // A file that does not compile has no lines that could run.
        }
    }
}
