package internal.bank.ci.own

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** A change request for the API of the change board. */
class Change implements Serializable {
    final String system
    final String risk

    Change(String system, String risk) {
        this.system = system
        this.risk = risk
    }

    @NonCPS
    String request(String version, String commit, String build) {
        return JsonOutput.toJson([system: system, risk: risk, version: version, commit: commit, build: build])
    }
}
