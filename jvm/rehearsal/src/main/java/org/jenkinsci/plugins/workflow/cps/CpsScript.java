package org.jenkinsci.plugins.workflow.cps;

import com.cloudbees.groovy.cps.SerializableScript;

/** The type of Jenkinsfiles and of global variables. Libraries use it by the name of the class in workflow-cps. */
public abstract class CpsScript extends SerializableScript {
    private static final long serialVersionUID = 1L;
}
