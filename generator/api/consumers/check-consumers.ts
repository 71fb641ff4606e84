import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { SourceText } from "../../input.ts";
import type { Api } from "../../model/api.ts";
import { type Call, findCalls } from "./calls.ts";
import { checkCall } from "./check-call.ts";
import { readScope, type Scope } from "./scope.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Receivers through which a script can call a step. */
const RECEIVERS = new Set(["this", "steps", "script"]);

/** The result of checking Jenkinsfiles. */
export interface ConsumersCheck {
  readonly diagnostics: readonly Diagnostic[];
  /** The number of files that load the library; other files are not checked. */
  readonly checked: number;
}

/** Checks the calls in Jenkinsfiles against the library's API; `others` are further steps that the site has. */
export function checkConsumers(files: readonly SourceText[], api: Api, others: readonly string[]): ConsumersCheck {
  const found = files.map((file) => checkFile(file, api, others)).filter((it) => it !== null);
  return { diagnostics: found.flat(), checked: found.length };
}

/** Null if the file does not load the library. */
function checkFile({ path, text }: SourceText, api: Api, others: readonly string[]): Diagnostic[] | null {
  const tokens = tokenize(text);
  const scope = readScope(tokens, api.library, others);
  if (!scope.loadsLibrary) return null;
  return findCalls(tokens).flatMap((call) => checkOne(path, call, api, scope));
}

function checkOne(path: string, call: Call, api: Api, scope: Scope): Diagnostic[] {
  const { name, receiver } = call;
  if (scope.own.has(name.text) && receiver === null) return [];
  const step = api.steps.find((it) => it.name === name.text);
  if (receiver !== null && !RECEIVERS.has(receiver)) return [];
  if (step !== undefined) return call.form === "name" ? [] : checkCall(path, call, step);
  return receiver === null ? unknownStep(path, call, api, scope) : [];
}

function unknownStep(path: string, { name, form }: Call, api: Api, scope: Scope): Diagnostic[] {
  if (scope.known.has(name.text) || form === "name" || /^\p{Lu}/u.test(name.text)) return [];
  const steps = api.steps.map((step) => step.name);
  const suggestion = didYouMean(name.text, steps);
  // Another library may define the step, but a name similar to one of this library is a typo.
  if (suggestion === undefined && scope.otherLibraries) return [];
  const hint = suggestion ?? `${api.library} has ${steps.join(", ")}; list steps of other plugins with --known`;
  return [at(path, name, "SW601", `"${name.text}" is not a step of ${api.library} or Jenkins`, hint)];
}

function at(file: string, { line, column, length }: Token, code: "SW601", message: string, hint: string): Diagnostic {
  return finding(code, { at: { file, line, column }, length }, message, { hint });
}
