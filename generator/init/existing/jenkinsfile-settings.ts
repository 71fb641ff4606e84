import { type Call, findCalls } from "../../api/consumers/calls.ts";
import type { Existing, Fact } from "./facts.ts";
import type { Script } from "./script.ts";

const MINUTES: Readonly<Record<string, number>> = { SECONDS: 1 / 60, MINUTES: 1, HOURS: 60, DAYS: 1440 };
const ADDRESS = /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/;

/** The settings in a call: triggers, limits, reports, artifacts and contacts; null if the call is about something else. */
export function readSettings(script: Script, call: Call): Existing | null {
  const reader = call.receiver === null ? READERS[call.name.text] : undefined;
  const facts = reader?.(script, call) ?? null;
  if (facts === null) return null;
  const word = call.name.text;
  if (word === "tools") return { facts, leftovers: toolLeftovers(script, call) };
  if (facts.length > 0) return { facts, leftovers: [] };
  const other = word === "timeout" && timeOf(script, call) !== null ? LIMIT : NO_CONSTANT;
  return { facts, leftovers: [{ construct: word, where: script.where(call.name), instead: other }] };
}

const NO_CONSTANT = "it has no constant value that a spec can contain: set the value in the specs";
const LIMIT =
  "it limits only a part of the pipeline: set `timeout` of the stage that does this work, or `sonar.timeout`";

/** Steps that do the work of a source stage. */
const WORK = ["sh", "bat", "powershell", "pwsh"];

/** More patterns are not what people write. */
const MOST_PATTERNS = 100;

type Reader = (script: Script, call: Call) => Fact[] | null;

const READERS: Readonly<Record<string, Reader>> = {
  cron: (script, call) => textOf(script, call, "cron"),
  pollSCM: (script, call) => textOf(script, call, "poll"),
  githubPush: (script, { name }) => [{ key: "webhook", value: true, where: script.where(name) }],
  timeout: (script, call) => {
    const minutes = timeOf(script, call);
    return minutes !== null && limitsBuild(script, call)
      ? [{ key: "timeout", value: minutes, where: script.where(call.name) }]
      : [];
  },
  logRotator: (script, call) => {
    const where = script.where(call.name);
    const number = (name: string) => Number(script.named(call, name) ?? "");
    const [builds, days] = [number("numToKeepStr"), number("daysToKeepStr")];
    return [
      ...(builds > 0 ? [{ key: "keepBuilds", value: builds, where } as const] : []),
      ...(days > 0 ? [{ key: "keepDays", value: days, where } as const] : []),
    ];
  },
  junit: (script, call) => patternsOf(script, call, "testResults", "tests"),
  archiveArtifacts: (script, call) => patternsOf(script, call, "artifacts", "artifacts"),
  mail: (script, call) => addressOf(script, call),
  emailext: (script, call) => addressOf(script, call),
  tools: () => [],
};

function timeOf(script: Script, call: Call): number | null {
  const time = Number(script.named(call, "time") ?? script.first(call)?.text ?? "");
  const minutes = Math.ceil(time * (MINUTES[script.named(call, "unit") ?? "MINUTES"] ?? Number.NaN));
  return Number.isInteger(minutes) && minutes > 0 ? minutes : null;
}

/** Whether a limit is one of the build: of the whole pipeline, or of a block that runs commands and waits for no one. */
function limitsBuild(script: Script, call: Call): boolean {
  if (!call.block) return !script.around(call).includes("stage");
  const names = findCalls(script.bodyOf(call)).map(({ name }) => name.text);
  return WORK.some((it) => names.includes(it)) && !names.includes("waitForQualityGate") && !names.includes("input");
}

function textOf(script: Script, call: Call, key: "cron" | "poll"): Fact[] {
  const text = script.first(call);
  return text?.constant && text.text.trim() !== ""
    ? [{ key, value: text.text.trim(), where: script.where(call.name) }]
    : [];
}

/** The Ant patterns of an argument, which Jenkins splits at commas. */
function patternsOf(script: Script, call: Call, argument: string, key: "tests" | "artifacts"): Fact[] {
  const text = script.named(call, argument) ?? (script.first(call)?.constant ? script.first(call)?.text : null) ?? "";
  const patterns = text.split(",").flatMap((it) => (it.trim() === "" ? [] : [it.trim().replace(/^\.\//, "")]));
  return patterns.length === 0 || patterns.length > MOST_PATTERNS
    ? []
    : [{ key, value: patterns, where: script.where(call.name) }];
}

/** A single constant address; null for others, which stay in the report. */
function addressOf(script: Script, call: Call): Fact[] | null {
  const to = script.named(call, "to") ?? "";
  return ADDRESS.test(to) ? [{ key: "mail", value: to, where: script.where(call.name) }] : null;
}

/** `tools { jdk 'jdk-17' }`: the names of tools are known to the old Jenkins only. */
function toolLeftovers(script: Script, block: Call): Existing["leftovers"] {
  return findCalls(script.bodyOf(block)).map((call) => {
    const version = /(?:^|[^\d.])(8|11|17|21|25)(?![\d])/.exec(script.first(call)?.text ?? "")?.[1];
    const jdk = version === undefined ? "jdk" : `jdk: '${version}'`;
    return {
      construct: `the tool ${call.name.text}`,
      where: script.where(call.name),
      instead:
        call.name.text === "jdk"
          ? `set the folder of the JDK in \`site.tools.jdks\`, and \`${jdk}\` on the stage`
          : "the stage uses the wrapper of the repository or the program of the agent; `toolImage` sets an image with the tool",
    };
  });
}
