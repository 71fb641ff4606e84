import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Library } from "../model/platform.ts";
import type { Section } from "./section.ts";

/** The library; services use the version that is built unless the spec names a released one. */
export function lowerLibrary(spec: PlatformSpec["library"], section: Section): Library {
  return {
    name: section.take("name", spec.name, ""),
    package: section.take("package", spec.package, ""),
    version: section.take("version", spec.version, ""),
    pin: section.take("pin", spec.pin, `v${spec.version}`),
    git: section.take<string | null>("git", spec.git, null),
  };
}
