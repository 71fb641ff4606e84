import { Failure } from "../diagnostics/failure.ts";
import type { JobInfo } from "../rehearse/index.ts";
import { specOf } from "./locate.ts";
import type { Prepared } from "./prepare.ts";
import type { RehearsalRequest } from "./request.ts";

/** Throws a Failure if the first job does not declare a parameter of the request. */
export function checkParameters(
  { model, service, stages }: Prepared,
  jobs: readonly JobInfo[],
  { parameters }: RehearsalRequest,
): void {
  const [first] = stages;
  const job = jobs.find(({ path }) => path === first?.job);
  // The first build of a branch defines its parameters itself.
  if (first === undefined || job === undefined || job.multibranch) return;
  const names = (job.parameters ?? []).map(({ name }) => name);
  const unknown = Object.keys(parameters).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const spec = specOf(model, service, first);
  throw new Failure(
    `the job ${job.path} has no parameter ${unknown}; it has ${names.join(", ")}`,
    1,
    `correct the name, or declare the parameter in the service's spec: ${spec?.file ?? service.specFile}:${spec?.line ?? 1}`,
  );
}
