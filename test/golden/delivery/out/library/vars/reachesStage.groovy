import com.acme.ci.Parameters
import com.acme.ci.Reach

boolean call(Map arguments) {
    Map given = Parameters.of(this, 'reachesStage', arguments,
        [:],
        [stage: '', always: false, branches: [], tags: [], pullRequests: false, branch: 'main'])
    if (params.STAGE) {
        return params.STAGE == given.stage
    }
    if (given.always) {
        return true
    }
    Map jenkins = [branch: env.BRANCH_NAME, tag: env.TAG_NAME, pullRequest: env.CHANGE_ID]
    String objection = Reach.objection(Reach.source(jenkins, params.REVISION ?: '', given.branch),
        given.branches, given.tags, given.pullRequests)
    return !objection
}
