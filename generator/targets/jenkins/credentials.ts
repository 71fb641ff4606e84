import { engineNamed } from "../../engines/index.ts";
import type { Binding } from "../../handoffs/handoff.ts";
import { handoffNamed } from "../../handoffs/index.ts";
import { isSsh } from "../../model/git-address.ts";
import type { CustomStage, SourceStage } from "../../model/service.ts";
import { imagesBefore, usesSigningKey } from "../../model/stages.ts";
import { sourceToolNamed } from "../../source-tools/index.ts";
import type { CredentialFacts } from "../facts.ts";
import { groupBy, onceFor } from "../model-lookup.ts";
import { pullLogin } from "../shared/build-settings.ts";
import type { PlannedFile } from "../target.ts";
import { branchSource } from "./branch-source.ts";
import type { JenkinsModel, JenkinsStage } from "./jenkins-model.ts";
import { homeOf } from "./jenkinsfile-home.ts";
import { allJobs, consumersOf, foldersOf, found, type Job, teamOf } from "./jobs-model.ts";

type Kind =
  | "GitLab personal access token"
  | "username and password"
  | "SSH user name and private key"
  | "secret file"
  | "secret text";

const KINDS: Readonly<Record<Binding["kind"], Kind>> = {
  usernamePassword: "username and password",
  sshUserPrivateKey: "SSH user name and private key",
  file: "secret file",
  string: "secret text",
};

interface Use {
  readonly id: string | null;
  readonly kind: Kind;
  readonly rights: string;
}

interface Entry {
  readonly id: string;
  readonly kind: Kind;
  readonly folder: string;
  readonly rights: Set<string>;
  readonly users: Set<string>;
}

/** Plans credentials.md: the required credentials, their folders and rights, and the jobs that may copy artifacts. */
export function planCredentials(model: JenkinsModel): PlannedFile[] {
  const jobs = allJobs(model);
  return [
    {
      path: "jenkins/credentials.md",
      template: "jenkins/site/credentials.md.hbs",
      shard: "site",
      view: {
        specFile: model.specFile,
        credentials: credentialRows(model),
        folders: folders(jobs),
        permitted: model.site.authorization !== "none",
        approvals: approvals(model, jobs),
        copies: jobs
          .map((job) => ({ job: job.path, consumers: consumersOf(job) }))
          .filter(({ consumers }) => consumers.length > 0),
      },
    },
  ];
}

/** Every credential in the generated files, with its folder and the stages that use it. */
export const credentialRows = onceFor((model: JenkinsModel): CredentialFacts[] => {
  const jobs = allJobs(model);
  const merged = new Map<string, Entry>();
  const add = ({ id, kind, rights }: Use, jobFolder: string, user: string) => {
    if (id === null) return;
    // The credential of the pipelines repository is for all folders, so other uses of it find it there.
    const folder = id === model.pipelines.credentials ? "/" : jobFolder;
    const key = JSON.stringify([id, kind, folder]);
    const entry = merged.get(key) ?? { id, kind, folder, rights: new Set(), users: new Set() };
    entry.rights.add(rights);
    entry.users.add(user);
    merged.set(key, entry);
  };
  const everywhere = jobs.every((job) => homeOf(model, job).of === "pipelines");
  add(
    { id: model.pipelines.credentials, kind: kindFor(model.pipelines.git), rights: "read the pipelines repository" },
    "/",
    everywhere ? "all jobs, the library" : "jobs whose Jenkinsfile is there, the library",
  );
  for (const job of jobs) {
    for (const stage of job.stages) {
      const user = `${job.service.name}: ${stage.id}`;
      for (const use of usesOf(model, job, stage)) add(use, `/${foldersOf(job).at(-1) ?? ""}`, user);
    }
  }
  return [...merged.values()]
    .map((entry) => ({ ...entry, rights: [...entry.rights].join("; "), users: [...entry.users].join(", ") }))
    .sort((one, other) => compare(one.folder, other.folder) || compare(one.id, other.id));
});

function usesOf(model: JenkinsModel, job: Job, stage: JenkinsStage): Use[] {
  const { site } = model;
  const { service } = job;
  const home = homeOf(model, job);
  const common: Use[] = [
    { id: home.of === "team" ? home.credentials : null, kind: kindFor(home.git), rights: `read ${home.git}` },
    { id: site.statuses?.credentials ?? null, kind: "secret text", rights: "set commit statuses" },
    { id: teamOf(model, stage.owner).webhook, kind: "secret text", rights: "post to the team's chat (a URL)" },
    { id: site.caBundle, kind: "secret file", rights: "trusted certificates (PEM)" },
  ];
  const checkout: Use = {
    id: service.credentials,
    kind: kindFor(service.git),
    rights: `read ${service.git}`,
  };
  if (stage.kind === "source")
    return [checkout, ...hostApi(model, job), ...toolFiles(model, stage), ...secrets(stage), ...common];
  if (stage.kind === "image") return [checkout, ...registryUses(model, stage), ...engineFiles(model, stage), ...common];
  if (stage.kind === "custom") return [checkout, ...secrets(stage), ...common];
  const environment = found(
    model.environments.find(({ name }) => name === stage.environment),
    `environment ${stage.environment}`,
  );
  const phases = handoffNamed(environment.handoff)?.phases(model, environment) ?? [];
  const handedOver = phases.flatMap(({ credentials }) =>
    credentials.map(({ id, kind, rights }) => ({ id, kind: KINDS[kind], rights })),
  );
  return [checkout, ...verifyUses(model, service, stage, environment.requires), ...handedOver, ...common];
}

/** The credential with which a branch job finds branches and pull requests, if the site has its own for that. */
function hostApi(model: JenkinsModel, job: Job): Use[] {
  const { kind, server } = branchSource(model, job.service);
  if (job.kind !== "multibranch" || kind === "git") return [];
  const type = kind === "gitlab" ? "GitLab personal access token" : "username and password";
  return [{ id: model.site.git.credentials, kind: type, rights: `read branches and pull requests of ${server}` }];
}

/** The credentials of a stage's commands. */
function secrets(stage: SourceStage | CustomStage): Use[] {
  return stage.secrets.map(({ variable, kind, id }) => ({
    id,
    kind: KINDS[kind],
    rights: `commands read ${variable}`,
  }));
}

/** The kind of credential that git needs for an address. */
function kindFor(git: string): Kind {
  return isSsh(git) ? KINDS.sshUserPrivateKey : KINDS.usernamePassword;
}

function toolFiles({ site: { tools } }: JenkinsModel, stage: SourceStage): Use[] {
  return [stage, ...stage.also].map(({ tool }) => {
    const configuration = sourceToolNamed(tool)?.configuration ?? null;
    const id = configuration === null ? null : (tools.source[tool]?.[configuration.setting] ?? null);
    return { id, kind: "secret file", rights: configuration?.title ?? "" };
  });
}

function registryUses(model: JenkinsModel, stage: Extract<JenkinsStage, { kind: "image" }>): Use[] {
  const kind = "username and password";
  const registry = (name: string) =>
    found(
      model.registries.find((candidate) => candidate.name === name),
      `registry ${name}`,
    );
  const target = registry(stage.registry);
  const uses: Use[] = [{ id: target.push, kind, rights: `push ${stage.image} to ${target.host}` }];
  // Without `base`, the stage logs in to the registry of its image: the Dockerfile or the command may pull from it.
  const from = pullLogin(model.registries, registry(stage.base?.registry ?? stage.registry));
  const { tools } = model.site;
  const { cosign } = tools;
  if (cosign !== null && usesSigningKey(tools, stage)) {
    uses.push({ id: cosign.key, kind: "secret file", rights: "sign images: cosign's private key" });
    uses.push({ id: cosign.password, kind: "secret text", rights: "open cosign's private key" });
  }
  uses.push({ id: from.id, kind, rights: `pull from ${from.host}` });
  return uses;
}

/** The secret files of the stage's engine. */
function engineFiles({ engines }: JenkinsModel, { engine: name }: Extract<JenkinsStage, { kind: "image" }>): Use[] {
  const settings = engines.find((it) => it.name === name)?.settings ?? {};
  return Object.values(engineNamed(name)?.files ?? {}).map(({ setting, rights }) => ({
    ...{ id: settings[setting] === undefined ? null : String(settings[setting]) },
    ...{ kind: "secret file" as const, rights },
  }));
}

/** The logins of a deploy stage that verifies its images. */
function verifyUses(
  { registries }: JenkinsModel,
  { stages }: Job["service"],
  stage: JenkinsStage,
  requires: readonly string[],
): Use[] {
  const used = requires.length === 0 ? [] : imagesBefore(stages, stage).map(({ registry }) => registry);
  return registries
    .filter(({ name }) => used.includes(name))
    .map(({ pull, host }) => ({ id: pull, kind: "username and password", rights: `verify images of ${host}` }));
}

/** The owners of each folder, with its jobs. */
function folders(jobs: readonly Job[]) {
  const byFolder = [...groupBy(jobs, (job) => foldersOf(job).at(-1) ?? "")];
  return byFolder
    .sort(([one], [other]) => compare(one, other))
    .map(([name, inside]) => ({
      folder: `/${name}`,
      owners: [...new Set(inside.map((job) => job.owner))].join(", "),
    }));
}

/** The users who may start the jobs of protected environments, if the owner lists any. */
function approvals(model: JenkinsModel, jobs: readonly Job[]) {
  const isProtected = (name: string) => model.environments.some((it) => it.name === name && it.protected);
  return jobs.flatMap(({ path, stages }) => {
    const approvers = stages.flatMap((stage) =>
      stage.kind === "deploy" && isProtected(stage.environment) ? teamOf(model, stage.owner).approvers : [],
    );
    return approvers.length === 0 ? [] : [{ job: path, approvers: [...new Set(approvers)].join(", ") }];
  });
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
