package io.stagewright.rehearsal.engine;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** The state of a running pipeline that survives a restart of the controller. */
final class Program implements Serializable {
    private static final long serialVersionUID = 1L;

    final Map<Integer, GreenThread> threads = new LinkedHashMap<>();
    /** The global variables of libraries, one instance each. */
    final Map<String, Object> globals = new LinkedHashMap<>();
    /** The variables that the pipeline set with {@code env.NAME = value}. */
    final Map<String, String> environment = new LinkedHashMap<>();
    int nextThread;
    int nextStep;
}
