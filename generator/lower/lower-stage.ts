import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import { tidyFolder } from "../model/folders.ts";
import type { Agent } from "../model/platform.ts";
import type {
  Approval,
  CustomStage,
  DeployStage,
  Hook,
  SourceBuild,
  SourceStage,
  Stage,
  StageBase,
  When,
} from "../model/service.ts";
import { sortKeys } from "../model/sort-keys.ts";
import { usesJdk } from "../source-tools/index.ts";
import { parallelOf, upstreamsOf } from "../spec/chains.ts";
import { firstOfJob } from "../spec/job-split.ts";
import { reachOf } from "../spec/reach.ts";
import { type BuildSpec, type StageOf, type StageSpec, type WhenSpec, whenOf } from "../spec/specs.ts";
import { lowerImage } from "./lower-image.ts";
import { lowerReports, lowerSonar } from "./lower-reports.ts";
import { lowerSecrets } from "./lower-secrets.ts";
import { lowerServiceContainers } from "./lower-service-containers.ts";
import { lowerStageAgent } from "./lower-stage-agent.ts";
import type { Section } from "./section.ts";

/** A stage, with the specs that contain it. */
export interface StageContext {
  readonly platform: PlatformSpec;
  readonly service: ServiceSpec;
  readonly stage: StageSpec;
}

/** Lowers a stage: fills in defaults, finds the first stage of its job and its upstream and downstream stages. */
export function lowerStage(context: StageContext, section: Section): Stage {
  const { stage } = context;
  const base = lowerBase(context, section);
  if (stage.kind === "source") return lowerSource(base, stage, section);
  if (stage.kind === "image") return lowerImage(base, context, stage, section);
  if (stage.kind === "custom") return lowerCustom(base, stage, section);
  return {
    ...base,
    kind: "deploy",
    environment: section.take("environment", stage.environment, ""),
  } satisfies DeployStage;
}

function lowerBase(context: StageContext, section: Section): StageBase {
  const { platform, service, stage } = context;
  const engine = stage.kind === "image" ? platform.engines?.[stage.engine as keyof typeof platform.engines] : undefined;
  return {
    id: section.take("id", stage.id, ""),
    owner: section.take("owner", stage.owner, ""),
    previousIds: section.take("previousIds", stage.previousIds, []),
    previousOwners: section.take("previousOwners", stage.previousOwners, []),
    firstOfJob: firstOfJob(platform, service, stage).id,
    needs: upstreamsOf(service.stages, stage).map(({ id }) => id),
    downstream: service.stages.filter((it) => upstreamsOf(service.stages, it).includes(stage)).map(({ id }) => id),
    parallel: section.take<string | null>("parallel", parallelOf(stage), null),
    approval:
      stage.kind === "source" || stage.approval === undefined
        ? section.take("approval", undefined, null)
        : lowerApproval(platform, stage.owner, stage.approval, section.within("approval")),
    when: lowerWhen(whenOf(stage), section),
    wait: stage.kind === "source" ? false : section.take<boolean>("wait", stage.wait, false),
    reach: reachOf(platform, service, stage),
    agent: lowerStageAgent(
      stage.agent,
      engine?.agent?.label === undefined ? siteAgent(platform, stage) : { label: engine.agent.label },
      section,
    ),
    timeout: section.take<number>("timeout", stage.timeout, defaults.stage.timeout),
    waitTimeout: section.take<number>("waitTimeout", stage.waitTimeout, defaults.stage.waitTimeout),
    retries: section.take<number>("retries", stage.retries, defaults.stage.retries),
    unstable: section.take<"stop" | "continue">("unstable", stage.unstable, unstableByDefault(stage)),
    before: hooksOf(section.take("before", stage.before, [])),
    after: hooksOf(section.take("after", stage.after, [])),
  };
}

/** A stage that may fail does not stop the pipeline. */
function unstableByDefault(stage: StageSpec): "stop" | "continue" {
  return stage.kind === "custom" && stage.allowFailure === true ? "continue" : defaults.stage.unstable;
}

/** The site's agent for a kind of stage. */
function siteAgent({ site }: PlatformSpec, { kind }: StageSpec): Agent {
  const { builds, images, delivery } = site.agents ?? {};
  return { source: builds, custom: builds, image: images, deploy: delivery }[kind] ?? site.agent;
}

function hooksOf(specs: NonNullable<StageSpec["before"]>): Hook[] {
  return specs.map(({ step, arguments: values = {} }) => ({ step, arguments: sortKeys(values) }));
}

function lowerSource(base: StageBase, stage: StageOf<"source">, section: Section): SourceStage {
  const inPod = base.agent.pod !== null;
  const also = (stage.also ?? []).map((build, index) =>
    lowerBuild(build, section.within(`also/${index}`, ["also", index]), inPod),
  );
  return {
    ...{ ...base, kind: "source", ...lowerBuild(stage, section, inPod), also },
    secrets: lowerSecrets(stage.secrets, section),
    sonar: lowerSonar(stage.sonar, section),
    services: lowerServiceContainers(stage.services, section),
  };
}

/** In a pod, defaults of the platform for the tools of an agent have no effect. */
function lowerBuild(stage: BuildSpec, section: Section, inPod: boolean): SourceBuild {
  return {
    tool: section.take<string>("tool", stage.tool, ""),
    jdk: section.take<string | null>("jdk", usesJdk(stage.tool) && !inPod ? stage.jdk : undefined, null),
    toolImage: section.take<string | null>("toolImage", inPod ? undefined : stage.toolImage, null),
    command: section.take<string | null>("command", stage.command, null),
    arguments: section.take("arguments", stage.arguments, []),
    directory: section.take("directory", tidy(stage.directory), defaults.sourceStage.directory),
    environment: section.take("environment", stage.environment, {}),
    artifacts: section.take("artifacts", stage.artifacts, []),
    ...lowerReports(stage, section),
    cache: section.take<string | null>("cache", stage.cache, null),
  };
}

function lowerCustom(base: StageBase, stage: StageOf<"custom">, section: Section): CustomStage {
  // Otherwise a default of the platform for the image has no effect.
  const inImage = base.agent.pod === null && (stage.shell ?? defaults.customStage.shell) === "sh";
  return {
    ...base,
    kind: "custom",
    artifactsFrom: section.take<string | null>("artifactsFrom", stage.artifactsFrom, null),
    command: section.take<string | null>("command", stage.command, null),
    shell: section.take<CustomStage["shell"]>("shell", stage.shell, defaults.customStage.shell),
    onFailure: section.take<string | null>("onFailure", stage.onFailure, null),
    always: section.take<string | null>("always", stage.always, null),
    allowFailure: section.take<boolean>("allowFailure", stage.allowFailure, defaults.customStage.allowFailure),
    toolImage: section.take<string | null>("toolImage", inImage ? stage.toolImage : undefined, null),
    directory: section.take("directory", tidy(stage.directory), defaults.customStage.directory),
    environment: section.take("environment", stage.environment, {}),
    secrets: lowerSecrets(stage.secrets, section),
    sonar: lowerSonar(stage.sonar, section),
    services: lowerServiceContainers(stage.services, section),
    ...lowerReports(stage, section),
    step: section.take<string | null>("step", stage.step, null),
    arguments: section.take<CustomStage["arguments"]>("arguments", stage.arguments, {}),
  };
}

function lowerWhen(spec: WhenSpec | undefined, section: Section): When | null {
  if (spec === undefined) return section.take("when", undefined, null);
  const within = section.within("when");
  return {
    branches: within.take("branches", spec.branches, []),
    tags: within.take("tags", spec.tags, []),
    paths: within.take("paths", spec.paths, []),
    cron: within.take<string | null>("cron", spec.cron, null),
  };
}

function lowerApproval(
  { teams }: PlatformSpec,
  owner: string,
  spec: NonNullable<StageOf<"deploy">["approval"]>,
  section: Section,
): Approval {
  const standard = defaults.approval;
  return {
    by: section.take<readonly string[]>("by", spec.by, teams[owner]?.approvers ?? []),
    count: section.take<number>("count", spec.count, standard.count),
    notAuthor: section.take<boolean>("notAuthor", spec.notAuthor, standard.notAuthor),
    message: section.take<string | null>("message", spec.message, null),
    timeout: section.take<number>("timeout", spec.timeout, standard.timeout),
  };
}

/** Removes `./` and a trailing slash: the folder is the prefix of artifact paths, and patterns do not support `.`. */
function tidy(path: string | undefined): string | undefined {
  return path === undefined ? undefined : tidyFolder(path);
}
