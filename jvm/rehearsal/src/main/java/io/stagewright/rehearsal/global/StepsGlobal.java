package io.stagewright.rehearsal.global;

import groovy.lang.MissingPropertyException;
import io.stagewright.rehearsal.engine.Execution;
import org.jenkinsci.plugins.workflow.cps.DSL;

/** The variable {@code steps}: all steps, but no other names. */
public final class StepsGlobal extends DSL {
    private static final long serialVersionUID = 1L;

    @Override
    public Object invokeMethod(String name, Object args) {
        return Execution.current().dsl().call(name, args);
    }

    @Override
    public Object getProperty(String name) {
        throw new MissingPropertyException(name, getClass());
    }
}
