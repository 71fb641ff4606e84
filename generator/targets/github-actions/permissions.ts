import type { Model } from "../../model/model.ts";
import type { Stage } from "../../model/service.ts";
import { pullLogin } from "../shared/build-settings.ts";
import { registryOf } from "../shared/phases.ts";
import { hasOidc, phasesOf } from "./phases.ts";
import { hasOwnToken } from "./secrets.ts";

/** A permission of a job's token, and why the job needs it. */
export interface Permission {
  readonly scope: string;
  readonly access: "read" | "write";
  readonly because: string;
}

const contents: Permission = { scope: "contents", access: "read", because: "check out the application" };
/** The permission with which a job verifies the records of other stages. */
const verify: Permission = {
  scope: "attestations",
  access: "read",
  because: "verify the records of the stages before it",
};

const login: Permission = { scope: "id-token", access: "write", because: "log in to the registry as this workflow" };
const earlier: Permission = { scope: "actions", access: "read", because: "find an earlier run, and read its records" };

/** The permissions of the job that does a stage's work. */
export function workPermissions(model: Model, stage: Stage): Permission[] {
  const logins = hasOidc(phasesOf(model, stage)) ? [login] : [];
  return [...requestPermissions(model, stage), ...logins];
}

/** The permissions of the job that does the same for a pull request. */
export function requestPermissions(model: Model, stage: Stage): Permission[] {
  const deploys = stage.kind === "deploy" ? [earlier] : [];
  const verifies = [...deploys, ...(stage.needs.length === 0 ? [] : [verify])];
  return [...verifies, contents, ...packages(model, stage)];
}

/** The permissions of the job that shows the release which a user chose. */
export const showPermissions: readonly Permission[] = [{ ...earlier, because: "find the earlier run" }];

/** The permissions of the job that attests the record. */
export const sealPermissions: readonly Permission[] = [
  { scope: "attestations", access: "write", because: "store the attestation" },
  { scope: "id-token", access: "write", because: "sign the attestation as this workflow" },
];

/** The permissions that the caller grants a stage: those of all its jobs. */
export function stagePermissions(model: Model, stage: Stage): Permission[] {
  const sealed = sealPermissions.map(({ scope }) => scope);
  const work = workPermissions(model, stage).filter(({ scope }) => !sealed.includes(scope));
  return [...sealPermissions, ...work].sort((one, other) => (one.scope < other.scope ? -1 : 1));
}

function packages(model: Model, stage: Stage): Permission[] {
  if (stage.kind !== "image") return [];
  if (hasOwnToken(registryOf(model, stage.registry).host))
    return [{ scope: "packages", access: "write", because: "push the image" }];
  const base = pullLogin(model.registries, registryOf(model, stage.base?.registry ?? stage.registry));
  return hasOwnToken(base.host) ? [{ scope: "packages", access: "read", because: "pull the base image" }] : [];
}
