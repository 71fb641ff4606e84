package hudson;

/** An expected failure of a step. The log shows only its message. It has the name of the class in Jenkins, because scripts catch it. */
public class AbortException extends java.io.IOException {
    private static final long serialVersionUID = 1L;

    public AbortException() {
    }

    public AbortException(String message) {
        super(message);
    }
}
