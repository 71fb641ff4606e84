import internal.bank.ci.own.Change

/** Requests a change, and fails if the change board does not accept it. */
void call(Map given) {
    Change change = new Change(given.system, given.risk ?: 'low')
    withEnv(['CHANGE=' + change.request(env.VERSION, env.COMMIT, env.BUILD_URL)]) {
        withCredentials([string(credentialsId: 'change-board', variable: 'CHANGE_TOKEN')]) {
            sh(label: 'Request a change', script: libraryResource('internal/bank/ci/own/request-change.sh'))
        }
    }
}
