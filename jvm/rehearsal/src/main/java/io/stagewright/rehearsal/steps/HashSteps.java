package io.stagewright.rehearsal.steps;

import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Steps of pipeline-utility-steps 2.20.0 about the content of one file. */
final class HashSteps {
    void md5(StepRun step) throws IOException {
        step.succeed(hash(step, "MD5"));
    }

    void sha1(StepRun step) throws IOException {
        step.succeed(hash(step, "SHA1"));
    }

    void sha256(StepRun step) throws IOException {
        step.succeed(hash(step, "SHA-256"));
    }

    void verifyMd5(StepRun step) throws IOException {
        verify(step, "MD5");
    }

    void verifySha1(StepRun step) throws IOException {
        verify(step, "SHA1");
    }

    void verifySha256(StepRun step) throws IOException {
        verify(step, "SHA-256");
    }

    /** The hash in lower-case hexadecimal digits; null if the file does not exist. */
    private static String hash(StepRun step, String algorithm) throws IOException {
        Path file = FileSteps.file(step, step.text("file"));
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static void verify(StepRun step, String algorithm) throws IOException {
        String actual = hash(step, algorithm);
        if (actual == null) {
            throw new FileNotFoundException("File not found: " + step.text("file"));
        }
        if (!actual.equalsIgnoreCase(step.text("hash"))) {
            throw new AbortException(algorithm + " hash mismatch: expected: '" + step.text("hash") + "', actual: '" + actual + "'");
        }
        step.succeed(null);
    }

    void touch(StepRun step) throws IOException {
        Path file = FileSteps.file(step, step.text("file"));
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file);
        }
        Files.setLastModifiedTime(file, FileTime.fromMillis(step.number("timestamp", System.currentTimeMillis())));
        step.succeed(new FoundFile(file, file.toString()));
    }

    void prependToFile(StepRun step) throws IOException {
        Path file = FileSteps.file(step, step.text("file"));
        Files.createDirectories(file.getParent());
        String before = Files.exists(file) ? Files.readString(file) : "";
        Files.writeString(file, step.text("content") + before);
        step.succeed(new FoundFile(file, file.toString()));
    }
}
