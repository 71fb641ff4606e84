package io.stagewright.rehearsal.controller;

import java.util.Map;

/** A credential of a simulated credential store. */
public record Credential(String id, String kind, String folder, Map<String, Object> values) {
    static Credential of(Map<String, Object> json) {
        return new Credential(Config.text(json, "id", null), Config.text(json, "kind", null), Config.text(json, "folder", "/"), json);
    }

    /** A value of the credential; empty if the credential has no such value. */
    public String value(String key) {
        Object value = values.get(key);
        return value == null ? "" : value.toString();
    }
}
