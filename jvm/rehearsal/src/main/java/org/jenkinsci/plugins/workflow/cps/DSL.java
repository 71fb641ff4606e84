package org.jenkinsci.plugins.workflow.cps;

import groovy.lang.GroovyObjectSupport;
import java.io.Serializable;

/** The type of the variable {@code steps}. Libraries use it by the name of the class in workflow-cps. */
public abstract class DSL extends GroovyObjectSupport implements Serializable {
    private static final long serialVersionUID = 1L;
}
