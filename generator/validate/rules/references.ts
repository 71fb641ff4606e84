import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { buildsOf, type Candidates, type Checked, type StageSpec } from "../../spec/specs.ts";
import { knownNames } from "./known.ts";
import { type Rule, unknownName } from "./rule.ts";

/** Owners, engines, registries, environments, JDKs and stages that services name are defined. */
export const references: Rule = (specs) => specs.services.flatMap((service) => checkService(specs, service));

function checkService(specs: Candidates, service: Checked<ServiceSpec>): Diagnostic[] {
  const { document, spec } = service;
  const ids = spec.stages.map(({ id }) => id);
  const branches = (spec.branches ?? []).flatMap(({ through }, index) =>
    ids.includes(through)
      ? []
      : [unknownName(document.valueSpan(["branches", index, "through"]), through, "a stage of this service", ids)],
  );
  return [...spec.stages.flatMap((stage, index) => checkStage(specs, service, stage, index)), ...branches];
}

function checkStage(
  specs: Candidates,
  { document, spec }: Checked<ServiceSpec>,
  stage: StageSpec,
  index: number,
): Diagnostic[] {
  const check = (
    keys: readonly (string | number)[],
    name: string | undefined,
    noun: string,
    known: readonly string[] | null,
    hint?: string,
  ) =>
    name === undefined || known === null || known.includes(name)
      ? []
      : [unknownName(document.valueSpan(["stages", index, ...keys]), name, noun, known, hint)];
  const owner = check(["owner"], stage.owner, "a team", knownNames(specs, "teams"));
  if (stage.kind === "source") {
    const jdks = knownNames(specs, "site", "tools", "jdks");
    return [
      ...owner,
      ...buildsOf(stage).flatMap(({ build, keys }) =>
        check([...keys, "jdk"], build.jdk, "a JDK in site.tools.jdks", jdks, jdkHint(build.jdk)),
      ),
    ];
  }
  const others = spec.stages.filter((it) => it !== stage).map(({ id }) => id);
  const needs = (stage.needs ?? []).flatMap((id, place) =>
    check(["needs", place], id, "another stage of this service", others),
  );
  const found = [...owner, ...needs];
  const defined = (keys: readonly string[], name: string, noun: string, section: PlatformSection) =>
    check(keys, name, noun, knownNames(specs, section), inPlatform(section, name));
  if (stage.kind === "deploy")
    return [...found, ...defined(["environment"], stage.environment, "an environment", "environments")];
  const sources = spec.stages.filter(({ kind }) => kind === "source").map(({ id }) => id);
  const artifacts = check(["artifactsFrom"], stage.artifactsFrom, "a source stage of this service", sources);
  if (stage.kind === "custom") return [...found, ...artifacts];
  return [
    ...found,
    ...artifacts,
    ...defined(["engine"], stage.engine, "an engine of this platform", "engines"),
    ...defined(["image", "registry"], stage.image.registry, "a registry", "registries"),
  ];
}

type PlatformSection = "environments" | "engines" | "registries";

function inPlatform(section: PlatformSection, name: string): string {
  return `add ${section}.${name} to the platform spec, or name one that it defines`;
}

function jdkHint(name: string | undefined): string {
  return `add '${name}': /PATH/TO/JDK to site.tools.jdks in the platform spec, or remove jdk to use the agent's JDK`;
}
