package io.stagewright.rehearsal.global;

import groovy.lang.GroovyObjectSupport;
import io.stagewright.rehearsal.engine.Execution;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** The variable {@code env}: reads the environment of the step, writes the environment of the build. */
public final class EnvironmentGlobal extends GroovyObjectSupport implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Object getProperty(String name) {
        return Execution.current().variable(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        Execution.current().ownEnvironment().put(name, String.valueOf(value));
    }

    /** All variables. */
    public Map<String, String> getEnvironment() {
        return new TreeMap<>(all());
    }

    private static Map<String, String> all() {
        Execution execution = Execution.current();
        return execution.environment(execution.context());
    }
}
