package io.stagewright.catalogue;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** {@code @Library('name@version') _}: loads shared libraries before the Jenkinsfile is compiled. */
@Retention(RetentionPolicy.SOURCE)
public @interface Library {
    /** Libraries, each with or without a version. */
    String[] value();

    /** Whether the library's commits belong to the build's change log. */
    boolean changelog() default true;
}
