package io.stagewright.rehearsal.engine;

import com.cloudbees.groovy.cps.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/** Simulates a restart of the controller: saves the program and reads it with new class loaders. */
final class Snapshot {
    /** A program, the outcome that it continues with, and its class loaders. */
    record State(Program program, Outcome outcome, Loaders loaders) {
        State(Program program, Outcome outcome) {
            this(program, outcome, null);
        }
    }

    private Snapshot() {
    }

    /** Serializes a program; throws an exception if it contains a value that cannot be saved. */
    static void check(Program program) throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(java.io.OutputStream.nullOutputStream())) {
            out.writeObject(program);
        }
    }

    static State restart(State state, Loaders old) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state.program());
            out.writeObject(state.outcome());
        }
        Loaders fresh = old.fresh();
        try (ObjectInputStream in = new Resolving(new ByteArrayInputStream(bytes.toByteArray()), fresh.all())) {
            return new State((Program) in.readObject(), (Outcome) in.readObject(), fresh);
        }
    }

    private static final class Resolving extends ObjectInputStream {
        private final ClassLoader loader;

        Resolving(ByteArrayInputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException missing) {
                return super.resolveClass(description);
            }
        }
    }
}
