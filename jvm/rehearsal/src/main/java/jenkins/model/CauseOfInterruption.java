package jenkins.model;

import java.io.Serializable;

/** Why a build or a part of it was stopped. Scripts can use it by the name of the class in Jenkins. */
public class CauseOfInterruption implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String description;

    public CauseOfInterruption(String description) {
        this.description = description;
    }

    /** The sentence that the log shows. */
    public String getShortDescription() {
        return description;
    }

    /** A user pressed the abort button. */
    public static final class UserInterruption extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        private final String user;

        public UserInterruption(String user) {
            super("Aborted by " + user);
            this.user = user;
        }

        public String getUserId() {
            return user;
        }
    }

    /** A time limit passed; the number is the one of the timeout step. */
    public static final class ExceededTimeout extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        private final String step;

        public ExceededTimeout(String step) {
            super("Timeout has been exceeded");
            this.step = step;
        }

        /** The unique name of the timeout step. */
        public String step() {
            return step;
        }
    }
}
