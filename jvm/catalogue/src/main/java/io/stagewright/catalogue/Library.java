package io.stagewright.catalogue;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The annotation {@code @Library('name@version') _}, which loads shared libraries before the Jenkinsfile is compiled. */
@Retention(RetentionPolicy.SOURCE)
public @interface Library {
    /** Libraries, each with or without a version. */
    String[] value();

    /** Whether the commits of the library are in the change log of the build. */
    boolean changelog() default true;
}
