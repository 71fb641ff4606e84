package com.acme.ci

import com.cloudbees.groovy.cps.NonCPS

/** Messages to teams. */
class Notice implements Serializable {
    /** Sends a message to a team, by mail and chat, if its contact lists the event. */
    static void send(Object steps, String team, String event, Map message) {
        if (!Notice.isWanted(team, event)) {
            return
        }
        Map contact = Site.teams()[team]
        if (contact.mail) {
            steps.mail(to: contact.mail, subject: message.subject, body: message.text + '\n' + message.url)
        }
        if (contact.webhook) {
            steps.withCredentials([steps.string(credentialsId: contact.webhook, variable: 'WEBHOOK')]) {
                Notice.post(steps, team, contact, message)
            }
        }
    }

    /** Sends a message about what succeeded. A message that cannot be sent does not change the result. */
    static void announce(Object steps, String team, String event, Map message) {
        if (!Notice.isWanted(team, event)) {
            return
        }
        steps.catchError(buildResult: 'SUCCESS', stageResult: 'SUCCESS', catchInterruptions: false,
                message: 'Team ' + team + ' could not be notified.') {
            Notice.send(steps, team, event, message)
        }
    }

    /** Whether the contact of a team lists an event. Without a contact, a team has no events. */
    static boolean isWanted(String team, String event) {
        Map contact = Site.teams()[team] ?: [on: []]
        return contact.on.contains(event)
    }

    /** What was deployed, by which build, and what the handoff did. */
    @NonCPS
    static Map ofDeployment(Map given, Map target, Map release, String rollback, String build) {
        String name = given.service + (release.version ? ' ' + release.version : '')
        String subject = name + (rollback ? ' was rolled back in ' : ' was released to ') + given.environment
        List labels = []
        for (Object phase : target.phases) {
            labels << phase.label
        }
        List lines = [subject]
        if (rollback) {
            lines << 'Reason: ' + Text.line(rollback)
        }
        if (release.source.commit) {
            lines << 'Commit: ' + release.source.commit
        }
        lines << 'Done: ' + labels.join(', ')
        if (release.paused) {
            lines << 'The release runs next to the previous one until it is promoted.'
        }
        lines << 'Build: ' + build
        return [subject: subject, text: lines.join('\n')]
    }

    /** The address is a secret, so only the build can check that an offline site reaches its host. */
    static void post(Object steps, String team, Map contact, Map message) {
        if (!Text.isOn(steps.env.WEBHOOK, Site.hosts())) {
            steps.echo('No message was sent to the chat of ' + team + ': the site may not reach its host.')
            return
        }
        // The text can contain names and output of the application, which must not become links.
        String text = contact.format == 'teams' ? message.text.replaceAll(/([\\\[\]])/, '\\\\$1') :
            message.text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
        Map body = contact.format == 'teams' ? card(message + [text: text]) : [text: text + '\n' + message.url]
        steps.httpRequest(url: steps.env.WEBHOOK, httpMode: 'POST', contentType: 'APPLICATION_JSON', quiet: true,
            requestBody: groovy.json.JsonOutput.toJson(body))
    }

    /** An adaptive card, which workflows of Microsoft Teams post as it is. */
    private static Map card(Map message) {
        return [
            type: 'message',
            attachments: [[
                contentType: 'application/vnd.microsoft.card.adaptive',
                content: [
                    type: 'AdaptiveCard',
                    version: '1.4',
                    body: [[type: 'TextBlock', text: message.text, wrap: true]],
                    actions: [[type: 'Action.OpenUrl', title: 'Open in Jenkins', url: message.url]],
                ],
            ]],
        ]
    }
}
