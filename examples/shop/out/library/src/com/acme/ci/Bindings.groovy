package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Converts the site's credentials to bindings for `withCredentials`. The site also sets the variable names. */
class Bindings implements Serializable {
    static List of(Object steps, List credentials) {
        List bindings = []
        for (int i = 0; i < credentials.size(); i++) {
            bindings << binding(steps, credentials[i])
        }
        return bindings
    }

    /** The names of the variables of these credentials. */
    @NonCPS
    static List variables(List credentials) {
        List names = []
        for (Object it : credentials) {
            for (String name : ['variable', 'user', 'password', 'key']) {
                if (it[name]) {
                    names << it[name]
                }
            }
        }
        return names
    }

    private static Object binding(Object steps, Map it) {
        switch (it.kind) {
            case 'usernamePassword':
                return steps.usernamePassword(
                    credentialsId: it.id, usernameVariable: it.user, passwordVariable: it.password)
            case 'sshUserPrivateKey':
                return it.user ?
                    steps.sshUserPrivateKey(credentialsId: it.id, keyFileVariable: it.key, usernameVariable: it.user) :
                    steps.sshUserPrivateKey(credentialsId: it.id, keyFileVariable: it.key)
            case 'file':
                return steps.file(credentialsId: it.id, variable: it.variable)
            default:
                return steps.string(credentialsId: it.id, variable: it.variable)
        }
    }
}
