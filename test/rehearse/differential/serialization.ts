import { type Difference, onAgent } from "./difference.ts";

const entry = /NotSerializableException: java\.util\.LinkedHashMap\$/;

/** Values that a pipeline cannot keep while an asynchronous step runs, without any restart. */
export const serialization: readonly Difference[] = [
  {
    input: "a loop over a map around sleep",
    script: "for (e in [a: 1, b: 2]) { sleep(time: 1, unit: 'MILLISECONDS') }",
    result: "FAILURE",
    error: entry,
  },
  {
    input: "a loop over a map around sh",
    script: onAgent("for (e in [a: 1]) { sh 'true' }"),
    result: "FAILURE",
    error: entry,
  },
  {
    input: "a loop over an object of readJSON",
    script: `def j = readJSON(text: '{"a": 1}')\nfor (e in j) { sleep(time: 1, unit: 'MILLISECONDS') }`,
    result: "FAILURE",
    error: /NotSerializableException/,
  },
  {
    input: "a loop over params",
    script: "for (e in params) { sleep(time: 1, unit: 'MILLISECONDS') }",
    job: { parameters: [{ name: "P", kind: "string", default: "p" }] },
    result: "FAILURE",
    error: /NotSerializableException/,
  },
  {
    input: "a loop over a map with steps that do not wait",
    script: "for (e in [a: 1, b: 2]) { echo e.key }",
    log: ["\na\n", "\nb\n"],
  },
  {
    input: "a loop over the entry set of a map",
    script: "for (e in [a: 1, b: 2].entrySet()) { sleep(time: 1, unit: 'MILLISECONDS')\necho e.key }",
    log: ["\na\n", "\nb\n"],
  },
  {
    input: "each over a map",
    script: "[a: 1, b: 2].each { k, v -> sleep(time: 1, unit: 'MILLISECONDS')\necho k }",
    log: ["\na\n", "\nb\n"],
  },
  {
    input: "each over a range",
    script: "(1..2).each { sleep(time: 1, unit: 'MILLISECONDS') }",
    result: "FAILURE",
    error: /NotSerializableException: groovy\.lang\.IntRange/,
  },
  {
    input: "a matcher across readFile, which Jenkins runs in the background",
    script: onAgent("writeFile file: 'f', text: 'x'\ndef m = 'a' =~ /a/\nreadFile 'f'\necho m.toString()"),
    result: "FAILURE",
    error: /NotSerializableException/,
  },
  {
    input: "a loop over a range",
    script: "for (i in 1..2) { sleep(time: 1, unit: 'MILLISECONDS') }",
    result: "FAILURE",
    error: /NotSerializableException: groovy\.lang\.IntRange/,
  },
  {
    input: "a matcher across a step that waits",
    script: "def m = 'a' =~ /a/\nsleep(time: 1, unit: 'MILLISECONDS')\necho m.toString()",
    result: "FAILURE",
    error: /NotSerializableException: java\.util\.regex\.Matcher/,
  },
  {
    input: "a matcher across a step that waits, caught by the script",
    script: `def m = 'a' =~ /a/
try { sleep(time: 1, unit: 'MILLISECONDS') } catch (java.io.NotSerializableException e) { m = null\necho 'caught' }`,
    log: "\ncaught\n",
  },
  {
    input: "a matcher across a step that does not wait",
    script: "def m = 'a' =~ /a/\necho 'x'\necho '' + m.matches()",
    log: "\ntrue\n",
  },
  {
    input: "the parts of split() across a restart",
    script: "for (x in 'a,b'.split(',')) { sleep(time: 1, unit: 'MILLISECONDS')\necho x }",
    given: { restart: "every-step" },
    log: ["\na\n", "\nb\n"],
  },
];
