package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** The reports of a build in Jenkins: coverage, issues and tests. */
class Reports implements Serializable {
    /** Records the reports of the current folder, and fails if a quality gate fails. Each build has its own name. */
    static void record(Object steps, Map build, String name, Status status, boolean passed) {
        String problem = ''
        if (build.coverage) {
            problem = coverage(steps, build.coverage, name, status, passed)
        }
        if (build.issues) {
            String other = issues(steps, build.issues, name, status, passed)
            problem = problem ?: other
        }
        if (build.tests) {
            // An early failure leaves no reports. The missing reports must not hide the failure.
            status.tested(steps.junit(testResults: build.tests.join(','), allowEmptyResults: !passed))
        }
        if (problem) {
            steps.error(problem)
        }
    }

    /** The quality gates, and each of them fails the stage. */
    @NonCPS
    static List strict(List gates) {
        List all = []
        for (Object gate : gates) {
            all << Record.union(gate, [criticality: 'FAILURE'])
        }
        return all
    }

    private static String coverage(Object steps, Map wanted, String name, Status status, boolean passed) {
        String missing = missing(steps, wanted.reports)
        if (missing) {
            return passed ? 'No file matches the coverage report ' + missing + '.' : ''
        }
        List gates = passed ? status.gates(wanted) : []
        return status.gated('coverage') {
            steps.recordCoverage(id: name + '-coverage', name: 'Coverage of ' + name, tools: wanted.reports,
                qualityGates: gates)
        }
    }

    private static String issues(Object steps, Map wanted, String name, Status status, boolean passed) {
        String missing = missing(steps, wanted.reports)
        if (missing) {
            return passed ? 'No file matches the report of issues ' + missing + '.' : ''
        }
        // The plugin uses the name of the only tool, or that of all tools together.
        boolean one = wanted.reports.size() == 1
        Map title = [id: name + '-issues', name: 'Issues of ' + name]
        List tools = []
        for (int i = 0; i < wanted.reports.size(); i++) {
            Map tool = [analysisModelId: wanted.reports[i].parser, pattern: wanted.reports[i].pattern]
            tools << steps.analysisParser(one ? title + tool : tool)
        }
        Map all = [tools: tools, qualityGates: passed ? status.gates(wanted) : []]
        return status.gated('issues') {
            steps.recordIssues(one ? all : title + all + [aggregatingResults: true])
        }
    }

    /** The first pattern without a file; empty if there is none. The plugins would pass their quality gates then. */
    private static String missing(Object steps, List reports) {
        for (int i = 0; i < reports.size(); i++) {
            if (!steps.findFiles(glob: reports[i].pattern)) {
                return reports[i].pattern
            }
        }
        return ''
    }
}
