package io.stagewright.rehearsal.engine;

import groovy.lang.Closure;
import java.io.Serializable;
import java.util.Map;

/** A step as the program called it: what the CPS engine yields. */
public record StepCall(String name, Map<String, Object> arguments, Closure<?> body) implements Serializable {
}
