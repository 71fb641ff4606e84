package io.stagewright.rehearsal.sandbox;

/** A sandboxed script used something that is not in the whitelist. */
public final class RejectedAccess extends SecurityException {
    private static final long serialVersionUID = 1L;

    RejectedAccess(String kind, String what) {
        super("Scripts not permitted to use " + kind + " " + what);
    }
}
