package com.acme.ci

/** Runs the library's scripts. A failing script writes its message to $STATE/failure, and the build fails with it. */
class Scripts implements Serializable {
    final String state
    /** True if a script found a newer release in its place. */
    boolean superseded = false
    private final Object steps

    Scripts(Object steps, String state) {
        this.steps = steps
        this.state = state
    }

    /** Runs resources/com/acme/ci/<path>; environment variables are its only input. */
    void run(String path, String label) {
        String script = steps.libraryResource('com/acme/ci/' + path)
        int status = 0
        try {
            status = steps.sh(script: script, label: label, returnStatus: true)
        } catch (IOException failure) {
            requireUnix(failure)
        }
        if (status != 0) {
            String sentence = sentence(label, status)
            // Jenkins shows the description in the build list; notifications contain it.
            steps.currentBuild.description = sentence
            // A newer release is already deployed: this run neither failed nor deployed anything (NOT_BUILT).
            if (steps.fileExists(state + '/superseded')) {
                superseded = true
                steps.currentBuild.result = 'NOT_BUILT'
            }
            steps.error(sentence)
        }
    }

    /** Runs a command with PowerShell or a batch file. */
    void runWith(String shell, String command, String label) {
        int status = 0
        if (shell == 'bat') {
            status = steps.bat(script: command, label: label, returnStatus: true)
        } else if (shell == 'pwsh') {
            status = steps.pwsh(script: command, label: label, returnStatus: true)
        } else {
            status = steps.powershell(script: command, label: label, returnStatus: true)
        }
        if (status != 0) {
            String sentence = label + ' failed with exit code ' + status + '; see the log above.'
            steps.currentBuild.description = sentence
            steps.error(sentence)
        }
    }

    /** Runs a script. In a pod, it runs in the container that has its tools. */
    void runIn(Map place, String path, String label) {
        if (place) {
            steps.container(name: place.name, shell: place.shell) {
                run(path, label)
            }
        } else {
            run(path, label)
        }
    }

    /** Like runIn, but ignores a failure of the script. */
    void runQuietlyIn(Map place, String path, String label) {
        if (place) {
            steps.container(name: place.name, shell: place.shell) {
                runQuietly(path, label)
            }
        } else {
            runQuietly(path, label)
        }
    }

    /** Runs a clean-up script and ignores its failure. */
    void runQuietly(String path, String label) {
        steps.sh(script: steps.libraryResource('com/acme/ci/' + path), label: label, returnStatus: true)
    }

    /** Says what to do if the agent has no sh, as on Windows. */
    private void requireUnix(IOException failure) {
        if (!(failure.message ?: '').contains('Cannot run program')) {
            throw failure
        }
        steps.error('This work needs sh, and agent ' + steps.env.NODE_NAME + ' has none. If it runs Windows, ' +
            'set another agent; a custom stage can also set shell: powershell.')
    }

    private String sentence(String label, int status) {
        String file = state + '/failure'
        if (steps.fileExists(file)) {
            return steps.readFile(file).trim()
        }
        return label + ' failed with exit code ' + status + '; see the log above.'
    }
}
