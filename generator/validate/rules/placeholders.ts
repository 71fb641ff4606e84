import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean, oneOf } from "../../diagnostics/suggest.ts";
import { show } from "../../diagnostics/wording.ts";
import type { SpecDocument, SpecPath } from "../../parse/document.ts";
import type { Rule } from "./rule.ts";

const common = ["build", "commit", "branch", "tag"];
const ofVersion = [...common, "project", "describe"];
const ofImage = ["version", ...common];

/** Patterns contain only known placeholders, and the text between them is valid in a tag or path. */
export const placeholders: Rule = ({ platform, services }) => [
  ...Object.entries(platform?.spec.environments ?? {}).flatMap(([name, environment]) => {
    const check = (path: SpecPath, pattern: string | undefined) =>
      platform === null
        ? []
        : checkPattern(platform.document, ["environments", name, ...path], pattern, ["service", "environment"]);
    return [...check(["namespace"], environment?.namespace), ...check(["gitops", "path"], environment?.gitops?.path)];
  }),
  ...services.flatMap(({ document, spec }) => [
    ...checkTag(document, ["version"], spec.version, ofVersion),
    ...(spec.branches ?? []).flatMap(({ version }, index) =>
      checkTag(document, ["branches", index, "version"], version, ofVersion),
    ),
    ...spec.stages.flatMap((stage, index) => {
      if (stage.kind !== "image") return [];
      const check = (key: "tags" | "movingTags") =>
        (stage[key] ?? []).flatMap((tag, place) => checkTag(document, ["stages", index, key, place], tag, ofImage));
      const checkValues = (key: "labels" | "buildArguments") =>
        Object.entries(stage[key] ?? {}).flatMap(([name, value]) =>
          checkNames(document, ["stages", index, key, name], value, ofImage),
        );
      return [...check("tags"), ...check("movingTags"), ...checkValues("labels"), ...checkValues("buildArguments")];
    }),
  ]),
];

/** Whether a tag, with its version filled in, has no unknown placeholder and no brace without its partner. */
export function hasKnownPlaceholders(tag: string): boolean {
  return !/[{}]/.test(ofVersion.reduce((rest, name) => rest.replaceAll(`{${name}}`, ""), tag));
}

/** A version becomes an image tag, so the text between the placeholders must be valid in a tag. */
function checkTag(
  document: SpecDocument,
  path: SpecPath,
  pattern: string | undefined,
  known: readonly string[],
): Diagnostic[] {
  const found = checkPattern(document, path, pattern, known);
  const plain = (pattern ?? "").replaceAll(/\{[^{}]*\}/g, "");
  if (found.length > 0 || /^[A-Za-z0-9_.-]*$/.test(plain)) {
    return found.length > 0 || !/^[.-]/.test(pattern ?? "") ? found : [wrongTag(document, path, pattern)];
  }
  return [wrongTag(document, path, pattern)];
}

function wrongTag(document: SpecDocument, path: SpecPath, pattern: string | undefined): Diagnostic {
  const message = `${show(pattern)} is not a valid image tag: use letters, digits, \`_\`, \`.\` and \`-\`; do not start with \`.\` or \`-\``;
  return finding("SW205", document.valueSpan(path), message, { hint: "for example 1.2.{build}" });
}

function checkPattern(
  document: SpecDocument,
  path: SpecPath,
  pattern: string | undefined,
  known: readonly string[],
): Diagnostic[] {
  if (pattern === undefined) return [];
  if (/[{}]/.test(pattern.replaceAll(/\{[^{}]*\}/g, ""))) {
    return [
      finding("SW307", document.valueSpan(path), `${show(pattern)} contains an unmatched brace`, {
        hint: "write placeholders as {name}",
      }),
    ];
  }
  return unknown(document, path, pattern.matchAll(/\{([^{}]*)\}/g), known);
}

/** A value of the user can be any text, such as JSON: only a word in braces is a placeholder. */
function checkNames(document: SpecDocument, path: SpecPath, value: string, known: readonly string[]): Diagnostic[] {
  return unknown(document, path, value.matchAll(/\{([A-Za-z]+)\}/g), known);
}

function unknown(
  document: SpecDocument,
  path: SpecPath,
  placeholders: Iterable<RegExpMatchArray>,
  known: readonly string[],
): Diagnostic[] {
  const span = document.valueSpan(path);
  return [...placeholders]
    .map((match) => match[1] ?? "")
    .filter((name) => !known.includes(name))
    .map((name) => {
      const hint = didYouMean(name, known);
      const message = `"{${name}}" is not a placeholder for this key; ${oneOf(known.map((it) => `{${it}}`))}`;
      return finding("SW307", span, message, hint === undefined ? {} : { hint });
    });
}
