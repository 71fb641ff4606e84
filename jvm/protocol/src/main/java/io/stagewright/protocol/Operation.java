package io.stagewright.protocol;

import java.util.Map;

/** One kind of request in the JSON-lines protocol; implementations are found through {@link java.util.ServiceLoader}. */
public interface Operation {
    /** The value of the request's {@code op} key that selects this operation. */
    String name();

    /** Returns the result of a request, which must be writable as JSON; a thrown exception becomes the reply's error. */
    Object run(Map<String, Object> request) throws Exception;

    /** Releases what earlier requests left open; called once, when the client closes stdin. */
    default void shutDown() {
    }
}
