import type { Model } from "./model.ts";
import type { GithubOidc } from "./platform.ts";

/** The name of an identity, for messages and pages. */
export function identityOf({ aws, google, azure }: GithubOidc): string {
  return aws?.role ?? google?.serviceAccount ?? azure?.clientId ?? "";
}

/** The credential or the identity with which a stage pushes to a registry; null for none. */
export function pushLoginOf({ registries }: Pick<Model, "registries">, name: string): string | null {
  const registry = registries.find((it) => it.name === name);
  if (registry === undefined) return null;
  return registry.push ?? (registry.githubOidc === null ? null : identityOf(registry.githubOidc));
}
