import { findCalls } from "../../../generator/api/consumers/calls.ts";
import { type Token, tokenize } from "../../../generator/api/consumers/tokens.ts";
import { resolveOwners } from "../codeowners.ts";
import type { Configuration } from "./configuration.ts";
import { blockAt, textAt } from "./job-dsl.ts";

/** The rule that stopped an attempt; null if the rule allows it. */
export type Stop = string | null;

/** A rule of Jenkins, of a plugin, of the git host or of the generated library. A stopped attempt reports its name. */
const stop = (rule: string, passes: boolean): Stop => (passes ? null : rule);

/**
 * A group has a permission on an item only if the nearest folder with a non-inheriting matrix grants it.
 * plugins.jenkins.io/matrix-auth ("Inheritance strategy: do not inherit"); Job/Configure implies Run/Replay:
 * ReplayAction.REPLAY in workflow-cps is impliedBy Item.CONFIGURE.
 */
export function permission(configuration: Configuration, group: string, wanted: string, item: string): Stop {
  const folder = item.slice(0, item.lastIndexOf("/"));
  const matrix = blockAt(configuration.folder(folder), "properties", "authorizationMatrix");
  // A folder without a matrix uses the site's, which usually allows this for all signed-in users.
  if (matrix === undefined || blockAt(matrix, "inheritanceStrategy", "nonInheriting") === undefined) return null;
  const entries = blockAt(matrix, "entries")?.body ?? [];
  const held = entries
    .filter((it) => textAt(it, "name") === group)
    .flatMap((it) => blockAt(it, "permissions")?.texts ?? []);
  const implied = wanted === "Run/Replay" ? [wanted, "Job/Configure"] : [wanted];
  return stop(
    `matrix-auth: ${wanted} on ${folder}`,
    implied.some((it) => held.includes(it)),
  );
}

/** "Restart from Stage" needs Job/Build, and is not available with disableRestartFromStage(): jenkins.io/doc/book/pipeline/running-pipelines. */
export function restartFromStage(configuration: Configuration, group: string, job: string): Stop {
  const disabled = jenkinsfile(configuration, job).includes("disableRestartFromStage()");
  return (
    permission(configuration, group, "Job/Build", job) ??
    stop("pipeline-model-definition: disableRestartFromStage", !disabled)
  );
}

/** Only the users and groups in `submitter` can answer an input step: jenkins.io/doc/pipeline/steps/pipeline-input-step. */
export function inputSubmitter(configuration: Configuration, job: string, person: string): Stop {
  const by = argumentOf(configuration, job, "approveStage", "by");
  const asks = /submitter: given\.by\.join\(','\)/.test(configuration.file("library/vars/approveStage.groovy"));
  return stop("pipeline-input-step: submitter", by === null || !asks || by.some(({ text }) => text === person));
}

/** The library: with notAuthor, the author of the change and the users who started a run cannot approve it. */
export function anothersApproval(configuration: Configuration, job: string): Stop {
  const notAuthor = argumentOf(configuration, job, "approveStage", "notAuthor")?.[0]?.text === "true";
  const step = configuration.file("library/vars/approveStage.groovy");
  const checks =
    /objection = Approval\.objection\(answer\.APPROVER, by, authors\)\s+if \(objection\) \{\s+error\(/.test(step);
  return stop("approveStage: its author does not approve it", !notAuthor || !checks);
}

/** The library: a guarded stage only accepts an approval of its own run. A skipped approval is not valid. */
export function approvedInThisRun(configuration: Configuration, job: string): Stop {
  const guarded = argumentOf(configuration, job, "deployRelease", "guarded")?.[0]?.text === "true";
  const approval = configuration.file("library/src/com/acme/ci/Approval.groovy");
  const checks =
    /approved = approval\.run == runOf\(steps\) && [\s\S]*?if \(given\.guarded && !approved\) \{\s+steps\.error\(/.test(
      approval,
    );
  return stop("Approval: the stage was not approved in this run", !guarded || !checks);
}

/** A job gets only the parameters that it declares: jenkins.io/security/advisory/2016-05-11 (SECURITY-170). */
export function declaredParameter(configuration: Configuration, job: string, name: string): Stop {
  const parameters = blockAt(configuration.job(job), "parameters")?.body ?? [];
  return stop(
    "core, SECURITY-170: an undeclared parameter is dropped",
    parameters.some(({ texts }) => texts[0] === name),
  );
}

/** Files that nothing reads have no effect. */
export function readParameter(configuration: Configuration, job: string, name: string): Stop {
  return stop("Jenkinsfile: the parameter is not read", jenkinsfile(configuration, job).includes(`params.${name}`));
}

/** Jobs in a folder and its subfolders can use the folder's credentials: docs.cloudbees.com, "Injecting secrets", and cloudbees-folder's FolderCredentialsProvider. */
export function credentialInFolder(configuration: Configuration, id: string, job: string): Stop {
  const rows = configuration.file("jenkins/credentials.md").matchAll(/^\| `(\/[^`]*)` \| `([^`]+)` \|/gm);
  const folders = [...rows].filter(([, , name]) => name === id).map(([, folder = ""]) => folder.replace(/\/$/, ""));
  return stop(
    "credentials: a folder's are for its own jobs",
    folders.some((folder) => job.startsWith(`${folder}/`)),
  );
}

/** In production mode, only the jobs that a job lists can copy its artifacts: plugins.jenkins.io/copyartifact, "Permission to copy artifact". */
export function copyArtifactPermission(configuration: Configuration, producer: string, consumer: string): Stop {
  const listed = textAt(configuration.job(producer), "properties", "copyArtifactPermission", "projectNames") ?? "";
  return stop("copyartifact: the producer lists who may copy", listed.split(",").includes(consumer));
}

/** A protected branch accepts a change of owned files only with a review of their owners: docs.github.com, "Require review from Code Owners". */
export function review(configuration: Configuration, reviewer: string, path: string): Stop {
  const required = resolveOwners(configuration.file("CODEOWNERS"), `out/${path}`, "github");
  return stop(
    "CODEOWNERS: another team's review is required",
    required.every((owners) => owners.includes(reviewer)),
  );
}

/**
 * "Pipeline script from SCM" comes from the repository in the job's definition, so anyone who can push there can change
 * it: jenkins.io/doc/book/pipeline/getting-started.
 */
export function pushed(configuration: Configuration, repository: string, job: string): Stop {
  const read = textAt(configuration.job(job), "definition", "cpsScm", "scm", "git", "remote", "url");
  return stop("workflow-job: the definition names another repository", read === repository);
}

/** The seed job runs the scripts below one folder that the manifest of the jobs lists with their hashes. */
export function seeded(configuration: Configuration, path: string): Stop {
  const below = /index\(\$2, "([^"]*)"\) == 1/.exec(configuration.file("jenkins/seed.groovy"))?.[1];
  return stop("job-dsl: no target of the seed", below !== undefined && path.startsWith(below));
}

/** The build step runs as SYSTEM unless a site installs Authorize Project: jenkins.io/doc/book/security/build-authorization. */
export function startedAsSystem(): Stop {
  return null;
}

/** The library: only builds that a user started can deploy to a protected environment. `getBuildCauses`: pipeline-api's RunWrapper. */
export function startedByPerson(configuration: Configuration, environment: string, cause: "person" | "job"): Stop {
  const step = configuration.file("library/vars/deployRelease.groovy");
  const guards =
    /if \(target\['protected'\] && given\.upstream && !given\.guarded &&\s+!currentBuild\.getBuildCauses\('hudson\.model\.Cause\$UserIdCause'\)\) \{\s+error\(/;
  const site = configuration.file("library/src/com/acme/ci/Site.groovy");
  const isProtected = new RegExp(`\\b${environment}: \\[\\s*'?protected'?: true`).test(site);
  return stop(
    "deployRelease: a person starts a protected environment's job",
    cause === "person" || !guards.test(step) || !isProtected,
  );
}

/** The record comes only from the job in the Jenkinsfile: `copyArtifacts` with a constant project and `specific(n)`. */
export function upstreamIsOpen(configuration: Configuration, job: string): Stop {
  const value = argumentOf(configuration, job, "deployRelease", "upstream");
  return stop("Jenkinsfile: the upstream job is a constant", value?.[0]?.kind !== "text");
}

/** The library: rejects a record of another service. */
export function recordOfService(configuration: Configuration, of: string, service: string): Stop {
  const checks = /if \(\(given\.renamed\[record\.service\] \?: record\.service\) != given\.service\) \{\s+return /.test(
    configuration.file("library/src/com/acme/ci/RecordReader.groovy"),
  );
  return stop("Record: it is of another service", of === service || !checks);
}

/** A fork's pull request runs the target branch's Jenkinsfile unless forks are trusted: plugins.jenkins.io/gitea, "Discover pull requests from forks". */
export function forkIsTrusted(configuration: Configuration, project: string): Stop {
  const trust =
    JSON.stringify(configuration.job(project)).match(/(gitea|gitHub|gitLab|bitbucket)Trust\w+/)?.[0] ?? "none";
  return stop("branch source: a fork's Jenkinsfile is not trusted", !/Nobody$|^none$/.test(trust));
}

function jenkinsfile(configuration: Configuration, job: string): string {
  const path = textAt(configuration.job(job), "definition", "cpsScm", "scriptPath") ?? "";
  return configuration.file(path.replace(/^out\//, ""));
}

/** The argument of a step in a job's Jenkinsfile; null if there is none. */
function argumentOf(
  configuration: Configuration,
  job: string,
  step: string,
  argument: string,
): readonly Token[] | null {
  const call = findCalls(tokenize(jenkinsfile(configuration, job))).find(({ name }) => name.text === step);
  return call?.arguments.find(({ name }) => name?.text === argument)?.value ?? null;
}
