package edu.umd.cs.findbugs.annotations;

/** An annotation without effect in a pipeline. It is on the class path of Jenkins, so libraries use it. */
public @interface SuppressFBWarnings {
    /** The ignored warnings. */
    String[] value() default {};

    /** The reason. */
    String justification() default "";
}
