import type { Model } from "../../model/model.ts";
import type { GithubOidc } from "../../model/platform.ts";
import { identityOf } from "../../model/registry-login.ts";
import type { RegistryLogin } from "../shared/phases.ts";

/** A login for which a step exchanges a token of its run. It is a setting of the step and no secret. */
export interface OidcLogin extends GithubOidc {
  readonly host: string;
  /** The variables that the script reads. */
  readonly user: string;
  readonly password: string;
  /** Whether the login only pulls, if the provider can limit it so. */
  readonly pulls: boolean;
}

/** The model with the identity of a registry in place of its credentials. */
export function withIdentities(model: Model): Model {
  if (model.registries.every(({ githubOidc }) => githubOidc === null)) return model;
  const registries = model.registries.map((registry) => {
    if (registry.githubOidc === null) return registry;
    const identity = identityOf(registry.githubOidc);
    return { ...registry, pull: identity, push: identity };
  });
  return { ...model, registries };
}

/** How a run logs in at a registry without a secret; nothing for a registry with credentials. */
export function oidcLogin({ registries }: Model, { host, user, password }: RegistryLogin): OidcLogin[] {
  const { githubOidc = null } = registries.find((it) => it.host === host) ?? {};
  return githubOidc === null ? [] : [{ host, user, password, pulls: user === "BASE_USER", ...githubOidc }];
}

/** The audience of the tokens that the provider of an identity accepts. */
export function audienceOf({ aws, google }: GithubOidc): string {
  if (aws !== undefined) return "sts.amazonaws.com";
  return google === undefined
    ? "api://AzureADTokenExchange"
    : `https://iam.googleapis.com/${google.workloadIdentityProvider}`;
}
