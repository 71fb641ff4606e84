package io.stagewright.rehearsal.steps;

import java.io.Serializable;

/** The result of {@code httpRequest}, like ResponseContentSupplier of the http_request plugin. */
public final class HttpAnswer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String content;

    HttpAnswer(int status, String content) {
        this.status = status;
        this.content = content;
    }

    /** The status code. */
    public int getStatus() {
        return status;
    }

    /** The body. */
    public String getContent() {
        return content;
    }
}
