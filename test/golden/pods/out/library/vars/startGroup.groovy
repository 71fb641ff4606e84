import com.pods.ci.Parameters
import com.pods.ci.Reach
import com.pods.ci.Record

void call(Map arguments) {
    Map given = Parameters.of(this, 'startGroup', arguments,
        [
            release: [version: '1.4.7'],
            jobs: [unit: [job: '/shop/shop-unit', branches: ['main']]],
            next: [[job: '/platform/shop-image', branches: ['main']]],
        ],
        [:])
    Map numbers = [:]
    Map branches = [:]
    List stages = []
    stages.addAll(given.jobs.keySet())
    for (int i = 0; i < stages.size(); i++) {
        String stage = stages[i]
        Map job = [branches: [], tags: []] + given.jobs[stage]
        String objection = Reach.startObjection(this, given.release, job)
        if (objection) {
            echo job.job + ' is not started: ' + objection + '.'
        } else {
            branches[stage] = { -> numbers[stage] = numberOf(job.job) }
        }
    }
    // Whoever of them fails, fails this run; what follows them then waits for a run that is green.
    parallel(branches)
    for (int i = 0; i < given.next.size(); i++) {
        startNext([branches: [], tags: [], wait: false] + given.next[i], given.release, stages, numbers)
    }
}

private String numberOf(String job) {
    return build(job: job, wait: true, parameters: Reach.ownBuild(this)).number.toString()
}

private void startNext(Map next, Map release, List stages, Map numbers) {
    String objection = Reach.startObjection(this, release, next)
    List parameters = []
    for (int i = 0; i < stages.size(); i++) {
        if (numbers[stages[i]] == null) {
            objection = objection ?: stages[i] + ' was not started'
        }
        parameters << string(name: Record.parameterOf(stages[i]), value: numbers[stages[i]])
    }
    if (objection) {
        echo next.job + ' is not started: ' + objection + '.'
        return
    }
    build(job: next.job, wait: next.wait, parameters: parameters)
}
