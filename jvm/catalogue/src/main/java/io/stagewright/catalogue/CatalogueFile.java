package io.stagewright.catalogue;

import io.stagewright.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads {@code catalogue.json}: the steps, symbols and declarative options of Jenkins, each with its parameters. */
public final class CatalogueFile {
    private CatalogueFile() {
    }

    /** The file's content, with the keys {@code steps}, {@code symbols} and {@code declarativeOptions}. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> read() {
        try (InputStream in = CatalogueFile.class.getResourceAsStream("catalogue.json")) {
            return (Map<String, Object>) Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
