/** A kind of error, and how to fix it. */
interface Remedy {
  readonly pattern: RegExp;
  /** What to print instead of the message; missing to print the message. */
  readonly message?: (match: RegExpExecArray) => string;
  readonly fix: string;
}

const remedies: readonly Remedy[] = [
  {
    pattern: /^No such DSL method '([^']+)' found among steps/,
    message: ([, step]) => `The step ${step} is not known.`,
    fix: 'write a stub in the folder of --stubs: NAME.groovy with "def call(Map given) { … }"',
  },
  {
    pattern: /^input: no configured answer matches "([^"]*)" of (\S+)/,
    message: ([, text, job]) => `No one answers the request for approval "${text?.split("\n")[0]}" of ${job}.`,
    fix: "in a scenario, add an answer to approvals, or remove the key to grant all; with --jenkinsfile, write a stub in the folder of --stubs: input.groovy",
  },
  {
    pattern: /^The rehearsal does not have the class (\S+?)\.(?= |$)/,
    fix: "write a class with this name in the folder of --stubs, such as src/hudson/model/Run.groovy, or use a step instead of the class",
  },
  {
    pattern: /^The rehearsal (?:does not imitate the class \S+|imitates "(?:step|wrap)" only)/,
    fix: "write a stub for the step in the folder of --stubs: step.groovy or wrap.groovy",
  },
  {
    pattern: /Library \S+ not found: no library with the name/,
    fix: "add the folder of the library: --library FOLDER, in the order in which the Jenkinsfile names the libraries",
  },
  {
    pattern: /^No such property: rawBuild/,
    fix: "the rehearsal has no objects of Jenkins itself: use env or currentBuild, or move the code to a step and write a stub for it",
  },
  {
    pattern: /^No tool named (\S+) found/,
    fix: "write a stub in the folder of --stubs: tool.groovy, which returns the folder of the tool",
  },
  {
    pattern: /wound up catching/,
    fix: "code that runs without CPS calls a step or a CPS method: use a loop instead of the closure, or move the call out of the @NonCPS method",
  },
  {
    pattern: /^The program could not be saved: .*NotSerializableException: (\S+)/,
    message: ([, type]) =>
      `The program could not be saved: a local variable holds a ${type}, which is not serializable.`,
    fix: "use the object only in a @NonCPS method that returns plain data, or set the variable to null before the next step",
  },
  {
    pattern: /Scripts not permitted to use|scripts not permitted to use/,
    fix: "use a step instead, or ask an administrator to approve the signature (In-process Script Approval)",
  },
  {
    pattern: /^Required context class hudson\.FilePath is missing/,
    fix: "call the step inside node, or give the stage an agent",
  },
  {
    pattern:
      /^Could not find credentials|^CredentialId .* could not be found|credentials? .*(?:not found|does not exist|no credential)/i,
    fix: "create the credential in the folder of the job; in a rehearsal, add it to the file of --credentials, or to the credentials of the scenario file",
  },
  {
    pattern: /^The global variable .* is not supported/,
    fix: "the runner does not imitate this variable: call the tool with sh",
  },
];

/** The message of an error for its reader, and how to fix it; null if no general advice exists. */
export function advise(message: string): { readonly message: string; readonly fix: string | null } {
  for (const remedy of remedies) {
    const match = remedy.pattern.exec(message);
    if (match !== null) return { message: remedy.message?.(match) ?? message, fix: remedy.fix };
  }
  return { message, fix: null };
}
