/** Own steps of a site that print their arguments, folder and environment. They use a class of the site. */
export const hookSteps = {
  "vars/noteWork.groovy": `import com.acme.ci.own.Note

void call(Map given) {
    sh(label: 'Look at the application', script: 'git log -1 --format=%s >/dev/null')
    echo(new Note('hook').line(given.what, given.count ?: 0) + ' of ' + env.VERSION + ' ' + env.COMMIT)
    if (given.fail) {
        error('the hook says no')
    }
}
`,
  "vars/noteWork.yaml": `description: Says what is done.
parameters:
  what: { type: text, required: true, description: What it says., example: begins }
  count: { type: number, description: How often. }
  fail: { type: boolean, default: false, description: Whether it fails. }
`,
  "vars/noteEnd.groovy": "void call() {\n    echo 'hook ends'\n}\n",
  "vars/noteEnd.yaml": "description: Says that it ends.\n",
  "src/com/acme/ci/own/Note.groovy": `package com.acme.ci.own

class Note implements Serializable {
    final String who

    Note(String who) {
        this.who = who
    }

    String line(String what, int count) {
        return who + ': ' + what + ' ' + count
    }
}
`,
};

/** A hook that prints a text. */
export const note = (what: string, more: object = {}) => ({ step: "noteWork", arguments: { what, ...more } });

/** The lines printed by hooks and by commands that begin with `work`, in order. */
export function said(log: string): string[] {
  return [...log.matchAll(/^((?:hook|work)\b.*)$/gm)].map(([, line = ""]) => line);
}
