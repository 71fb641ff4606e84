import com.acme.ci.Parameters
import com.acme.ci.Reach
import com.acme.ci.Record

void call(Map arguments) {
    Map given = Parameters.of(this, 'startGroup', arguments,
        [release: [version: '1.4.7'], jobs: [unit: [job: '/shop/shop-unit', branches: ['main']]]],
        [next: [], groups: []])
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
        String job = group.jobs[stage].job
        if (mayStart(group.jobs[stage], release)) {
            branches[stage] = { -> numbers[stage] = numberOf(job, parameters) }
        }
    }
    // If one job fails, this run fails and starts no other job.
    parallel(branches)
    if (branches.size() == stages.size()) {
        List theirs = buildsOf(stages, numbers)
        List next = group.next ?: []
        for (int i = 0; i < next.size(); i++) {
            if (mayStart(next[i], release)) {
                build(job: next[i].job, wait: next[i].wait ? true : false, parameters: theirs)
            }
        }
        List groups = group.groups ?: []
        for (int i = 0; i < groups.size(); i++) {
            startTogether(groups[i], release, theirs)
        }
    }
}

private boolean mayStart(Map next, Map release) {
    String objection = Reach.startObjection(this, release, [branches: [], tags: []] + next)
    if (objection) {
        echo next.job + ' is not started: ' + objection + '.'
    }
    return !objection
}

private String numberOf(String job, List parameters) {
    return build(job: job, wait: true, parameters: parameters).number.toString()
}

private List buildsOf(List stages, Map numbers) {
    List parameters = []
    for (int i = 0; i < stages.size(); i++) {
        parameters << string(name: Record.parameterOf(stages[i]), value: numbers[stages[i]])
    }
    return parameters
}
