package com.acme.ci

/** Runs the site's tools on a pushed image: vulnerability scan, SBOM, signature, provenance. */
class ImageTools implements Serializable {
    private final Object steps
    private final Scripts scripts
    /** The engine's container that has the tools; null if the build runs on an agent. */
    private final Map place

    ImageTools(Object steps, Scripts scripts, Map place) {
        this.steps = steps
        this.scripts = scripts
        this.place = place
    }

    /** Runs the tools that a stage uses, in order. `facts` are the variables of the provenance. */
    void use(Map given, Map facts) {
        List names = Image.tools(given)
        for (int i = 0; i < names.size(); i++) {
            useOne(names[i], given, names[i] == 'provenance' ? facts : [:])
        }
    }

    /** Runs one tool and archives its report, even if the tool fails. */
    private void useOne(String name, Map given, Map facts) {
        Map tool = Site.imageTools()[name]
        try {
            steps.withEnv(Text.environment([SEVERITY: given.scan] + tool.environment + facts)) {
                if (tool.signs) {
                    steps.withCredentials(signingKey()) {
                        scripts.runIn(place, 'image/' + name + '.sh', tool.label)
                    }
                } else {
                    scripts.runIn(place, 'image/' + name + '.sh', tool.label)
                }
            }
        } finally {
            if (tool.report) {
                steps.dir(scripts.state) {
                    steps.archiveArtifacts(artifacts: tool.report, allowEmptyArchive: true)
                }
            }
        }
    }

    /** The credentials of the site's signing key and of its password. */
    private List signingKey() {
        Map signing = Site.signing()
        return [steps.file(credentialsId: signing.key, variable: 'COSIGN_KEY'),
                steps.string(credentialsId: signing.password, variable: 'COSIGN_PASSWORD')]
    }
}
