import { posix } from "node:path";
import type { Model } from "../model/model.ts";
import { sourceToolNamed } from "../source-tools/index.ts";
import { environmentsOf, PLACEHOLDER, releaseTeam } from "./environments.ts";
import type { Taken } from "./existing/index.ts";
import type { Application, Dockerfile, Findings } from "./inspect-repository.ts";
import type { Names } from "./proposal.ts";
import { type TargetProposal, targetProposal } from "./target-proposals.ts";
import { yamlLine, yamlText } from "./yaml-text.ts";

/** Longest id of a stage of a service. A cluster also limits the name of its pipeline. */
function longestId(service: string, { longestPipeline }: TargetProposal): number {
  return Math.min(40, longestPipeline - service.length - 1);
}

/** A command that fails with its reason, for an application without a known build file. */
const NO_COMMAND = "echo 'set the command in this spec that builds the application'; exit 1";

interface ProposedStage {
  readonly value: Readonly<Record<string, unknown>>;
  /** Comments before the stage. */
  readonly notes: readonly string[];
}

/** What a proposed service depends on, in addition to the application and the names. */
export interface Context {
  readonly target: Model["target"];
  /** The values of the old pipeline. */
  readonly taken: Taken;
}

/** Proposes a spec for each application, by the path of its file. */
export function proposeServices(
  found: Findings,
  names: Names,
  context: Context,
  folder = "services",
): [string, string][] {
  return found.applications.map((it) => [posix.join(folder, `${it.service}.yaml`), service(found, it, names, context)]);
}

function service(found: Findings, application: Application, names: Names, { target, taken }: Context): string {
  const { git, jenkinsfile, submodules, lfs } = found;
  const own = targetProposal(target);
  const branch = taken.branch ?? found.branch;
  const triggers = triggersOf(target, taken);
  const checkout = { ...(submodules ? { submodules } : {}), ...(lfs ? { lfs } : {}) };
  const special = Object.keys(checkout).length > 0;
  const { service: name, because, dockerfiles } = application;
  // Without an engine and a registry, the site can neither build an image nor deploy one.
  const buildsImages = names.engine !== null && names.registry !== null;
  const unchanged = found.applications.length > 1 && target === "jenkins" ? pathsNote(application) : [];
  const built = images(application, names, taken, longestId(name, own));
  const later = buildsImages
    ? [...built.map((it) => ({ ...it, notes: [...it.notes, ...unchanged] })), ...deploy(names, taken)]
    : [];
  const stages = [source(application, names, taken, own.sonar), ...(dockerfiles.length === 0 ? [] : later)];
  const last = stages.length === 1 ? "its artifacts" : (names.environments.at(-1) ?? "its image");
  const text = yamlText(
    {
      service: name,
      git,
      ...(branch === "main" ? {} : { branch }),
      ...(taken.credentials === undefined ? {} : { credentials: taken.credentials }),
      ...(special ? { checkout } : {}),
      ...(triggers === null ? {} : { triggers }),
      ...(taken.parameters === undefined ? {} : { parameters: taken.parameters }),
      stages: stages.map(({ value }) => value),
    },
    {
      top: [
        `The pipeline of ${name}, from a commit to ${last}. Created by stagewright init.`,
        because === null
          ? "init found no build file: set the command that builds the application."
          : `The tool is ${application.tool}, because the repository has a ${because}.`,
        ...(jenkinsfile ? [own.jenkinsfile] : []),
      ],
      oneLine: [
        ...(special ? ["checkout"] : []),
        ...(triggers === null ? [] : ["triggers"]),
        ...(taken.parameters ?? []).map((_, index) => `parameters.${index}`),
        ...stages.map((_, index) => `stages.${index}`),
      ],
      before: Object.fromEntries(
        stages.flatMap(({ notes }, index) => (notes.length === 0 ? [] : [[`stages.${index}`, notes]])),
      ),
      after: {
        ...(special ? { checkout: "because of .gitmodules or .gitattributes" } : {}),
        ...(triggers !== null && "poll" in triggers
          ? { triggers: "or webhook: true, if the git host notifies Jenkins" }
          : {}),
      },
      apart: [],
    },
  );
  if (dockerfiles.length > 0 || later.length === 0) return text;
  const missing = later.map(({ value }) => `  # - ${yamlLine(value)}\n`).join("");
  return `${text}  # init found no Dockerfile. After you add one, add these stages:\n${missing}`;
}

/** Jenkins polls, if the old pipeline does not start in another way. Elsewhere, each push starts a run, and the check says what has no place. */
function triggersOf(target: Model["target"], { poll, cron, webhook }: Taken): object | null {
  const old = Object.entries({ poll, cron, webhook }).filter(([, value]) => value !== undefined);
  if (target !== "jenkins") return old.length === 0 ? null : Object.fromEntries(old);
  const push = webhook === true ? { webhook } : { poll: poll ?? "H/5 * * * *" };
  return { ...push, ...(cron === undefined ? {} : { cron }) };
}

function source(application: Application, { team }: Names, taken: Taken, analyze: string): ProposedStage {
  const { tool, because, directory, lacks, sonar } = application;
  const analysis = `The repository has a sonar-project.properties. To analyze each build, ${analyze}.`;
  const command = taken.command ?? application.command;
  const args = taken.arguments ?? application.arguments;
  const artifacts = [...new Set([...application.artifacts, ...(taken.artifacts ?? [])])];
  const value = {
    ...{ id: "build", kind: "source", owner: team, tool },
    ...(directory === "." ? {} : { directory }),
    ...(sourceToolNamed(tool)?.runsCommand ? { command: command ?? NO_COMMAND } : {}),
    ...(taken.toolImage === undefined ? {} : { toolImage: taken.toolImage }),
    ...(args.length > 0 ? { arguments: args } : {}),
    ...(taken.variables === undefined ? {} : { environment: Object.fromEntries(taken.variables) }),
    ...(artifacts.length > 0 ? { artifacts } : {}),
    ...(application.also.length > 0 ? { also: application.also } : {}),
    ...(taken.tests === undefined ? {} : { tests: taken.tests }),
    ...(taken.timeout === undefined ? {} : { timeout: taken.timeout }),
  };
  const incomplete = because === null && command === null;
  const note = incomplete ? "Replace the command: this one only fails." : (lacks ?? (sonar ? analysis : null));
  return { value, notes: note === null ? [] : [note] };
}

/** Proposes a stage for each Dockerfile; without one, a stage for a Dockerfile in the root folder. */
function images(
  { service: name, dockerfiles }: Application,
  names: Names,
  taken: Taken,
  longest: number,
): ProposedStage[] {
  const standard: Dockerfile = { path: "Dockerfile", context: ".", base: null, argument: null };
  const all = dockerfiles.length === 0 ? [standard] : dockerfiles;
  const old = all.length === 1 ? taken : {};
  const suffixes = suffixesOf(
    all.map(({ path }) => folderOf(path)),
    longest,
  );
  return all.map((dockerfile, index) => {
    const { path, context } = dockerfile;
    const suffix = suffixes[index] ?? "";
    const value = {
      ...{ id: `image${suffix}`, kind: "image", owner: names.imageTeam, engine: names.engine },
      image: { registry: names.registry, name: imageName(names, old) ?? `${names.images}/${name}${suffix}` },
      ...(path === "Dockerfile" && old.dockerfile === undefined ? {} : { dockerfile: old.dockerfile ?? path }),
      ...(context === "." ? {} : { context }),
    };
    const note = baseNote(dockerfile);
    return { value, notes: note === null ? [] : [note] };
  });
}

/** The name in the old pipeline. One that no registry had, such as `web` of `docker build -t web`, is below the proposed folder. */
function imageName({ images }: Names, { image, registry }: Taken): string | null {
  if (image === undefined) return null;
  return image.includes("/") || registry !== undefined ? image : `${images}/${image}`;
}

/** How to skip the image if its files did not change. Which files are in it, only the builds of the applications decide. */
function pathsNote({ directory }: Application): string[] {
  const folder = /^[\w./-]+$/.test(directory) ? directory : "FOLDER";
  return [
    "Each commit builds this image, because init does not know which other folders its build reads. To build it only after a change,",
    `set paths: ['${folder}/**'], and add all other files that it contains: shared modules, and lock or parent files above.`,
  ];
}

/** How to pin the base: the Dockerfile must take it from a build argument. */
function baseNote({ base, argument }: Dockerfile): string | null {
  const key = (name: string) => `base: { image: 'IMAGE@sha256:…', argument: ${name} }`;
  if (argument !== null)
    return `The base image comes from the build argument ${argument}. To pin it, set ${key(argument)}.`;
  if (base === null) return null;
  return `The base image is ${base}. To pin it, write ARG BASE and FROM $BASE in the Dockerfile, and set ${key("BASE")}.`;
}

/** The folder that names the image of a Dockerfile: `services/order` for `services/order/ci/Dockerfile`. */
function folderOf(dockerfile: string): string {
  const folder = posix.dirname(dockerfile);
  return GENERAL.includes(posix.basename(folder)) && folder.includes("/") ? folderOf(folder) : folder;
}

/** Names of folders that say nothing about their application. */
const GENERAL = ["ci", "docker", "build", "deploy", "devops", "src", "app"];

/** Ends of the ids, unique and short enough; empty for a single image. */
function suffixesOf(places: readonly string[], longest: number): string[] {
  if (places.length === 1) return [""];
  const seen = new Set<string>();
  const folders = places.map((it) => posix.basename(it));
  return places.map((place, index) => {
    const folder = folders[index] ?? "";
    // `api` for `apps/api`, unless another folder has this name, too.
    const plain = (folders.indexOf(folder) === folders.lastIndexOf(folder) ? folder : place)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-+|-+$/g, "");
    const short = plain.slice(0, longest - "image-".length - 4).replace(/-+$/, "");
    const end = short === "" ? `${index + 1}` : short;
    const unique = seen.has(end) ? `${end}-${index + 1}` : end;
    seen.add(unique);
    return `-${unique}`;
  });
}

/** Each deployment to a protected environment waits for an approval, and belongs to another team than the source. */
function deploy({ team, environments }: Names, taken: Taken): ProposedStage[] {
  const gates = new Map(environmentsOf(taken).flatMap((it) => (it.protected ? [[it.name, it.approvers]] : [])));
  return environments.map((environment) => {
    const approvers = gates.get(environment);
    const approval = { by: approvers?.length ? approvers : [PLACEHOLDER] };
    return {
      value: {
        ...{ id: environment, kind: "deploy", owner: approvers === undefined ? team : releaseTeam(team), environment },
        ...(approvers === undefined ? {} : { approval }),
      },
      notes: approvers?.length === 0 ? [`Replace ${PLACEHOLDER} by the users or groups who approve a release.`] : [],
    };
  });
}
