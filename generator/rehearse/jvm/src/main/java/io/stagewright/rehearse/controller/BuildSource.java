package io.stagewright.rehearse.controller;

import io.stagewright.rehearse.engine.Symbol;
import java.nio.file.Path;
import java.util.Map;

/** Where a build's Jenkinsfile comes from, and what its branch is. */
public record BuildSource(String script, Symbol scm, Map<String, String> variables, Path root) {
}
