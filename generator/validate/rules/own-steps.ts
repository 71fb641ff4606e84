import { posix } from "node:path";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean, oneOf, show } from "../../diagnostics/wording.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import { overlap, tidyFolder } from "../../model/folders.ts";
import type { SpecDocument, SpecPath } from "../../parse/document.ts";
import type { Candidates, Checked, StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";
import { type Arguments, checkArguments } from "./step-arguments.ts";

/** Custom stages and hooks call steps that there are, with the arguments that they take; the site's own lie beside what is written. */
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
  // A default is found fault with once, not for each stage that it is given to.
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
      const hint = "add library: { own: own }, and the step to that folder";
      const message = `"${key}" calls steps of the site's own, and it has none`;
      return [finding("SW306", document.keySpan(["stages", index, key]), message, { hint })];
    }
    return hooks.flatMap(({ step, arguments: given = {} }, place) => {
      const use = { path: ["stages", index, key, place], step, arguments: given };
      return checkUse(specs, document, use, []);
    });
  });
}

function checkFolder({ document, spec }: Checked<PlatformSpec>): Diagnostic[] {
  const { own, otherSteps } = spec.library;
  if (own === undefined) {
    if (otherSteps === undefined) return [];
    const hint = { hint: "leave it out: without own, a custom stage may call any step" };
    return [finding("SW306", document.keySpan(["library", "otherSteps"]), `"otherSteps" goes with "own"`, hint)];
  }
  const written = posix.join(spec.pipelines.directory ?? defaults["pipelines repository"].directory, "library");
  if (!overlap(tidyFolder(own), written)) return [];
  const message = `${show(own)} is where the library is written, to ${written}/`;
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
    const elsewhere = use.path.length > 2 ? "" : ", or to library.otherSteps";
    const hint = didYouMean(use.step, [...names, ...others]) ?? `add it to library.own${elsewhere}`;
    const message = `${show(use.step)} is not a step of the site's own; ${oneOf([...names, ...others])}`;
    return [finding("SW601", document.valueSpan(at), message, { hint })];
  }
  const step = own.part?.steps.find(({ name }) => name === use.step);
  return step === undefined ? [] : checkArguments(document, use.path, step, use.arguments);
}
