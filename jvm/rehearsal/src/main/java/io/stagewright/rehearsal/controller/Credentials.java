package io.stagewright.rehearsal.controller;

import hudson.AbortException;
import java.util.List;

/** The credential stores of all folders. */
public final class Credentials {
    private final List<Credential> all;

    Credentials(List<Credential> all) {
        this.all = all;
    }

    /** The credential with this id that is in the nearest folder of a job. */
    public Credential find(String id, String job, String kind) throws AbortException {
        Credential best = null;
        for (Credential credential : all) {
            if (credential.id().equals(id) && Paths.below(credential.folder(), job)
                    && (best == null || credential.folder().length() > best.folder().length())) {
                best = credential;
            }
        }
        if (best == null) {
            throw new AbortException("Could not find credentials entry with ID '" + id + "'");
        }
        if (kind != null && !best.kind().equals(kind)) {
            throw new AbortException("Credentials '" + id + "' is of type '" + best.kind() + "' where '" + kind + "' was expected");
        }
        return best;
    }
}
