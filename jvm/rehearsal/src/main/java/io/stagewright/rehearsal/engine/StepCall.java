package io.stagewright.rehearsal.engine;

import groovy.lang.Closure;
import java.io.Serializable;
import java.util.Map;

/** The call of a step in a program; the CPS engine yields it. */
public record StepCall(String name, Map<String, Object> arguments, Closure<?> body) implements Serializable {
}
