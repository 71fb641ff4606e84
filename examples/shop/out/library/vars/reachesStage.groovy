import com.acme.ci.Parameters
import com.acme.ci.Reach
import com.acme.ci.Unstable

boolean call(Map arguments) {
    Map given = Parameters.of(this, 'reachesStage', arguments,
        [:],
        [stage: '', always: false, branches: [], tags: [], pullRequests: false, branch: 'main', unlessUnstable: []])
    if (params.STAGE) {
        return params.STAGE == given.stage
    }
    String unstable = Unstable.objection(Unstable.stages(this), given.unlessUnstable)
    if (unstable) {
        echo 'Stage ' + given.stage + ' is skipped: ' + unstable + '.'
        return false
    }
    if (given.always) {
        return true
    }
    Map jenkins = [branch: env.BRANCH_NAME, tag: env.TAG_NAME ?: env.STAGEWRIGHT_TAG, pullRequest: env.CHANGE_ID]
    String objection = Reach.objection(Reach.source(jenkins, params.REVISION ?: '', given.branch),
        given.branches, given.tags, given.pullRequests)
    return !objection
}
