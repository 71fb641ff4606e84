import type { Service } from "../../model/service.ts";

/** The rules for versions as the programs of all targets read them: `{ branch: "release/*", version: "…" }`. */
export function versionRules({ versions }: Service): Record<string, string | boolean>[] {
  return versions.map(({ kind, pattern, version }) => ({ [kind]: kind === "pullRequest" || pattern, version }));
}
