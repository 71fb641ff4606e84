import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { CredentialFacts } from "../facts.ts";
import { groupBy } from "../model-lookup.ts";
import { specPlace } from "../spec-place.ts";
import { branchSource } from "./branch-source.ts";
import { credentialRows } from "./credentials.ts";
import type { JenkinsModel, JenkinsService } from "./jenkins-model.ts";

/** A branch job of a repository that is not public can read the API of its host, and an ID is that of one kind of credential. */
export function checkCredentials(model: JenkinsModel): Diagnostic[] {
  return [...model.services.flatMap((service) => checkHost(model, service)), ...checkKinds(model)];
}

function checkHost(model: JenkinsModel, service: JenkinsService): Diagnostic[] {
  if (service.job !== "multibranch" || service.credentials === null) return [];
  const { kind, credentials, sshKey } = branchSource(model, service);
  if (kind === "git" || credentials !== null) return [];
  const token = kind === "gitlab" ? "a GitLab personal access token" : "a user name and a token";
  const has = sshKey === null ? "a user name and a password" : "an SSH key";
  const message = `the API of ${kind} needs ${token}, and ${show(service.credentials)} is ${has}: the branch job finds nothing in a private repository`;
  const hint = `in the platform spec, add site: { git: { credentials: git-api } }, with the ID of ${token}`;
  return [finding("SW381", specPlace(model, `services/${service.name}/credentials`), message, { hint })];
}

/** Jenkins finds a credential by its ID, and ignores one of another kind. */
function checkKinds(model: JenkinsModel): Diagnostic[] {
  const byPlace = groupBy(credentialRows(model), ({ folder, id }) => JSON.stringify([folder, id]));
  return [...byPlace.values()].flatMap((rows) => {
    const [one, other] = rows.filter(({ kind }) => !(isToken(kind) && rows.some((it) => isLogin(it.kind))));
    if (one === undefined || other === undefined) return [];
    const message = `the credential ${show(one.id)} in the folder ${one.folder} would be of two kinds: ${one.kind} (${one.rights}), and ${other.kind} (${other.rights})`;
    const place = specPlace(model, pathOf(model, one));
    return [finding("SW382", place, message, { hint: "create a credential with another ID for one of them" })];
  });
}

/** For Jenkins, a token of GitLab is a user name and password, too. */
function isToken(kind: string): boolean {
  return kind === "GitLab personal access token";
}

function isLogin(kind: string): boolean {
  return kind === "username and password";
}

/** The keys that can have the ID, those of the platform first. */
function pathOf(model: JenkinsModel, { id }: CredentialFacts): string {
  const { git, statuses } = model.site;
  const service = model.services.find(({ credentials }) => credentials === id);
  if (statuses?.credentials === id) return "site/statuses/credentials";
  if (git.credentials === id) return "site/git/credentials";
  if (model.pipelines.credentials === id) return "pipelines/credentials";
  return service === undefined ? "site" : `services/${service.name}/credentials`;
}
