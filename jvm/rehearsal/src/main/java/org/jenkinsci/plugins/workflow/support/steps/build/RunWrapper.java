package org.jenkinsci.plugins.workflow.support.steps.build;

import groovy.lang.GroovyObjectSupport;
import java.io.Serializable;

/** The type of {@code currentBuild}. Libraries use it by the name of the class in workflow-support. */
public abstract class RunWrapper extends GroovyObjectSupport implements Serializable {
    private static final long serialVersionUID = 1L;
}
