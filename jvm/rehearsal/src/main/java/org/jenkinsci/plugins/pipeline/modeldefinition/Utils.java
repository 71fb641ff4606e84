package org.jenkinsci.plugins.pipeline.modeldefinition;

/** The methods of pipeline-model-definition that libraries call. */
public final class Utils {
    private Utils() {
    }

    /** Marks a stage as skipped in the user interface, which a rehearsal does not have. */
    public static void markStageSkippedForConditional(String stage) {
    }
}
