import com.acme.ci.Parameters
import com.acme.ci.Reach

void call(Map arguments) {
    Map given = Parameters.of(this, 'startStage', arguments,
        [job: '/platform/shop-image', release: [version: '1.4.7']],
        [branches: [], tags: [], wait: false, unlessUnstable: [], unstable: 'stop'])
    String objection = Reach.startObjection(this, given.release, given)
    if (objection) {
        echo given.job + ' is not started: ' + objection + '.'
        return
    }
    // The job gets only the build number and fetches the release record from this build.
    Map settings = given.unstable == 'continue' ? [propagate: false] : [:]
    Object started = build([job: given.job, wait: given.wait, parameters: Reach.ownBuild(this)] + settings)
    Reach.requireResult(this, given, started)
}
