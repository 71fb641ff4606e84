package io.stagewright.rehearsal.engine;

import groovy.lang.MissingPropertyException;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsScript;

/** Base class of Jenkinsfiles and of the global variables of libraries. It resolves unknown names. */
public abstract class PipelineScript extends CpsScript {
    private static final long serialVersionUID = 1L;

    @Override
    public Object invokeMethod(String name, Object args) {
        return Execution.current().dsl().invoke(this, name, args);
    }

    @Override
    public Object getProperty(String name) {
        Map<?, ?> variables = getBinding().getVariables();
        if (variables.containsKey(name)) {
            return variables.get(name);
        }
        try {
            return getMetaClass().getProperty(this, name);
        } catch (MissingPropertyException missing) {
            return Execution.current().dsl().property(this, name);
        }
    }

    /** Calls the step {@code sleep}; the method of Groovy with this name would block the thread. */
    public Object sleep(long seconds) {
        return invokeMethod("sleep", new Object[] {seconds});
    }

    @Override
    public void println() {
        println("");
    }

    @Override
    public void println(Object value) {
        Execution.current().log(String.valueOf(value));
    }

    @Override
    public void print(Object value) {
        println(value);
    }

    @Override
    public Object evaluate(String expression) {
        return invokeMethod("evaluate", new Object[] {expression});
    }
}
