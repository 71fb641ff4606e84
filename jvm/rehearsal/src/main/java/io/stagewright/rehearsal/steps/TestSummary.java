package io.stagewright.rehearsal.steps;

import java.io.Serializable;

/** What the step junit returns: TestResultSummary of junit 1363. */
public record TestSummary(int totalCount, int failCount, int skipCount) implements Serializable {
    public int getTotalCount() {
        return totalCount;
    }

    public int getFailCount() {
        return failCount;
    }

    public int getSkipCount() {
        return skipCount;
    }

    /** The tests that neither failed nor were skipped. */
    public int getPassCount() {
        return totalCount - failCount - skipCount;
    }
}
