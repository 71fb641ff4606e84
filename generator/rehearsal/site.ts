import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasPods } from "../model/pod-security.ts";
import { requestLabels } from "../model/request-agents.ts";
import type { AgentConfig, ControllerConfig, InputAnswer, LibraryConfig } from "../rehearse/index.ts";
import type { GeneratedFile } from "../render/file.ts";
import { lockLabel } from "../targets/jenkins/casc.ts";
import type { JenkinsModel } from "../targets/jenkins/jenkins-model.ts";
import { homeOf } from "../targets/jenkins/jenkinsfile-home.ts";
import { allJobs } from "../targets/jenkins/jobs-model.ts";
import { below } from "../targets/output-places.ts";

/** Writes the generated files as Jenkins reads them: the pipelines repository, and the Jenkinsfiles of the teams' repositories. */
export async function writePipelines(
  model: JenkinsModel,
  files: readonly GeneratedFile[],
  folder: string,
): Promise<void> {
  const write = (path: string, content: string) => writeBelow(folder, path, content);
  for (const { path, content } of files) await write(below(model.pipelines.directory, path), content);
  for (const job of allJobs(model)) {
    const home = homeOf(model, job);
    if (home.of === "team") await write(home.path, contentOf(files, home.file));
  }
}

/** Writes the generated files of an application's repository, without its sources. Returns the folder. */
export async function writeApplication(
  model: JenkinsModel,
  files: readonly GeneratedFile[],
  service: string,
  folder: string,
): Promise<string> {
  for (const [path, content] of Object.entries(applicationFiles(model, files, service)))
    await writeBelow(folder, path, content);
  return folder;
}

async function writeBelow(folder: string, path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

/** The Jenkinsfile of a service in the application's repository, by its path there; empty if it is elsewhere. */
export function applicationFiles(
  model: JenkinsModel,
  files: readonly GeneratedFile[],
  service: string,
): Record<string, string> {
  const homes = allJobs(model)
    .filter((job) => job.service.name === service)
    .map((job) => homeOf(model, job))
    .filter(({ of }) => of === "application");
  return Object.fromEntries(homes.map(({ path, file }) => [path, contentOf(files, file)]));
}

function contentOf(files: readonly GeneratedFile[], path: string): string {
  return files.find((file) => file.path === path)?.content ?? "";
}

/** The configuration of the simulated controller that a site's specs describe, without credentials and answers. */
export function siteConfig(model: JenkinsModel, files: readonly GeneratedFile[], home: string): ControllerConfig {
  const pipelines = join(home, "pipelines");
  const output = (path: string) => join(pipelines, below(model.pipelines.directory, path));
  return {
    home: join(home, "jenkins"),
    pipelines,
    jobDsl: files.filter(({ path }) => path.startsWith("jenkins/jobs/")).map(({ path }) => output(path)),
    libraries: librariesOf(model, output("library")),
    agents: agentsOf(model),
    lockableResources: model.engines.flatMap(({ name, buildsAtOnce }) =>
      Array.from({ length: buildsAtOnce ?? 0 }, (_, index) => ({
        name: `${lockLabel(name)}-${index + 1}`,
        labels: [lockLabel(name)],
      })),
    ),
  };
}

function librariesOf({ library, teams }: JenkinsModel, root: string): readonly LibraryConfig[] {
  if (library.scope === "global") return [{ name: library.name, root, trusted: true }];
  return teams.map(({ folder }) => ({ name: library.name, root, trusted: false, folder: `/${folder}` }));
}

/** An agent for each label expression of the specs, on this machine. */
function agentsOf(model: JenkinsModel): readonly AgentConfig[] {
  const stages = model.services.flatMap((service) => service.stages.map(({ agent }) => agent.label));
  const { builds, images, delivery } = model.site.agents;
  const site = [model.site.agent, builds, ...requestLabels(model.site), images, delivery].map(({ label }) => label);
  const expressions = [...site, ...model.engines.map(({ agent }) => agent.label), ...stages];
  const labels = [...new Set(expressions)].filter((label) => label !== "");
  const agents = labels.map((label) => ({ name: label.replace(/[^\w.-]+/g, "-"), labels: namesIn(label) }));
  return hasPods(model) ? [...agents, { name: "pods", labels: [], kubernetes: true }] : agents;
}

/** The labels that an expression requires: `a && !b` requires only `a`. */
function namesIn(expression: string): string[] {
  return [...expression.matchAll(/(!\s*)?([\w.-]+)/g)]
    .filter(([, not]) => not === undefined)
    .map(([, , name]) => name ?? "");
}

/** Answers that grant every approval, each by as many people as it requires. */
export function grantAll(model: JenkinsModel, service: string): readonly InputAnswer[] {
  const stages = model.services.find(({ name }) => name === service)?.stages ?? [];
  const groups = [...new Set(stages.flatMap(({ approval }) => approval?.by ?? []))];
  const count = Math.max(1, ...stages.map(({ approval }) => approval?.count ?? 0));
  const people = Array.from({ length: count * stages.length }, (_, index) => `approver-${(index % count) + 1}`);
  return [...people.map((submitter) => ({ submitter, groups, once: true })), { submitter: "approver-1", groups }];
}
