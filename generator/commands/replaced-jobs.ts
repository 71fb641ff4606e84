import type { Comparison } from "../write/index.ts";

/** The definitions of a service's jobs in the folder of one team. */
const DEFINITIONS = /^jenkins\/jobs\/[^/]+\/([^/]+)\.groovy$/;

/** A job in a definition, with the former paths that Job DSL, or a user, renames to it. */
interface DefinedJob {
  readonly path: string;
  readonly former: string;
}

/** The jobs of a service before and after a run. */
interface ServiceJobs {
  readonly before: DefinedJob[];
  readonly after: DefinedJob[];
}

/** A note for each service that loses jobs and gets new ones: a stage perhaps has a new name. Null if there is none. */
export function findReplacedJobs({ files }: Comparison): string | null {
  const services = new Map<string, ServiceJobs>();
  for (const { path, state, found, wanted } of files) {
    const service = DEFINITIONS.exec(path)?.[1];
    if (service === undefined || state === "clean") continue;
    const jobs = services.get(service) ?? { before: [], after: [] };
    jobs.before.push(...jobsIn(found?.content.toString("utf8") ?? ""));
    jobs.after.push(...jobsIn(wanted?.content ?? ""));
    services.set(service, jobs);
  }
  const notes = [...services].sort().map(([service, jobs]) => noteOf(service, jobs));
  return notes.join("") === "" ? null : notes.join("");
}

function noteOf(service: string, { before, after }: ServiceJobs): string {
  const lost = before.filter(({ path }) => !after.some((it) => it.path === path || it.former.includes(path)));
  const added = after.filter(({ path, former }) => former === "" && !before.some((it) => it.path === path));
  if (lost.length === 0 || added.length === 0) return "";
  return (
    `note: service ${service} loses ${listed(lost)} and gets ${listed(added)}, without builds to promote\n` +
    "  if a stage has a new name, add the former one to its previousIds; Jenkins then moves the job with its builds\n"
  );
}

function jobsIn(text: string): DefinedJob[] {
  return text
    .split(/^(?=\/\/ Previous path: |(?:multibranchPipelineJob|pipelineJob)\()/m)
    .flatMap((part, index, parts) => {
      const [, path] = /^(?:multibranchPipelineJob|pipelineJob)\('([\w./-]+)'\)/.exec(part) ?? [];
      if (path === undefined) return [];
      const [, pattern = ""] = /^ {4}previousNames\(([\s\S]*?)\)$/m.exec(part) ?? [];
      const [, moved = ""] = /^\/\/ Previous path: (.*)/.exec(parts[index - 1] ?? "") ?? [];
      return [{ path, former: `${pattern.replaceAll("\\", "")}${moved}` }];
    });
}

function listed(jobs: readonly DefinedJob[]): string {
  return `the job${jobs.length === 1 ? "" : "s"} ${jobs.map(({ path }) => `/${path}`).join(", ")}`;
}
