import internal.bank.ci.Handoff
import internal.bank.ci.Parameters
import internal.bank.ci.Record
import internal.bank.ci.Site
import internal.bank.ci.Text

void call(Map arguments) {
    Map given = Parameters.of(this, 'promoteRelease', arguments,
        [service: 'shop', environment: 'prod', owner: 'release', release: [service: 'shop']],
        [stage: '', by: [], timeout: 4320, agent: ''])
    Map target = Site.environments()[given.environment]
    if (!target?.promotion) {
        error('promoteRelease: "' + given.environment + '" is no environment whose releases wait for a promotion.')
    }
    if (!given.release.paused) {
        echo 'Nothing waits for a promotion in ' + given.environment + '.'
        return
    }
    Map answer = [DECISION: 'abort', APPROVER: 'nobody', REASON: 'nobody promoted it']
    try {
        timeout(time: given.timeout, unit: 'MINUTES') {
            answer = ask(given)
        }
    } catch (Exception interrupted) {
        abort(given, target, answer)
        throw interrupted
    }
    if (answer.DECISION == 'abort') {
        abort(given, target, answer)
        String sentence = given.release.version + ' was aborted in ' + given.environment + ' by ' + answer.APPROVER +
            (answer.REASON ? ': ' + Text.line(answer.REASON) : '')
        currentBuild.description = sentence
        error(sentence)
    }
    act(given, target, target.promotion.promote, given.release, Record.digests(given.release))
}

/** The service's part of the environment stands still meanwhile, and no agent is held. */
private Map ask(Map given) {
    return input(
        id: 'Promote-' + (given.stage ?: given.environment), ok: 'Go on',
        message: given.service + ' ' + given.release.version + ' waits in ' + given.environment +
            '. Does it take over?',
        submitter: given.by.join(','), submitterParameter: 'APPROVER',
        parameters: [
            choice(name: 'DECISION', choices: ['promote', 'abort'], description: 'abort: back to the release before.'),
            string(name: 'REASON', defaultValue: '', description: 'Why; it stays with an aborted release.')])
}

/** Users are sent back at once; then the environment's history is told, so that nothing brings the release again. */
private void abort(Map given, Map target, Map answer) {
    String reason = 'aborted by ' + answer.APPROVER + (answer.REASON ? ': ' + Text.line(answer.REASON) : '')
    act(given + [reason: reason], target, target.promotion.abort, Record.none(), [lines: [], build: ''])
}

private void act(Map given, Map target, List phases, Map release, Map images) {
    node(given.agent ?: Site.agent()) {
        Handoff.run(this, [reason: '', approval: [:]] + given, target + [phases: phases], release, images)
    }
}
