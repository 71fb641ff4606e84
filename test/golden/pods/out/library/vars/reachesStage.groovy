import com.pods.ci.Parameters
import com.pods.ci.Reach

boolean call(Map arguments) {
    Map given = Parameters.of(this, 'reachesStage', arguments,
        [:],
        [branches: [], tags: [], pullRequests: false, branch: 'main'])
    Map jenkins = [branch: env.BRANCH_NAME, tag: env.TAG_NAME, pullRequest: env.CHANGE_ID]
    String objection = Reach.objection(Reach.source(jenkins, params.REVISION ?: '', given.branch),
        given.branches, given.tags, given.pullRequests)
    return !objection
}
