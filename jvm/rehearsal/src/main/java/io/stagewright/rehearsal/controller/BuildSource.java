package io.stagewright.rehearsal.controller;

import io.stagewright.rehearsal.engine.Symbol;
import java.nio.file.Path;
import java.util.Map;

/** The Jenkinsfile of a build, with its repository and the variables of its branch. */
public record BuildSource(String script, Symbol scm, Map<String, String> variables, Path root) {
}
