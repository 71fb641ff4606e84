package io.stagewright.rehearsal.engine;

import hudson.AbortException;
import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;

/** Turns exceptions into messages for the log. */
public final class Errors {
    private Errors() {
    }

    /** Removes the wrappers that reflection and Groovy add. */
    static Outcome located(Outcome outcome) {
        Throwable error = outcome.getAbnormal();
        Throwable bare = unwrap(error);
        return bare == error ? outcome : new Outcome(null, bare);
    }

    private static Throwable unwrap(Throwable error) {
        Throwable bare = error;
        while (bare instanceof org.codehaus.groovy.runtime.InvokerInvocationException
                || bare instanceof java.lang.reflect.InvocationTargetException
                || bare instanceof java.lang.reflect.UndeclaredThrowableException) {
            if (bare.getCause() == null) {
                return bare;
            }
            bare = bare.getCause();
        }
        return bare;
    }

    /** The message of an exception, without a stack trace. */
    public static String sentence(Throwable thrown) {
        Throwable error = unwrap(thrown);
        if (error instanceof AbortException || error instanceof org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
                || error.getClass() == RuntimeException.class || error.getClass() == Exception.class) {
            return String.valueOf(error.getMessage());
        }
        if (error instanceof org.codehaus.groovy.GroovyBugError && error.getCause() instanceof org.codehaus.groovy.control.CompilationFailedException cause) {
            return sentence(cause);
        }
        if (error instanceof org.codehaus.groovy.control.CompilationFailedException) {
            return error.getMessage().replaceAll("(?m)^\\tat .*\\n", "").trim();
        }
        if (error instanceof NoSuchMethodError || error instanceof NoClassDefFoundError || error instanceof SecurityException || error instanceof IllegalArgumentException
                || error instanceof IllegalStateException) {
            return error.getMessage() + where(error);
        }
        if (error instanceof MissingMethodException || error instanceof MissingPropertyException) {
            return error.getMessage() + where(error);
        }
        return error.getClass().getName() + (error.getMessage() == null ? "" : ": " + error.getMessage()) + where(error);
    }

    /** The line of the script where an exception was thrown, in brackets; empty if it is unknown. */
    public static String where(Throwable error, String script) {
        for (StackTraceElement element : error.getStackTrace()) {
            if (script.equals(element.getFileName()) && element.getLineNumber() > 0) {
                return " (line " + element.getLineNumber() + ")";
            }
        }
        return "";
    }

    private static String where(Throwable error) {
        for (StackTraceElement element : error.getStackTrace()) {
            String file = element.getFileName();
            if (file != null && file.endsWith(".groovy") && element.getLineNumber() > 0
                    && !file.equals("JobDsl.groovy") && !file.startsWith("Stagewright")) {
                return " (" + file + ":" + element.getLineNumber() + ")";
            }
        }
        return "";
    }
}
