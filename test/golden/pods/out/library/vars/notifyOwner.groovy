import com.pods.ci.Parameters
import com.pods.ci.Site
import com.pods.ci.Text

void call(Map arguments) {
    Map given = Parameters.of(this, 'notifyOwner', arguments,
        [team: 'shop'],
        [:])
    Map contact = Site.teams()[given.team]
    if (contact == null) {
        error('notifyOwner: "' + given.team + '" is not a team of this site.')
    }
    String what = env.JOB_NAME + ' #' + env.BUILD_NUMBER + ' failed'
    String why = currentBuild.description ? what + ': ' + currentBuild.description : what
    if (contact.mail) {
        mail(to: contact.mail, subject: what, body: why + '\n' + env.BUILD_URL)
    }
    if (contact.webhook) {
        withCredentials([string(credentialsId: contact.webhook, variable: 'WEBHOOK')]) {
            // A secret's address: whether an offline site may reach it shows here first.
            if (!Text.isOn(env.WEBHOOK, Site.hosts())) {
                echo 'notifyOwner: the chat of ' + given.team + ' lies on no host of this offline site; it is not told.'
                return
            }
            httpRequest(url: env.WEBHOOK, httpMode: 'POST', contentType: 'APPLICATION_JSON', quiet: true,
                requestBody: groovy.json.JsonOutput.toJson([text: why, url: env.BUILD_URL]))
        }
    }
}
