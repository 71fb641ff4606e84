import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { GithubOidc, Registry } from "../model/platform.ts";
import type { Section } from "./section.ts";

/** Lowers the registries, in the order of the spec. */
export function lowerRegistries(registries: NonNullable<PlatformSpec["registries"]>, section: Section): Registry[] {
  return Object.entries(registries).map(([name, spec]) => {
    const registry = section.within(name);
    const { credentials = {} } = spec;
    return {
      name,
      host: registry.take("host", spec.host, ""),
      insecure: registry.take<boolean>("insecure", spec.insecure, defaults.registry.insecure),
      pull: registry.take<string | null>("pull", credentials.pull, null, ["credentials", "pull"]),
      push: registry.take<string | null>("push", credentials.push, null, ["credentials", "push"]),
      githubOidc: registry.take<GithubOidc | null>("githubOidc", spec.githubOidc, null),
      mirror: registry.take<string | null>("mirror", spec.mirror, null),
    };
  });
}
