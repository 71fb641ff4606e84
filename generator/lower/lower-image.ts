import { engineNamed } from "../engines/index.ts";
import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import { imageHost } from "../model/image-address.ts";
import type { Base, ImageStage, StageBase } from "../model/service.ts";
import { ancestors } from "../spec/chains.ts";
import { commandKeys, dockerfileKeys } from "../spec/image-keys.ts";
import { hasArtifacts, type StageOf } from "../spec/specs.ts";
import type { StageContext } from "./lower-stage.ts";
import type { Section } from "./section.ts";

const fallback = defaults.imageStage;

/** Lowers an image stage: adds its own keys to those of all stages. */
export function lowerImage(
  base: StageBase,
  context: StageContext,
  spec: StageOf<"image">,
  section: Section,
): ImageStage {
  const stage = withoutForeignKeys(spec);
  return {
    ...base,
    kind: "image",
    engine: section.take("engine", stage.engine, ""),
    registry: section.take("registry", stage.image.registry, "", ["image", "registry"]),
    image: section.take("image", stage.image.name, "", ["image", "name"]),
    command: section.take<string | null>("command", stage.command, null),
    digestFrom: section.take<string | null>("digestFrom", stage.digestFrom, null),
    dockerfile: section.take("dockerfile", stage.dockerfile, fallback.dockerfile),
    context: section.take("context", stage.context, fallback.context),
    paths: section.take<readonly string[]>("paths", stage.paths, []),
    target: section.take<string | null>("target", stage.target, null),
    buildArguments: section.take("buildArguments", stage.buildArguments, {}),
    labels: section.take("labels", stage.labels, {}),
    tags: section.take<readonly string[]>("tags", stage.tags, fallback.tags),
    movingTags: section.take("movingTags", stage.movingTags, []),
    base:
      stage.base === undefined
        ? section.take("base", undefined, null)
        : lowerBaseImage(context.platform, stage.base, section.within("base")),
    secrets: section.take("secrets", stage.secrets, {}),
    cache: section.take<string | null>("cache", stage.cache, null),
    artifactsFrom: section.take("artifactsFrom", stage.artifactsFrom, nearestArtifacts(context)),
    platforms: section.take<readonly string[]>("platforms", stage.platforms, []),
    sbom: section.take<boolean>("sbom", stage.sbom, fallback.sbom),
    sign: section.take<boolean>("sign", stage.sign, fallback.sign),
    provenance: section.take<boolean>("provenance", stage.provenance, fallback.provenance),
    scan: section.take<string | null>("scan", stage.scan, null),
  };
}

/** Omits the keys that the engine does not read: they come from defaults for other engines. */
function withoutForeignKeys(stage: StageOf<"image">): StageOf<"image"> {
  const foreign: readonly string[] = engineNamed(stage.engine)?.pushesItself ? dockerfileKeys : commandKeys;
  return Object.fromEntries(Object.entries(stage).filter(([key]) => !foreign.includes(key))) as typeof stage;
}

/** The nearest preceding source stage with artifacts. */
function nearestArtifacts({ service, stage }: StageContext): string | null {
  const before = ancestors(service.stages, stage) ?? [];
  return before.find(hasArtifacts)?.id ?? null;
}

function lowerBaseImage(platform: PlatformSpec, spec: { image: string; argument: string }, section: Section): Base {
  const host = imageHost(spec.image);
  const registry = Object.entries(platform.registries ?? {}).find(([, it]) => it.host === host);
  return {
    image: section.take("image", spec.image, ""),
    argument: section.take("argument", spec.argument, ""),
    registry: registry?.[0] ?? null,
  };
}
