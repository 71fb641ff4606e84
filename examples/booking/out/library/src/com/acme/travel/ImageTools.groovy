package com.acme.travel

/** What may be asked of a pushed image: a search for vulnerabilities, a list of its contents, a signature. */
class ImageTools implements Serializable {
    private final Object steps
    private final Scripts scripts
    /** The engine's container that has the tools; null on an agent. */
    private final Map place

    ImageTools(Object steps, Scripts scripts, Map place) {
        this.steps = steps
        this.scripts = scripts
        this.place = place
    }

    /** The tools that a stage asks for, in the order of their work. */
    void use(Map given) {
        List asked = Image.tools(given)
        for (int i = 0; i < asked.size(); i++) {
            useOne(asked[i], given)
        }
    }

    /** What it reports stays with the build, also if it fails. */
    private void useOne(String name, Map given) {
        Map tool = Site.imageTools()[name]
        try {
            steps.withEnv(Text.environment([SEVERITY: given.scan] + tool.environment)) {
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

    /** The site's private key, and the password that opens it. */
    private List signingKey() {
        Map signing = Site.signing()
        return [steps.file(credentialsId: signing.key, variable: 'COSIGN_KEY'),
                steps.string(credentialsId: signing.password, variable: 'COSIGN_PASSWORD')]
    }
}
