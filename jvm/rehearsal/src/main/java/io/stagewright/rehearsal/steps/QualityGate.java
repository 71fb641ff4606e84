package io.stagewright.rehearsal.steps;

import java.io.Serializable;

/** What the step waitForQualityGate returns: QGStatus of sonar 2.18.2. */
public record QualityGate(String status) implements Serializable {
    public String getStatus() {
        return status;
    }
}
