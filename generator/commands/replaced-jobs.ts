import { type NamedJob, namedJobs } from "../compile.ts";
import type { Model } from "../model/model.ts";
import type { Comparison } from "../write/index.ts";

/** A note for each service that loses jobs and gets new ones: a stage perhaps has a new name. Null if there is none. */
export function findReplacedJobs(model: Model, { recordedJobs }: Comparison): string | null {
  if (recordedJobs === null) return null;
  const jobs = namedJobs(model);
  const kept = new Set(jobs.flatMap(({ path, previousPaths }) => [path, ...previousPaths]));
  const lost = [...recordedJobs].filter(([path]) => !kept.has(path));
  const isNew = ({ path, previousPaths }: NamedJob) => previousPaths.length === 0 && !recordedJobs.has(path);
  const notes = [...new Set(lost.map(([, service]) => service))].map((service) => {
    const lostPaths = lost.filter((job) => job[1] === service).map(([path]) => path);
    const added = jobs.filter((job) => job.service === service && isNew(job)).map(({ path }) => path);
    return noteOf(service, lostPaths, added);
  });
  return notes.join("") === "" ? null : notes.join("");
}

function noteOf(service: string, lost: readonly string[], added: readonly string[]): string {
  if (added.length === 0) return "";
  return (
    `note: service ${service} loses ${listed(lost)} and gets ${listed(added)}, without builds to promote\n` +
    "  if a stage has a new name, add the former one to its previousIds; Jenkins then moves the job with its builds\n"
  );
}

function listed(jobs: readonly string[]): string {
  return `the job${jobs.length === 1 ? "" : "s"} ${jobs.join(", ")}`;
}
