import com.acme.ci.Approval
import com.acme.ci.Notice
import com.acme.ci.Parameters
import com.acme.ci.Record
import com.acme.ci.RecordReader
import com.acme.ci.Site
import com.acme.ci.Text
import com.acme.ci.When

Map call(Map arguments) {
    Map given = Parameters.of(this, 'approveStage', arguments,
        [service: 'shop', by: ['release-managers']],
        [
            stage: 'prod',
            shared: false,
            upstream: '',
            after: [],
            upstreams: [:],
            source: [:],
            images: [:],
            renamed: [:],
            previousIds: [:],
            when: [:],
            count: 1,
            notAuthor: false,
            message: '',
            awaited: false,
            notify: '',
            timeout: 4320,
        ])
    Map release = [:]
    if (!given.awaited) {
        given.ended = true
        echo 'The approval is requested when the builds that passed the release on have ended: ' +
            'the archive of a running build can still change.'
        timeout(time: given.timeout, unit: 'MINUTES') {
            RecordReader.awaitBuilds(this, given)
        }
    }
    // Check the record before requesting an approval. Release the agent before waiting for it.
    node(Site.agent('delivery')) {
        release = Record.fetch(this, given)
    }
    String objection = params.ROLLBACK_REASON ? '' : When.objection(release.source, given.when)
    if (objection) {
        echo 'No approval is requested: stage ' + given.stage + ' is skipped because ' + objection + '.'
        return [:]
    }
    if (given.notAuthor && !Approval.hasAuthor(release.source)) {
        error('Stage ' + given.stage + ' cannot be approved: the release record does not name the author of commit ' +
            release.source.commit + ', who must not approve it. Build the source again.')
    }
    List authors = given.notAuthor ? Approval.authorNames(release.source, Approval.starters(this)) : []
    String what = given.service + ' ' + release.version + ' (commit ' + release.source.commit.substring(0, 12) +
        (release.unstable ? '; unstable: ' + release.unstable.join(', ') : '') + ')'
    // The approval covers exactly these digests.
    List digests = Approval.digests(release)
    what = digests ? what + '\n' + digests.join('\n') : what
    if (given.notify) {
        String waiting = given.service + ' ' + release.version + ' waits for an approval for ' + given.stage
        Notice.announce(this, given.notify, 'approval',
            [subject: waiting, text: waiting + '\n' + what, url: env.BUILD_URL + 'input/'])
    }
    List by = []
    timeout(time: given.timeout, unit: 'MINUTES') {
        for (int i = 0; i < given.count; i++) {
            Map answer = input(
                id: 'Approve-' + given.stage + '-' + (i + 1), ok: 'Approve',
                message: (given.message ?: 'Approve the release for ' + given.stage + '?') + ' ' + what,
                submitter: given.by.join(','), submitterParameter: 'APPROVER',
                parameters: [string(name: 'REASON', defaultValue: '', description: 'Stored with the release.')])
            objection = Approval.objection(answer.APPROVER, by, authors)
            if (objection) {
                error('Stage ' + given.stage + ' is not approved: ' + objection + '.')
            }
            by << [by: Text.line(answer.APPROVER), reason: Text.line(answer.REASON ?: '')]
        }
    }
    return Approval.create(this, given.stage, release, by)
}
