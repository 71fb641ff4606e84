package com.acme.travel

/** Runs the library's scripts. A script that fails leaves one sentence in $STATE/failure, which ends the build. */
class Scripts implements Serializable {
    final String state
    private final Object steps

    Scripts(Object steps, String state) {
        this.steps = steps
        this.state = state
    }

    /** Runs resources/com/acme/travel/<path>; it is told everything by the environment. */
    void run(String path, String label) {
        String script = steps.libraryResource('com/acme/travel/' + path)
        int status = steps.sh(script: script, label: label, returnStatus: true)
        if (status != 0) {
            String sentence = sentence(label, status)
            // The list of builds shows it, and whoever is told of the failure reads it.
            steps.currentBuild.description = sentence
            // A newer release has the place: nothing failed, nothing was deployed. Jenkins' word for it is not built.
            if (steps.fileExists(state + '/superseded')) {
                steps.currentBuild.result = 'NOT_BUILT'
            }
            steps.error(sentence)
        }
    }

    /** Runs a script; in a pod, in the container that has its tools. */
    void runIn(Map place, String path, String label) {
        if (place == null) {
            run(path, label)
        } else {
            steps.container(name: place.name, shell: place.shell) {
                run(path, label)
            }
        }
    }

    /** The same for a script whose failure changes nothing. */
    void runQuietlyIn(Map place, String path, String label) {
        if (place == null) {
            runQuietly(path, label)
        } else {
            steps.container(name: place.name, shell: place.shell) {
                runQuietly(path, label)
            }
        }
    }

    /** Runs a script whose failure changes nothing: a clean-up. */
    void runQuietly(String path, String label) {
        steps.sh(script: steps.libraryResource('com/acme/travel/' + path), label: label, returnStatus: true)
    }

    private String sentence(String label, int status) {
        String file = state + '/failure'
        if (steps.fileExists(file)) {
            return steps.readFile(file).trim()
        }
        return label + ' failed with exit code ' + status + '; the log above says why.'
    }
}
