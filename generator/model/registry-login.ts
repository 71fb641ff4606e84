import type { Model } from "./model.ts";
import type { GithubOidc } from "./platform.ts";

/** The registries of each provider of identities. A host in the form of another provider would get the login of this one. */
export const CLOUDS = {
  aws: {
    pattern: /^[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
    form: "ACCOUNT.dkr.ecr.REGION.amazonaws.com, and .cn after it for China",
  },
  google: { pattern: /^[a-z0-9-]+-docker\.pkg\.dev$/, form: "LOCATION-docker.pkg.dev" },
  azure: { pattern: /^[a-z0-9-]+\.azurecr\.io$/, form: "NAME.azurecr.io" },
} as const;

/** Whether a host is a registry of one of these providers: none of them accepts a push without a login. */
export function isInCloud(host: string): boolean {
  return Object.values(CLOUDS).some(({ pattern }) => pattern.test(host));
}

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
