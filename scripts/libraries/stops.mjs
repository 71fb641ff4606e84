// Why a variable or a Jenkinsfile stopped.

const kinds = [
  [/No such DSL method '([^']+)'/, (name) => ({ kind: "step", what: name })],
  [/The rehearsal does not have the class ([\w.$]*\w)\./, (name) => ({ kind: "class", what: name })],
  [/unable to resolve class ([\w.]+)/, (name) => ({ kind: "compile", what: name })],
  [/The rehearsal does not imitate the class (\S+)/, (name) => ({ kind: "class", what: name })],
  [/there is no known implementation with the name "([^"]+)"/, (name) => ({ kind: "class", what: name })],
  [/No such property: (rawBuild|Jenkins|scmVars)\b/, (name) => ({ kind: "object", what: name })],
  [/The global variable "(\w+)" is not supported/, (name) => ({ kind: "object", what: name })],
  [/JSON|JsonException/, () => ({ kind: "output", what: "" })],
  [/startup failed/, () => ({ kind: "compile", what: "" })],
  [/BUG!|StackOverflow/, () => ({ kind: "fault", what: "" })],
];

/** The kind of a stop: a step, class or object that the rehearsal does not have, a compile error, or the library's own check. */
export function stopOf(message) {
  for (const [pattern, make] of kinds) {
    const found = pattern.exec(message);
    if (found !== null) return { ...make(found[1]), message };
  }
  return { kind: "own", what: "", message };
}

/** The first line with content, without the Java type in front. */
export function firstLine(message) {
  const lines = message.split("\n").map((line) => line.trim());
  const useful = lines.filter((line) => line !== "" && !/startup failed:$/.test(line));
  return (useful[0] ?? "").replace(/^[\w.]+(Exception|Error): /, "");
}
