import com.acme.ci.Parameters
import com.acme.ci.Site
import com.acme.ci.Text
import com.acme.ci.Unstable

void call(Map arguments) {
    Map given = Parameters.of(this, 'notifyOwner', arguments,
        [team: 'shop'],
        [stage: '', result: ''])
    Map contact = Site.teams()[given.team]
    if (contact == null) {
        error('notifyOwner: "' + given.team + '" is not a team of this site.')
    }
    String result = given.result ?: currentBuild.currentResult
    // A superseded run is no problem, and another stage of this run may be the unstable one.
    boolean elsewhere = result == 'UNSTABLE' && given.stage && !Unstable.stages(this).contains(given.stage)
    if (result == 'NOT_BUILT' || elsewhere) {
        return
    }
    Map words = [SUCCESS: 'works again', UNSTABLE: 'is unstable', ABORTED: 'was aborted']
    String what = env.JOB_NAME + ' #' + env.BUILD_NUMBER + ' ' + (words[result] ?: 'failed')
    String why = currentBuild.description ? what + ': ' + currentBuild.description : what
    if (contact.mail) {
        mail(to: contact.mail, subject: what, body: why + '\n' + env.BUILD_URL)
    }
    if (contact.webhook) {
        withCredentials([string(credentialsId: contact.webhook, variable: 'WEBHOOK')]) {
            // The address is a secret, so only the build can check that an offline site reaches its host.
            if (!Text.isOn(env.WEBHOOK, Site.hosts())) {
                echo 'notifyOwner: no message sent to the chat of ' + given.team + ': the site may not reach its host.'
                return
            }
            httpRequest(url: env.WEBHOOK, httpMode: 'POST', contentType: 'APPLICATION_JSON', quiet: true,
                requestBody: groovy.json.JsonOutput.toJson([text: why, url: env.BUILD_URL]))
        }
    }
}
