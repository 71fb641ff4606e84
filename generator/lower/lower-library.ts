import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Release } from "../model/api.ts";
import type { OwnPart } from "../model/own.ts";
import type { Library } from "../model/platform.ts";
import type { Section } from "./section.ts";

/** Lowers the library; services use the current version unless the spec pins a released one. */
export function lowerLibrary(
  spec: PlatformSpec["library"],
  releases: readonly Release[],
  ownPart: OwnPart | null,
  section: Section,
): Library {
  return {
    name: section.take("name", spec.name, ""),
    package: section.take("package", spec.package, ""),
    version: section.take("version", spec.version, ""),
    pin: section.take("pin", spec.pin, `v${spec.version}`),
    git: section.take<string | null>("git", spec.git, null),
    releasesFolder: section.take("releasesFolder", spec.releases, defaults.library.releases, ["releases"]),
    releases,
    scope: section.take("scope", spec.scope, defaults.library.scope),
    deprecated: section.take<Library["deprecated"]>("deprecated", spec.deprecated, {}),
    own: section.take<string | null>("own", spec.own, null),
    ownPart,
    otherSteps: section.take("otherSteps", spec.otherSteps, []),
  };
}
