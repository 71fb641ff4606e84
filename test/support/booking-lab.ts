import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { compile } from "../../generator/compile.ts";
import type { TargetName } from "../../generator/model/model.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizePath } from "./kustomize.ts";
import { git, type Lab, makeTemporary, pushBaseImage, removeTemporary, startLab } from "./lab/index.ts";
import { inspector, passwordOf, pusher } from "./shop-secrets.ts";

const example = join(import.meta.dirname, "../../examples/booking");

/** The example, without what Tekton cannot give. */
export function forTekton(text: string): string {
  return text.replaceAll("approval: { notAuthor: true }", "approval: {}");
}

/** The environments of the example. */
export const bookingEnvironments = ["test", "eu", "us"] as const;

/** What a target's run made. */
export interface Made {
  readonly record: Readonly<Record<string, unknown>>;
  readonly images: readonly unknown[];
  readonly commits: readonly string[];
}

type Repository = Awaited<ReturnType<BookingServers["git"]["create"]>>;
type Gitops = Readonly<Record<"test" | "live", Repository>>;
type BookingServers = Lab<{ registry: true; git: true; containers: true }>;
type Edit = (text: string) => string;

/** The servers of examples/booking, which run its pipelines on several targets. */
export class BookingLab {
  readonly servers: BookingServers;
  readonly runner: Runner;
  /** Folders of programs: the lab's tools, then those of the machine. */
  readonly path: string;
  readonly commit: string;
  private readonly base: string;
  private readonly application: Repository;
  private readonly homes: string[] = [];

  static async start(places: readonly string[]): Promise<BookingLab> {
    const tools = await kustomizePath();
    const servers = await startServers(places);
    const runner = await startRunner();
    const { pinned } = await pushBaseImage(servers.registry);
    const repository = await servers.git.create("booking/booking", join(example, "apps/booking"));
    const commit = (await repository.log())[0]?.id ?? "";
    const path = `${tools}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
    return new BookingLab(servers, runner, path, { commit, base: pinned, repository });
  }

  private constructor(
    servers: BookingServers,
    runner: Runner,
    path: string,
    application: { readonly commit: string; readonly base: string; readonly repository: Repository },
  ) {
    this.servers = servers;
    this.runner = runner;
    this.path = path;
    this.commit = application.commit;
    this.base = application.base;
    this.application = application.repository;
  }

  /** Lets the head of main be the head of a merge request, too. */
  async proposeMain(number: number): Promise<void> {
    await git(this.application.directory, "update-ref", `refs/merge-requests/${number}/head`, this.commit);
  }

  /** Commits a change of the application to main. */
  async commitChange(text: string): Promise<string> {
    await this.application.commit({ NOTE: text }, text);
    return (await this.application.log())[0]?.id ?? "";
  }

  async stop(): Promise<void> {
    await this.runner.stop();
    await this.servers.stop();
    await Promise.all(this.homes.map(removeTemporary));
  }

  /** Runs the example on Jenkins, in a rehearsal. */
  async runOnJenkins(edit: Edit = (text) => text): Promise<Made> {
    const { home, gitops, files } = await this.emit("jenkins", edit);
    const pipelines = join(home, "pipelines");
    const user = (id: string, username = id) =>
      ({ id, kind: "usernamePassword", username, password: passwordOf(username) }) as const;
    const jobs = files.filter((path) => path.startsWith("jenkins/jobs/"));
    const controller = await this.runner.controller({
      home: join(home, "controller"),
      pipelines,
      jobDsl: jobs.map((path) => join(pipelines, path)),
      libraries: [{ name: "travel-ci", root: join(pipelines, "library"), trusted: false }],
      sandbox: true,
      agents: [
        { name: "source", labels: ["linux", "pull-requests", "delivery"] },
        { name: "daemonless", labels: ["linux-build"] },
      ],
      environment: { ...this.servers.environment, PATH: this.path, TMPDIR: home },
      credentials: [
        ...["booking-git", "gitops-test", "gitops-live"].map((id) => user(id)),
        ...["harbor-push", "harbor-pull"].map((id) => user(id, "robot")),
      ],
      inputs: [{ submitter: "rita", groups: ["release-managers"], parameters: { REASON: "looks good" } }],
    });
    await controller.startBuild({ job: "/booking/booking", user: "tim" });
    await controller.idle();
    const [build] = await controller.builds();
    if (build === undefined) throw new Error("no build ran");
    const { result, log, artifactsDir } = await controller.result(build);
    if (result !== "SUCCESS") throw new Error(log);
    return this.outcome(await readFile(join(artifactsDir, "release.json"), "utf8"), gitops, "jenkins", home);
  }

  /** Compiles the example for a target, and creates the GitOps repositories of the place where the pipeline runs. */
  async emit(target: TargetName, edit: Edit = (text) => text, place: string = target) {
    const home = await makeTemporary(place);
    this.homes.push(home);
    const { git: server } = this.servers;
    const gitops = {
      test: await server.create(`ops/test-${place}`),
      live: await server.create(`ops/live-${place}`),
    };
    const files = await this.compileFor(target, edit, place);
    for (const name of bookingEnvironments) {
      const own = files.filter(({ path }) => path.startsWith(`gitops/${name}/`));
      const changes = own.map((it) => [it.path.slice(`gitops/${name}/`.length), it.content]);
      await gitops[name === "test" ? "test" : "live"].commit(Object.fromEntries(changes), "Overlays");
    }
    for (const { path, content } of files) {
      await mkdir(dirname(join(home, "pipelines", path)), { recursive: true });
      await writeFile(join(home, "pipelines", path), content);
    }
    return { home, gitops, files: files.map(({ path }) => path) };
  }

  private async compileFor(target: TargetName, edit: Edit, place: string) {
    const { git: server, registry } = this.servers;
    const read = async (path: string) => {
      const content = await readFile(join(example, path), "utf8");
      const replaced = content
        .replaceAll("https://git.acme.internal", server.url)
        .replaceAll(/harbor\.acme\.internal\/base\/[^@]+@sha256:[0-9a-f]{64}/g, this.base)
        .replaceAll("host: harbor.acme.internal", `host: '${registry.host}', insecure: true`)
        .replaceAll(/ops\/(test|live)\.git/g, `ops/$1-${place}.git`)
        .replace(/^topology: .*$/m, `topology: combined\ntarget: ${target}\npolicy: { severity: { SW470: note } }`)
        .replace(/network: offline\n {2}hosts: .*/, "network: online")
        .replace(/, git: '[^']*library.git'/, "")
        .replace("credentials: pipelines-read", "directory: ''")
        .replace("version: 1.0-{commit}", `version: ${place}-{commit}`);
      return { path, text: edit(replaced) };
    };
    const input = { platform: await read("stagewright.yaml"), services: [await read("services/booking.yaml")] };
    const { files, diagnostics } = compile(input);
    if (files === null) throw new Error(JSON.stringify(diagnostics));
    return files;
  }

  /** What a run made, without what differs between runs: `alike` removes places, and the names of jobs and builds. */
  async outcome(
    release: string,
    gitops: Gitops,
    place: string,
    home: string,
    alike: (text: string) => string = (text) => text,
  ): Promise<Made> {
    const text = (value: unknown) => JSON.parse(alike(withoutPlaces(JSON.stringify(value), home, place)));
    const { producer: _, ...record } = JSON.parse(release);
    delete record.source.starter;
    const { registry } = this.servers;
    const image = async (name: string) => {
      const tag = (await registry.tags(name)).find((it) => it.startsWith(place)) ?? "";
      return text((await registry.image(name, tag)).config.config);
    };
    const commits = [...(await gitops.test.log()), ...(await gitops.live.log())].map(({ message }) => message);
    return {
      record: text(record),
      images: [await image("booking/api"), await image("booking/web")],
      commits: commits
        .filter((it) => it.includes("\nService: "))
        .map((it) => String(text(it)))
        .sort(),
    };
  }
}

/** Removes from a text what differs between runs: places, and the names of jobs and builds. */
function withoutPlaces(value: string, home: string, place: string): string {
  return value
    .replaceAll(home, "HOME")
    .replaceAll(/https?:\/\/(?:jenkins|github\.com)[^"\\ ]*/g, "URL")
    .replaceAll(place, "VERSION")
    .replaceAll(/\/booking\/booking(?:\/booking)?(?=[#"\\ ]|$)/g, "JOB")
    .replaceAll(/sha256:[0-9a-f]{64}/g, "DIGEST");
}

async function startServers(places: readonly string[]): Promise<BookingServers> {
  const users = ["booking-git", "gitops-test", "gitops-live"];
  const rights = { read: ["booking/booking"], write: places.flatMap((it) => [`ops/test-${it}`, `ops/live-${it}`]) };
  return await startLab({
    registry: { users: [inspector, pusher()] },
    containers: true,
    git: users.map((user) => ({ user, password: passwordOf(user), ...rights })),
  });
}
