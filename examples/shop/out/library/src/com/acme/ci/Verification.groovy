package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Verifies what an environment requires of the images of a release, before the release is deployed. */
class Verification implements Serializable {
    /** Verifies each image by its digest. Fails if anything is missing, or if a provenance is of another build. */
    static void run(Object steps, Map given, Map target, Map release) {
        Map wanted = target.verify
        if (!wanted) {
            return
        }
        String state = steps.env.WORKSPACE_TMP + '/verify'
        List images = []
        images.addAll(release.images.values())
        List hosts = Text.names(wanted.registries)
        List bindings = logins(steps, wanted.registries, hosts)
        steps.withEnv(variables(given, wanted, images, hosts, state)) {
            steps.withCredentials(bindings) {
                new Scripts(steps, state).runIn(Place.container(given), 'deploy/verify.sh',
                    'Verify the images: ' + given.environment)
            }
        }
        if (wanted.requires.contains('provenance')) {
            for (int i = 0; i < images.size(); i++) {
                String objection = Provenance.objection(given, release, images[i],
                    statements(steps, state + '/provenance-' + i))
                if (objection) {
                    steps.error('The release cannot be deployed: environments.' + given.environment +
                        ' requires provenance, but no provenance of ' + nameOf(images[i]) + ' fits: ' + objection + '.')
                }
            }
        }
    }

    /** The provenances in a file, one on each line. */
    private static List statements(Object steps, String file) {
        List found = []
        List lines = Text.lines(steps.readFile(file: file, encoding: 'UTF-8'))
        for (int i = 0; i < lines.size(); i++) {
            found << steps.readJSON(text: lines[i], returnPojo: true)
        }
        return found
    }

    /** The bindings of the logins and of the site's certificates. */
    private static List logins(Object steps, Map registries, List hosts) {
        List bindings = []
        for (int i = 0; i < hosts.size(); i++) {
            String pull = registries[hosts[i]].pull
            if (pull) {
                bindings << steps.usernamePassword(credentialsId: pull, usernameVariable: 'REGISTRY_' + i + '_USER',
                    passwordVariable: 'REGISTRY_' + i + '_PASSWORD')
            }
        }
        if (Site.files().all.CA_BUNDLE) {
            bindings << steps.file(credentialsId: Site.files().all.CA_BUNDLE, variable: 'CA_BUNDLE')
        }
        return bindings
    }

    @NonCPS
    private static List variables(Map given, Map wanted, List images, List hosts, String state) {
        List names = []
        List insecure = []
        for (Object image : images) {
            names << nameOf(image)
            Map registry = wanted.registries[image.repository.replaceFirst('/.*', '')]
            insecure << (registry ? registry.insecure : false)
        }
        return Text.environment([
            STATE: state, SITE_PATH: Place.path(given), ENVIRONMENT: given.environment,
            REQUIRES: wanted.requires.join(' '), PUBLIC_KEY: Site.signing().publicKey.join('\n'),
        ] + Text.numbered('IMAGE', names) + Text.numbered('INSECURE', insecure) + Text.numbered('REGISTRY', hosts))
    }

    @NonCPS
    private static String nameOf(Object image) {
        return image.repository + '@' + image.digest
    }
}
