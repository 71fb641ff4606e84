package io.stagewright.rehearsal.controller;

import java.util.Map;

/** A credential of the simulated store. */
public record Credential(String id, String kind, String folder, Map<String, Object> values) {
    static Credential of(Map<String, Object> json) {
        return new Credential(Config.text(json, "id", null), Config.text(json, "kind", null), Config.text(json, "folder", "/"), json);
    }

    /** One of the credential's values, empty where it has none. */
    public String value(String key) {
        Object value = values.get(key);
        return value == null ? "" : value.toString();
    }
}
