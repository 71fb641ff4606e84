package io.stagewright.rehearsal.controller;

import io.stagewright.rehearsal.engine.Symbol;
import java.nio.file.Path;
import java.util.Map;

/** Where a build's Jenkinsfile comes from, and what its branch is. */
public record BuildSource(String script, Symbol scm, Map<String, String> variables, Path root) {
}
