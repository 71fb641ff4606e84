import { posix } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import type { SpecDocument, SpecPath } from "../../parse/document.ts";
import { didYouMean, oneOf, show } from "../names.ts";
import type { Candidates, Checked } from "../specs.ts";
import type { Rule } from "./rule.ts";
import { type Arguments, checkArguments } from "./step-arguments.ts";

/** Custom stages call steps that there are, with the arguments that they take; the site's own steps lie beside what is written. */
export const ownSteps: Rule = (specs) => [
  ...(specs.platform === null ? [] : checkFolder(specs.platform)),
  ...(specs.own.names === null
    ? []
    : specs.services.flatMap(({ document, spec }) =>
        spec.stages.flatMap((stage, index) => {
          if (stage.kind !== "custom" || stage.step === undefined) return [];
          const use = { path: ["stages", index], step: stage.step, arguments: stage.arguments ?? {} };
          return checkUse(specs, document, use, specs.platform?.spec.library.otherSteps ?? []);
        }),
      )),
];

function checkFolder({ document, spec }: Checked<PlatformSpec>): Diagnostic[] {
  const { own, otherSteps } = spec.library;
  if (own === undefined) {
    if (otherSteps === undefined) return [];
    const hint = { hint: "leave it out: without own, a custom stage may call any step" };
    return [finding("SW306", document.keySpan(["library", "otherSteps"]), `"otherSteps" goes with "own"`, hint)];
  }
  const folder = `${posix.normalize(own).replace(/\/$/, "")}/`;
  const written = `${posix.join(spec.pipelines.directory ?? defaults["pipelines repository"].directory, "library")}/`;
  if (!folder.startsWith(written) && !written.startsWith(folder) && folder !== "./") return [];
  const message = `${show(own)} is where the library is written, to ${written}`;
  return [finding("SW306", document.valueSpan(["library", "own"]), message, { hint: "name another folder: own" })];
}

/** A step that a spec names, with the path of the mapping that does. */
interface Use {
  readonly path: SpecPath;
  readonly step: string;
  readonly arguments: Arguments;
}

function checkUse({ own }: Candidates, document: SpecDocument, use: Use, others: readonly string[]): Diagnostic[] {
  const at = [...use.path, "step"];
  const names = own.names ?? [];
  if (others.includes(use.step)) return [];
  if (!names.includes(use.step)) {
    const hint = didYouMean(use.step, [...names, ...others]) ?? "add it to library.own, or to library.otherSteps";
    const message = `${show(use.step)} is not a step of the site's own; ${oneOf([...names, ...others])}`;
    return [finding("SW601", document.valueSpan(at), message, { hint })];
  }
  const step = own.part?.steps.find(({ name }) => name === use.step);
  return step === undefined ? [] : checkArguments(document, use.path, step, use.arguments);
}
