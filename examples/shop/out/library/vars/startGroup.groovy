import com.acme.ci.Parameters
import com.acme.ci.Reach
import com.acme.ci.Record
import com.acme.ci.Unstable

void call(Map arguments) {
    Map given = Parameters.of(this, 'startGroup', arguments,
        [release: [version: '1.4.7'], jobs: [unit: [job: '/shop/shop-unit', branches: ['main']]]],
        [next: [], groups: [], unlessUnstable: []])
    String unstable = Unstable.objection(given.release.unstable ?: [], given.unlessUnstable)
    if (unstable) {
        echo 'The next jobs are not started: ' + unstable + '.'
        return
    }
    startTogether(given, given.release, Reach.ownBuild(this))
}

/** Starts the jobs of a group, waits for all of them, and starts the jobs that need all their releases. */
private void startTogether(Map group, Map release, List parameters) {
    Map numbers = [:]
    Map branches = [:]
    List stages = []
    stages.addAll(group.jobs.keySet())
    for (int i = 0; i < stages.size(); i++) {
        String stage = stages[i]
        Map next = group.jobs[stage]
        if (mayStart(next, release)) {
            branches[stage] = { -> numbers[stage] = numberOf(next, parameters) }
        }
    }
    // If one job fails, this run fails and starts no other job.
    parallel(branches)
    if (branches.size() == stages.size()) {
        List theirs = buildsOf(stages, numbers)
        List next = group.next ?: []
        for (int i = 0; i < next.size(); i++) {
            if (mayStart(next[i], release)) {
                startNext(next[i], theirs)
            }
        }
        List groups = group.groups ?: []
        for (int i = 0; i < groups.size(); i++) {
            startTogether(groups[i], release, theirs)
        }
    }
}

private boolean mayStart(Map next, Map release) {
    String objection = Reach.startObjection(this, release, [branches: [], tags: [], unlessUnstable: []] + next)
    if (objection) {
        echo next.job + ' is not started: ' + objection + '.'
    }
    return !objection
}

private String numberOf(Map next, List parameters) {
    return startNext(next + [wait: true], parameters).number.toString()
}

private Object startNext(Map next, List parameters) {
    Map settings = next.unstable == 'continue' ? [propagate: false] : [:]
    Object started = build([job: next.job, wait: next.wait ? true : false, parameters: parameters] + settings)
    Reach.requireResult(this, next, started)
    return started
}

private List buildsOf(List stages, Map numbers) {
    List parameters = []
    for (int i = 0; i < stages.size(); i++) {
        parameters << string(name: Record.parameterOf(stages[i]), value: numbers[stages[i]])
    }
    return parameters
}
