import { posix } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean, oneOf } from "../../diagnostics/suggest.ts";
import { show } from "../../diagnostics/wording.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import { overlap, tidyFolder } from "../../model/folders.ts";
import type { SpecDocument, SpecPath } from "../../parse/document.ts";
import type { Candidates, Checked, StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";
import { type Arguments, checkArguments } from "./step-arguments.ts";

/** Custom stages and hooks call existing steps with valid arguments. The folder of own steps is not in the output folder. */
export const ownSteps: Rule = (specs) => {
  const found = [
    ...(specs.platform === null ? [] : checkFolder(specs.platform)),
    ...specs.services.flatMap(({ document, spec }) =>
      spec.stages.flatMap((stage, index) => [
        ...checkCustom(specs, document, stage, index),
        ...checkHooks(specs, document, stage, index),
      ]),
    ),
  ];
  // Reports a wrong default once, not for each stage that inherits it.
  const places = found.map(({ at, message }) => JSON.stringify([at, message]));
  return found.filter((_, index) => places.indexOf(places[index] ?? "") === index);
};

function checkCustom(specs: Candidates, document: SpecDocument, stage: StageSpec, index: number): Diagnostic[] {
  if (stage.kind !== "custom" || stage.step === undefined || specs.own.names === null) return [];
  const use = { path: ["stages", index], step: stage.step, arguments: stage.arguments ?? {} };
  return checkUse(specs, document, use, specs.platform?.spec.library.otherSteps ?? []);
}

function checkHooks(specs: Candidates, document: SpecDocument, stage: StageSpec, index: number): Diagnostic[] {
  return (["before", "after"] as const).flatMap((key) => {
    const hooks = stage[key] ?? [];
    if (hooks.length > 0 && specs.own.names === null) {
      const hint = "add library: { own: own } to the platform spec, and add the step to that folder";
      const message = `"${key}" calls the site's own steps, but library.own is missing`;
      return [finding("SW346", document.keySpan(["stages", index, key]), message, { hint })];
    }
    return hooks.flatMap(({ step, arguments: args = {} }, place) => {
      const use = { path: ["stages", index, key, place], step, arguments: args };
      return checkUse(specs, document, use, []);
    });
  });
}

function checkFolder({ document, spec }: Checked<PlatformSpec>): Diagnostic[] {
  const { own, otherSteps } = spec.library;
  if (own === undefined) {
    if (otherSteps === undefined) return [];
    const hint = { hint: "remove otherSteps: without library.own, a custom stage can call any step" };
    return [finding("SW346", document.keySpan(["library", "otherSteps"]), `"otherSteps" requires "own"`, hint)];
  }
  const written = posix.join(spec.pipelines.directory ?? defaults.pipelinesRepository.directory, "library");
  if (!overlap(tidyFolder(own), written)) return [];
  const message = `${show(own)} overlaps with the output folder ${written}/`;
  return [finding("SW347", document.valueSpan(["library", "own"]), message, { hint: "use another folder" })];
}

/** A step that a spec names, with the path of the mapping that names it. */
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
    const alternative = use.path.length > 2 ? "" : ", or to library.otherSteps";
    const hint = didYouMean(use.step, [...names, ...others]) ?? `add it to library.own${alternative}`;
    const message = `${show(use.step)} is not one of the site's own steps; ${oneOf([...names, ...others])}`;
    return [finding("SW601", document.valueSpan(at), message, { hint })];
  }
  const step = own.part?.steps.find(({ name }) => name === use.step);
  return step === undefined ? [] : checkArguments(document, use.path, step, use.arguments);
}
