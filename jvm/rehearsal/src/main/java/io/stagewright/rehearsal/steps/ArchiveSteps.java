package io.stagewright.rehearsal.steps;

import io.stagewright.rehearsal.engine.StepRun;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.tools.tar.TarEntry;
import org.apache.tools.tar.TarInputStream;
import org.apache.tools.tar.TarOutputStream;

/** Steps of pipeline-utility-steps 2.20.0 that pack and unpack files. */
final class ArchiveSteps {
    /** Receives the content of each file of an archive. */
    @FunctionalInterface
    private interface Content {
        void accept(String name, boolean directory, InputStream in) throws IOException;
    }

    void zip(StepRun step) throws IOException {
        pack(step, step.text("zipFile"), (out, root, names) -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (String name : names) {
                    zip.putNextEntry(new ZipEntry(name));
                    Files.copy(root.resolve(name), zip);
                }
            }
        });
    }

    void tar(StepRun step) throws IOException {
        pack(step, step.text("file"), (out, root, names) -> {
            try (TarOutputStream tar = new TarOutputStream(step.flag("compress") ? new GZIPOutputStream(out) : out, "UTF-8")) {
                tar.setLongFileMode(TarOutputStream.LONGFILE_GNU);
                for (String name : names) {
                    TarEntry entry = new TarEntry(root.resolve(name).toFile(), name);
                    tar.putNextEntry(entry);
                    Files.copy(root.resolve(name), tar);
                    tar.closeEntry();
                }
            }
        });
    }

    /** Writes the named files to an archive. */
    @FunctionalInterface
    private interface Packer {
        void write(OutputStream out, Path root, List<String> names) throws IOException;
    }

    private static void pack(StepRun step, String file, Packer packer) throws IOException {
        Path root = FileSteps.file(step, step.text("dir", "."));
        if (!Files.isDirectory(root)) {
            throw new IOException(root + (Files.exists(root) ? " is not a directory." : " does not exist."));
        }
        Path archive = FileSteps.file(step, file);
        if (Files.exists(archive) && !step.flag("overwrite")) {
            throw new IOException(archive + " exists.");
        }
        Files.createDirectories(archive.getParent());
        String glob = step.text("glob", "").isBlank() ? "**" : step.text("glob");
        List<String> names = Globs.find(root, glob, step.text("exclude"), step.flag("defaultExcludes", true)).stream()
                .filter(name -> !root.resolve(name).equals(archive)).toList();
        step.log("Compress " + root + " to " + archive);
        try (OutputStream out = Files.newOutputStream(archive)) {
            packer.write(out, root, names);
        }
        step.log("Compressed " + names.size() + " entries.");
        if (step.flag("archive")) {
            FileTrees.copy(Path.of(step.context().directory()), List.of(file), step.build().artifacts().directory(), false);
        }
        step.succeed(null);
    }

    void unzip(StepRun step) throws IOException {
        Path archive = source(step, step.text("zipFile"));
        if (step.flag("read")) {
            Map<String, String> texts = new TreeMap<>();
            eachZip(archive, (name, directory, in) -> {
                if (!directory && fits(step, name)) {
                    texts.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            });
            step.succeed(texts);
            return;
        }
        if (step.flag("test")) {
            eachZip(archive, (name, directory, in) -> in.readAllBytes());
            step.succeed(true);
            return;
        }
        eachZip(archive, extractor(step));
        step.succeed(null);
    }

    void untar(StepRun step) throws IOException {
        Path archive = source(step, step.text("file"));
        Content extractor = step.flag("test") ? (name, directory, in) -> in.readAllBytes() : extractor(step);
        byte[] start = Files.newInputStream(archive).readNBytes(2);
        boolean zipped = start.length == 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b;
        try (InputStream in = Files.newInputStream(archive); TarInputStream tar = new TarInputStream(zipped ? new GZIPInputStream(in) : in, "UTF-8")) {
            for (TarEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extractor.accept(entry.getName(), entry.isDirectory(), tar);
            }
        }
        step.succeed(step.flag("test") ? true : null);
    }

    private static Path source(StepRun step, String name) throws IOException {
        Path archive = FileSteps.file(step, name);
        if (!Files.isRegularFile(archive)) {
            throw new IOException(archive + (Files.exists(archive) ? " is a directory." : " does not exist."));
        }
        return archive;
    }

    private static void eachZip(Path archive, Content content) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                content.accept(entry.getName(), entry.isDirectory(), zip);
            }
        }
    }

    private static boolean fits(StepRun step, String name) {
        String glob = step.text("glob", "");
        return glob.isBlank() || Globs.matches(glob, name);
    }

    private static Content extractor(StepRun step) throws IOException {
        Path root = FileSteps.file(step, step.text("dir", "."));
        Files.createDirectories(root);
        return (name, directory, in) -> {
            Path file = root.resolve(name).normalize();
            if (!file.startsWith(root)) {
                throw new FileNotFoundException(file + " is out of bounds!");
            }
            if (directory) {
                Files.createDirectories(file);
            } else if (fits(step, name)) {
                Files.createDirectories(file.getParent());
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
        };
    }
}
