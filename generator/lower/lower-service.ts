import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { Parameter, Service, Topology, VersionRule } from "../model/service.ts";
import { sparseFolders } from "../source-tools/sparse-folders.ts";
import { kindOf, patternOf } from "../spec/branch-rule.ts";
import { ancestors } from "../spec/chains.ts";
import { firstOfJob } from "../spec/job-split.ts";
import { type StageSpec, sourceBuilds } from "../spec/specs.ts";
import { lowerStage } from "./lower-stage.ts";
import type { Section } from "./section.ts";

const fallback = defaults.service;

/** Lowers a service: fills in defaults and sorts the stages so that each follows the stages that it needs. */
export function lowerService(platform: PlatformSpec, spec: ServiceSpec, specFile: string, section: Section): Service {
  const topology = platform.topology ?? defaults.platform.topology;
  const jobsIn = (other: Topology) =>
    new Set(spec.stages.map((stage) => firstOfJob(platform, { ...spec, topology: other }, stage))).size;
  return {
    name: section.take("name", spec.service, "", ["service"]),
    previousNames: section.take("previousNames", spec.previousNames, []),
    specFile,
    git: section.take("git", spec.git, ""),
    credentials: section.take<string | null>("credentials", spec.credentials, null),
    branch: section.take("branch", spec.branch, fallback.branch),
    port: section.take<number | null>("port", spec.port, null),
    job: section.take("job", spec.job, fallback.job),
    jenkinsfile: section.take("jenkinsfile", spec.jenkinsfile, fallback.jenkinsfile),
    topology: section.take("topology", spec.topology, topology),
    jobsIn: { "per-stage": jobsIn("per-stage"), "per-team": jobsIn("per-team"), combined: jobsIn("combined") },
    pin: section.take("pin", spec.pin, platform.library.pin ?? `v${platform.library.version}`),
    version: section.take("version", spec.version, fallback.version),
    versions: lowerVersions(spec, section),
    versionFile: section.take<string | null>("versionFile", spec.versionFile, null),
    checkout: lowerCheckout(spec, section.within("checkout")),
    triggers: lowerTriggers(spec.triggers ?? {}, section.within("triggers")),
    parameters: lowerParameters(spec.parameters ?? [], section.within("parameters")),
    stages: sortByNeeds(spec.stages).map((stage) => {
      const index = spec.stages.indexOf(stage);
      return lowerStage({ platform, service: spec, stage }, section.within(`stages/${stage.id}`, ["stages", index]));
    }),
  };
}

/** The rules up to the last one with a version: a rule without one decides for its commits, too. */
function lowerVersions(spec: ServiceSpec, section: Section): VersionRule[] {
  // Findings about what a rule reaches point to it.
  const rules = section.take("branches", spec.branches, []);
  const last = rules.findLastIndex(({ version }) => version !== undefined);
  return rules.slice(0, last + 1).map((rule, index) => {
    const within = section.within(`versions/${index}`, ["branches", index]);
    return {
      kind: kindOf(rule) ?? "pullRequest",
      pattern: patternOf(rule),
      version: within.take("version", rule.version, spec.version ?? fallback.version),
    };
  });
}

function lowerCheckout({ checkout: spec = {}, stages }: ServiceSpec, section: Section): Service["checkout"] {
  const standard = defaults.checkout;
  const listed = section.take<readonly string[]>("sparse", spec.sparse, []);
  return {
    submodules: section.take<boolean>("submodules", spec.submodules, standard.submodules),
    lfs: section.take<boolean>("lfs", spec.lfs, standard.lfs),
    depth: section.take<number | null>("depth", spec.depth, null),
    clean: section.take<boolean>("clean", spec.clean, standard.clean),
    sparse: listed.length === 0 ? [] : sparseFolders(listed, sourceBuilds(stages)),
  };
}

function lowerTriggers(spec: NonNullable<ServiceSpec["triggers"]>, section: Section): Service["triggers"] {
  return {
    poll: section.take<string | null>("poll", spec.poll, null),
    cron: section.take<string | null>("cron", spec.cron, null),
    webhook: section.take<boolean>("webhook", spec.webhook, defaults.triggers.webhook),
    comment: section.take<string | null>("comment", spec.comment, null),
    label: section.take<string | null>("label", spec.label, null),
  };
}

function lowerParameters(list: NonNullable<ServiceSpec["parameters"]>, section: Section): Parameter[] {
  return list.map((it, index) => lowerParameter(it, section.within(it.name, [index])));
}

function lowerParameter(spec: NonNullable<ServiceSpec["parameters"]>[number], section: Section): Parameter {
  const first = spec.kind === "boolean" ? "false" : (spec.choices?.[0] ?? "");
  const value = spec.default === undefined ? undefined : String(spec.default);
  return {
    name: section.take("name", spec.name, ""),
    kind: section.take("kind", spec.kind, "text"),
    default: section.take("default", value, first),
    choices: section.take("choices", spec.choices, []),
    description: section.take("description", spec.description, ""),
  };
}

/** Sorts stages so that each follows the stages that it needs; otherwise keeps the order of the spec. */
function sortByNeeds(stages: readonly StageSpec[]): StageSpec[] {
  const rest = [...stages];
  const done: StageSpec[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex((stage) => (ancestors(stages, stage) ?? []).every((it) => done.includes(it)));
    done.push(...rest.splice(Math.max(next, 0), 1));
  }
  return done;
}
