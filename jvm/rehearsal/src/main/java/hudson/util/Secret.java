package hudson.util;

import java.io.Serializable;

/** The value of a password parameter. It has the name of the class in Jenkins, because scripts call {@code plainText} or print it. */
public final class Secret implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The value in clear. */
    public String getPlainText() {
        return value;
    }

    @Override
    public String toString() {
        return value;
    }
}
