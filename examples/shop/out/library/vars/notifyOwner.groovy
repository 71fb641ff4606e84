import com.acme.ci.Notice
import com.acme.ci.Parameters
import com.acme.ci.Site
import com.acme.ci.Unstable

void call(Map arguments) {
    Map given = Parameters.of(this, 'notifyOwner', arguments,
        [team: 'shop'],
        [stage: '', result: ''])
    if (Site.teams()[given.team] == null) {
        error('notifyOwner: "' + given.team + '" is not a team of this site.')
    }
    String result = given.result ?: currentBuild.currentResult
    // A superseded run is no problem, and another stage of this run may be the unstable one.
    boolean elsewhere = result == 'UNSTABLE' && given.stage && !Unstable.stages(this).contains(given.stage)
    if (result == 'NOT_BUILT' || elsewhere) {
        return
    }
    Map events = [SUCCESS: 'recovery', UNSTABLE: 'unstable', ABORTED: 'aborted']
    Map words = [SUCCESS: 'works again', UNSTABLE: 'is unstable', ABORTED: 'was aborted']
    String what = env.JOB_NAME + ' #' + env.BUILD_NUMBER + ' ' + (words[result] ?: 'failed')
    String why = currentBuild.description ? what + ': ' + currentBuild.description : what
    Notice.send(this, given.team, events[result] ?: 'failure', [subject: what, text: why, url: env.BUILD_URL])
}
