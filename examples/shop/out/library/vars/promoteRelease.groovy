import com.acme.ci.Handoff
import com.acme.ci.Parameters
import com.acme.ci.Record
import com.acme.ci.Site
import com.acme.ci.Text

void call(Map arguments) {
    Map given = Parameters.of(this, 'promoteRelease', arguments,
        [service: 'shop', environment: 'prod', owner: 'release', release: [service: 'shop']],
        [stage: '', by: [], timeout: 4320, agent: ''])
    Map target = Site.environments()[given.environment]
    if (!target?.promotion) {
        error('promoteRelease: releases in "' + given.environment + '" do not wait for a promotion.')
    }
    if (!given.release.paused) {
        echo 'No release waits for a promotion in ' + given.environment + '.'
        return
    }
    Map answer = [DECISION: 'abort', APPROVER: 'no one', REASON: 'no user promoted it']
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

/** Waits for a decision. The service's environment is paused meanwhile, and no agent is in use. */
private Map ask(Map given) {
    return input(
        id: 'Promote-' + (given.stage ?: given.environment), ok: 'Continue',
        message: given.service + ' ' + given.release.version + ' waits in ' + given.environment +
            '. Promote it?',
        submitter: given.by.join(','), submitterParameter: 'APPROVER',
        parameters: [
            choice(name: 'DECISION', choices: ['promote', 'abort'], description: 'abort restores the last release.'),
            string(name: 'REASON', defaultValue: '', description: 'Stored if you abort the release.')])
}

/** Switches users back to the previous release, then reverts the environment's history so that it stays. */
private void abort(Map given, Map target, Map answer) {
    String reason = 'aborted by ' + answer.APPROVER + (answer.REASON ? ': ' + Text.line(answer.REASON) : '')
    act(given + [reason: reason], target, target.promotion.abort, Record.none(), [lines: [], build: ''])
}

private void act(Map given, Map target, List phases, Map release, Map images) {
    node(given.agent ?: Site.agent('delivery')) {
        Handoff.run(this, [reason: '', approval: [:]] + given, target + [phases: phases], release, images)
    }
}
