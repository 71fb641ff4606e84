import com.pods.ci.Parameters
import com.pods.ci.Reach

void call(Map arguments) {
    Map given = Parameters.of(this, 'startStage', arguments,
        [job: '/platform/shop-image', release: [version: '1.4.7']],
        [branches: [], tags: []])
    if (params.ROLLBACK_REASON) {
        echo given.job + ' is not started: a rollback goes no further than its environment.'
        return
    }
    String objection = Reach.objection(given.release.source, given.branches, given.tags, false)
    if (objection) {
        echo given.job + ' is not started: ' + objection + '.'
        return
    }
    // The record itself never travels: the job fetches it from this one, by the build's number.
    List parameters = [string(name: 'UPSTREAM_BUILD', value: env.BUILD_NUMBER)]
    if (env.BRANCH_NAME) {
        // Each branch has a job of its own, which counts its own builds.
        parameters << string(name: 'UPSTREAM_BRANCH', value: env.JOB_BASE_NAME)
    }
    build(job: given.job, wait: false, parameters: parameters)
}
