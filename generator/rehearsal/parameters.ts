import { Failure } from "../diagnostics/failure.ts";
import type { JobInfo } from "../rehearse/index.ts";
import { specOf } from "./locate.ts";
import type { Plan } from "./plan.ts";
import type { Prepared } from "./prepare.ts";
import type { RehearsalRequest } from "./request.ts";

/**
 * The parameters of a request for a job: the job of `--stage` gets those that it has, the first job all others. Another
 * job gets none.
 */
export function parametersOf(
  { service, stages }: Pick<Plan, "service" | "stages">,
  jobs: readonly JobInfo[],
  path: string,
  { parameters, stage }: RehearsalRequest,
): Record<string, string> {
  const first = stages[0]?.job;
  const wanted = service.stages.find(({ id }) => id === stage)?.job;
  const names = namesOf(jobs, wanted);
  const own = Object.entries(parameters).filter(([name]) => path === (names.includes(name) ? wanted : first));
  return Object.fromEntries(own);
}

function namesOf(jobs: readonly JobInfo[], path: string | undefined): readonly string[] {
  return (jobs.find((job) => job.path === path)?.parameters ?? []).map(({ name }) => name);
}

/** Throws a Failure if neither the first job nor the job of `--stage` has a parameter of the request. */
export function checkParameters(
  { model, service, stages }: Prepared,
  jobs: readonly JobInfo[],
  request: RehearsalRequest,
): void {
  const [first] = stages;
  const job = jobs.find(({ path }) => path === first?.job);
  // The first build of a branch defines its parameters itself.
  if (first === undefined || job === undefined || job.multibranch) return;
  const names = namesOf(jobs, job.path);
  const rest = Object.keys(parametersOf({ service, stages }, jobs, job.path, request));
  const unknown = rest.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const spec = specOf(model, service, first);
  const last = service.stages.find(({ id, job: other }) => id === request.stage && other !== job.path)?.job;
  const other = last === undefined ? "" : `; the job ${last} has ${namesOf(jobs, last).join(", ")}`;
  throw new Failure(
    `the job ${job.path} has no parameter ${unknown}; it has ${names.join(", ")}${other}`,
    1,
    `correct the name, use --stage for a parameter of another job, or declare it in the service's spec: ${spec?.file ?? service.specFile}:${spec?.line ?? 1}`,
  );
}
