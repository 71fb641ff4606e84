// Reads the table of mutations in test/mutations/: for each attack of SECURITY.md, how to remove its defense from the sources,
// and the test that must then fail.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** All rows of the table, in the order of the files. */
export function readMutations(root) {
  const folder = join(root, "test/mutations");
  const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return files.sort().flatMap((name) => parse(readFileSync(join(folder, name), "utf8")));
}

/** Why a mutation cannot be applied to the sources; null if each of its texts occurs exactly once. */
export function problemOf(root, { remove }) {
  for (const { file, text, replacement } of remove) {
    const count = contentOf(root, file).split(text).length - 1;
    if (count !== 1) return `${file} contains the text ${count} times, not once: ${text}`;
    if (text === replacement) return `${file}: the replacement is the same text`;
  }
  return null;
}

/** The changed files of a mutation, by path. */
export function mutatedFiles(root, { remove }) {
  const files = new Map();
  for (const { file, text, replacement = "" } of remove) {
    const before = files.get(file) ?? contentOf(root, file);
    files.set(
      file,
      before.replace(text, () => replacement),
    );
  }
  return files;
}

function contentOf(root, file) {
  return readFileSync(join(root, file), "utf8");
}

/**
 * What a JSON report of vitest says about a test: "passed", "failed" if an assertion failed, or "broken" if the test did not
 * run or failed for another reason.
 */
export function verdictOf(report, name) {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = tests.filter(({ fullName, status }) => fullName.includes(name) && status !== "skipped");
  const failed = named.filter(({ status }) => status === "failed");
  if (named.length === 0) return "broken";
  if (failed.length === 0) return named.every(({ status }) => status === "passed") ? "passed" : "broken";
  return failed.some(({ failureMessages }) => failureMessages.some(isAssertion)) ? "failed" : "broken";
}

/** Whether an error comes from an assertion: some of them, such as that of `rejects`, are plain errors of vitest. */
function isAssertion(message) {
  const place = message.split("\n").find((line) => /^\s+at /.test(line)) ?? "";
  return message.startsWith("AssertionError") || place.includes("@vitest/expect/");
}

/** The first line of the first failure in a report; empty if there is none. */
export function reasonOf({ testResults }) {
  const messages = testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap((it) => it.failureMessages ?? []),
  );
  return (messages[0] ?? "").split("\n")[0].slice(0, 120);
}
