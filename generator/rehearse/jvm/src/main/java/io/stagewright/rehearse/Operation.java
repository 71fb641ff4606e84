package io.stagewright.rehearse;

import java.util.Map;

/** One request kind of the JSON-lines protocol; implementations are found through {@link java.util.ServiceLoader}. */
public interface Operation {
    /** The value of the request's {@code op} key that this operation answers. */
    String name();

    /** Answers a request with something that can be written as JSON; a thrown exception becomes the reply's error. */
    Object run(Map<String, Object> request) throws Exception;
}
