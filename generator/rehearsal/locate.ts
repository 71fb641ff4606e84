import type { Frame } from "../rehearse/index.ts";
import type { JenkinsModel, JenkinsService, JenkinsStage } from "../targets/jenkins/jenkins-model.ts";
import { homeOf } from "../targets/jenkins/jenkinsfile-home.ts";
import { jobsOf } from "../targets/jenkins/jobs-model.ts";
import { below } from "../targets/output-places.ts";
import { advise } from "./remedies.ts";
import type { BuildReport, StepReport } from "./timeline.ts";

/** A line of a generated file, and what the file comes from. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly from: "template" | "own step" | "Jenkinsfile" | "library";
}

/** Where a failure is: in the generated files, in the specs, and in the script that failed. */
export interface Failing {
  readonly message: string;
  /** How to fix it; null without general advice. */
  readonly fix: string | null;
  /** The `sh` that failed; null if no script did. */
  readonly script: StepReport | null;
  /** The innermost line first. */
  readonly places: readonly Place[];
  readonly spec: { readonly file: string; readonly line: number; readonly key: string } | null;
  readonly owner: string | null;
}

/** Explains why a build failed; null if it did not. */
export function locateFailure(model: JenkinsModel | null, build: BuildReport): Failing | null {
  const message = build.error ?? build.violations[0] ?? null;
  if (message === null || build.result === "SUCCESS") return null;
  const step = failingStep(build);
  const script = failingScript(build, step);
  // An error that no step caused has its own lines; the step found above then only encloses it.
  const inStep = (step ?? lastStep(build))?.frames ?? [];
  const thrown = message === build.violations[0] ? build.violationFrames : build.frames;
  const own = thrown.length > inStep.length || build.violations.length > 0 || (step === null && thrown.length > 0);
  const frames = own ? thrown : inStep;
  const found = model === null ? null : stageAt(model, build, step ?? build.steps.at(-1) ?? null);
  return {
    ...advise(message),
    script,
    places: onePerFile(frames.map((frame) => placeOf(frame, model, build.job))),
    spec: found === null ? null : specOf(model, found.service, found.stage),
    owner: found?.stage.owner ?? null,
  };
}

/** Keeps the innermost of consecutive lines of one file. */
function onePerFile(places: readonly Place[]): readonly Place[] {
  return places.filter(({ file }, index) => file !== places[index - 1]?.file);
}

/** The innermost step that ended with the error of the build. */
function failingStep({ steps, error }: BuildReport): StepReport | null {
  const failed = steps.filter((step) => step.error !== null && step.error === error);
  return failed.find((step) => !failed.some(({ parent }) => parent === step.step)) ?? null;
}

/** The step that ended last: a program that cannot be saved ends after it. */
function lastStep({ steps }: BuildReport): StepReport | null {
  const ended = steps.filter(({ end }) => end !== null);
  return ended.sort((one, other) => (one.end ?? 0) - (other.end ?? 0)).at(-1) ?? null;
}

/** The failing step, or the last script with an exit code that is not 0 before it: the library reports its failure itself. */
function failingScript({ steps }: BuildReport, step: StepReport | null): StepReport | null {
  if (step?.name === "sh") return step;
  const limit = step?.begin ?? Number.POSITIVE_INFINITY;
  const failed = steps.filter(
    ({ name, value, begin }) => name === "sh" && typeof value === "number" && value !== 0 && begin <= limit,
  );
  return step?.name === "error" ? (failed.at(-1) ?? null) : null;
}

/** The generated file of a frame: the Jenkinsfile of the job, or a file of the library. */
export function placeOf(frame: Frame, model: JenkinsModel | null, job: string): Place {
  const { line } = frame;
  if (frame.class === "WorkflowScript") return { file: jenkinsfileOf(model, job), line, from: "Jenkinsfile" };
  const path = frame.class.includes(".")
    ? `src/${frame.class.replaceAll(".", "/")}.groovy`
    : `vars/${frame.class}.groovy`;
  if (model === null) return { file: path, line, from: "library" };
  const { ownPart } = model.library;
  const own = ownPart?.files.find((it) => it.path === path);
  if (own !== undefined) return { file: `${ownPart?.folder}/${own.path}`, line, from: "own step" };
  return { file: below(model.pipelines.directory, `library/${path}`), line, from: "template" };
}

function jenkinsfileOf(model: JenkinsModel | null, path: string): string {
  if (model === null) return "Jenkinsfile";
  const job = model.services.flatMap(jobsOf).find((it) => it.path === path || path.startsWith(`${it.path}/`));
  return job === undefined ? "Jenkinsfile" : below(model.pipelines.directory, homeOf(model, job).file);
}

/** The service and the stage of a build's step. */
export function stageAt(
  model: JenkinsModel,
  { job }: Pick<BuildReport, "job">,
  step: Pick<StepReport, "stage"> | null,
): { readonly service: JenkinsService; readonly stage: JenkinsStage } | null {
  for (const service of model.services) {
    const own = service.stages.filter((stage) => job === stage.job || job.startsWith(`${stage.job}/`));
    const named = own.find(({ id }) => step?.stage.split(" / ").includes(id));
    const stage = named ?? own[0];
    if (stage !== undefined) return { service, stage };
  }
  return null;
}

/** The line of a spec that sets a stage. */
export function specOf(model: JenkinsModel | null, service: JenkinsService, stage: JenkinsStage): Failing["spec"] {
  const key = `services/${service.name}/stages/${stage.id}`;
  const at = model?.origins.get(key)?.at ?? firstBelow(model, key);
  return at === undefined ? null : { file: at.file, line: at.line, key: `${service.name}.stages.${stage.id}` };
}

function firstBelow(model: JenkinsModel | null, key: string) {
  return [...(model?.origins ?? [])].find(([name, { at }]) => name.startsWith(`${key}/`) && at !== undefined)?.[1].at;
}
