package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Block;
import com.cloudbees.groovy.cps.Continuation;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.Next;

/** Counts a line or a branch whenever the program passes it. Instrumented code contains these blocks. */
public final class Probe implements Block {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;
    private final int branch;

    private Probe(String file, int line, int branch) {
        this.file = file;
        this.line = line;
        this.branch = branch;
    }

    /** A probe for CPS code; the branch is -1 for a line. */
    public static Block at(String file, int line, int branch) {
        return new Probe(file, line, branch);
    }

    /** Counts from code that does not run as CPS code. */
    public static void count(String file, int line, int branch) {
        Execution execution = Execution.currentOrNull();
        if (execution == null) {
            return;
        }
        if (branch < 0) {
            execution.build().controller().coverage().line(file, line);
        } else {
            execution.build().controller().coverage().branch(file, line + ":" + branch);
        }
    }

    @Override
    public Next eval(Env environment, Continuation next) {
        count(file, line, branch);
        return next.receive(null);
    }
}
