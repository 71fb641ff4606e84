import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { BuildResult, ControllerConfig, LibraryConfig } from "../rehearse/index.ts";
import { readCredentialsFile } from "./credentials.ts";
import { FOREIGN_DRY } from "./dry.ts";
import { follow, type Watch } from "./follow.ts";
import { findLeaks } from "./leaks.ts";
import { createRepository } from "./repositories.ts";
import type { StartJvm } from "./session.ts";
import { Timeline } from "./timeline.ts";

/** A Jenkinsfile and a library that stagewright did not generate. */
export interface ForeignRequest {
  readonly jenkinsfile: string;
  readonly libraries: readonly string[];
  readonly stubs: string | null;
  /** A file with the values of credentials; null for none. */
  readonly credentials: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly branch: string;
  readonly sandbox: boolean;
  readonly restartEveryStep: boolean;
  readonly dry: boolean;
}

/** What a rehearsal of a foreign Jenkinsfile did. */
export interface ForeignRehearsal {
  readonly builds: readonly BuildResult[];
  readonly timeline: Timeline;
  readonly leaks: readonly string[];
}

const JOB = "/rehearsal/job";

/** Runs a Jenkinsfile of any origin as a multibranch job, with the folder of the file as its repository. */
export async function runForeign(request: ForeignRequest, startJvm: StartJvm, watch: Watch): Promise<ForeignRehearsal> {
  const home = await mkdtemp(join(tmpdir(), "stagewright-rehearsal-"));
  const runner = await startJvm();
  try {
    await mkdir(join(home, "tmp"));
    const text = await readFile(request.jenkinsfile, "utf8");
    const url = join(home, "application.git");
    const folder = dirname(request.jenkinsfile);
    const files = { Jenkinsfile: text };
    await createRepository(url, { branch: request.branch, folder, files });
    const config = await configOf(request, text, home, url);
    const controller = await runner.controller(config);
    const timeline = new Timeline();
    const watching = follow(controller, timeline, watch);
    const { branch, parameters } = request;
    await controller.startBuild({ job: JOB, branch, parameters, user: "rehearsal" });
    await controller.idle();
    await watching.end();
    const builds = await Promise.all((await controller.builds()).map((id) => controller.result(id)));
    await controller.close();
    const leaks = await findLeaks(config.credentials ?? [], builds, timeline, join(home, "jenkins", "agents"));
    return { builds, timeline, leaks };
  } finally {
    await runner.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function configOf(request: ForeignRequest, text: string, home: string, url: string): Promise<ControllerConfig> {
  const names = namesOf(text);
  const libraries: LibraryConfig[] = request.libraries.map((root, index) => {
    const name = names[index];
    return {
      name: name ?? basename(root),
      root,
      trusted: !request.sandbox,
      anyVersion: true,
      ...(name === undefined ? { implicit: true } : {}),
    };
  });
  const stubs =
    request.stubs === null ? [] : [{ name: "stubs", root: request.stubs, trusted: true, implicit: true, stubs: true }];
  return {
    home: join(home, "jenkins"),
    libraries: [...stubs, ...libraries],
    jobs: [{ path: JOB, scriptPath: "Jenkinsfile", multibranch: true, scm: { url, branch: request.branch } }],
    agents: [
      { name: "agent", labels: [], anyLabel: true },
      { name: "pods", labels: [], kubernetes: true },
    ],
    credentials: request.credentials === null ? [] : readCredentialsFile(request.credentials),
    sandbox: request.sandbox,
    lenient: true,
    environment: { PATH: process.env.PATH ?? "", TMPDIR: join(home, "tmp") },
    rules: request.dry ? FOREIGN_DRY : [],
    ...(request.restartEveryStep ? { restart: "every-step" } : {}),
  };
}

/** The names of the libraries that a Jenkinsfile loads with `@Library` or `library`, in order. */
function namesOf(jenkinsfile: string): readonly string[] {
  const calls = [...jenkinsfile.matchAll(/@Library\(([^)]*)\)|\blibrary[\s(]+(?:identifier:\s*)?(['"][^'"]*['"])/g)];
  const lists = calls.map(([, annotated, identifier]) => annotated ?? identifier ?? "");
  const names = lists.flatMap((list) =>
    [...list.matchAll(/['"]([^'"@]+)(?:@[^'"]*)?['"]/g)].map(([, name]) => name ?? ""),
  );
  return [...new Set(names)];
}
