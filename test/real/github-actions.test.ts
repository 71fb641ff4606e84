import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "../../generator/compile.ts";
import type { TargetName } from "../../generator/model/model.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { makeTemporary, pushBaseImage, removeTemporary, startLab } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { inspector, passwordOf, pusher } from "../support/shop-secrets.ts";
import { alike } from "../support/workflow-runner/alike.ts";
import { type RunOptions, type RunResult, runWorkflow } from "../support/workflow-runner/index.ts";
import { ghProgram } from "../support/workflow-runner/own-actions.ts";

const example = join(import.meta.dirname, "../../examples/booking");
const targets: readonly TargetName[] = ["jenkins", "github-actions"];
const environments = ["test", "eu", "us"] as const;

/** What a target's run made. */
interface Made {
  readonly record: Readonly<Record<string, unknown>>;
  readonly images: readonly unknown[];
  readonly commits: readonly string[];
}

const logOf = ({ steps }: RunResult) => steps.map(({ log }) => log).join("");

/** The same spec, except for one line: `target`. The workflows run in a stand-in for GitHub, the Jenkinsfiles in a rehearsal. */
describeWith(
  ["git", "java", "buildah", "podman", "skopeo", "docker-registry", "htpasswd", "busybox", "go"],
  "one spec on Jenkins and on GitHub Actions",
  () => {
    let runner: Runner;
    let lab: Awaited<ReturnType<typeof startBookingLab>>;
    let application: Awaited<ReturnType<typeof lab.git.create>>;
    let tools = "";
    let commit = "";
    let run: RunResult;
    const homes: string[] = [];
    let start: (options: Partial<RunOptions>) => Promise<RunResult>;
    let commitsOfUs: () => Promise<readonly string[]>;
    const made = new Map<TargetName, Made>();

    beforeAll(async () => {
      tools = await kustomizePath();
      lab = await startBookingLab();
      runner = await startRunner();
      const base = await pushBaseImage(lab.registry);
      application = await lab.git.create("booking/booking", join(example, "apps/booking"));
      commit = (await application.log())[0]?.id ?? "";
      made.set("jenkins", await runOnJenkins(base.pinned));
      made.set("github-actions", await runOnGitHub(base.pinned));
    });
    afterAll(async () => {
      await runner?.stop();
      await lab?.stop();
      await Promise.all(homes.map(removeTemporary));
    });

    const of = (target: TargetName): Made => {
      const found = made.get(target);
      if (found === undefined) throw new Error(`${target} has not run`);
      return found;
    };

    it("makes the same record, except for the names of jobs and builds, and for who approved", () => {
      const { approvals: _, ...onJenkins } = of("jenkins").record;
      expect(of("github-actions").record).toEqual(onJenkins);
      expect(Object.keys(onJenkins.images as object)).toEqual(["booking/api", "booking/web"]);
    });

    it("makes the same images and the same commits for Argo CD", () => {
      expect(of("github-actions").images).toEqual(of("jenkins").images);
      const withoutApprovals = of("jenkins").commits.map((it) => it.replaceAll(/Approved-By: .*\n?/g, ""));
      expect(of("github-actions").commits.map((it) => it.trimEnd())).toEqual(
        withoutApprovals.map((it) => it.trimEnd()),
      );
      expect(of("github-actions").commits).toHaveLength(3);
    });

    it("runs every job once, in the order of the needs", () => {
      expect(Object.keys(run.jobs)[0]).toBe("_reach");
      const skipped = Object.keys(run.jobs).filter((id) => run.jobs[id] !== "success");
      expect(skipped).toEqual(environments.map((id) => `${id}/show`));
    });

    it("deploys the release of an earlier run only with a reason, and by the same workflow", async () => {
      const newer = await application.commit({ "NOTES.md": "newer" }, "Newer");
      const next = await start({ sha: newer, number: 2 });
      expect(next.result).toBe("success");
      const user = { event: "workflow_dispatch", sha: newer, workflow: "booking.us.yml" } as const;
      const older = await start({ ...user, number: 3, inputs: { UPSTREAM_BUILD: "1", ROLLBACK_REASON: "" } });
      expect(logOf(older)).toContain("is older. To roll back, start the workflow booking.us.yml with ROLLBACK_REASON.");
      expect(older.jobs).toEqual({ "us/work": "failure", "us/show": "success", "us/seal": "skipped" });
      const back = await start({
        ...user,
        number: 4,
        inputs: { UPSTREAM_BUILD: "1", ROLLBACK_REASON: "prices\nOwner: x" },
      });
      expect(back.jobs, logOf(back)).toEqual({ "us/work": "success", "us/show": "success", "us/seal": "skipped" });
      const [last = "", , first = ""] = await commitsOfUs();
      expect(last).toContain("\nRollback: prices Owner: x");
      const imagesIn = (message: string) => message.match(/^(?:Image|Commit|Source-Build): .*/gm);
      expect(imagesIn(last)).toEqual(imagesIn(first));
    });

    it("gives each secret only to the steps that need it", () => {
      const withSecrets = run.steps
        .filter(({ variables }) => variables.some((name) => /^STAGEWRIGHT_(SECRET|FILE)_/.test(name)))
        .map(({ job, step }) => `${job}: ${step}`);
      const host = lab.registry.host;
      expect(withSecrets).toEqual([
        ...["api", "web"].flatMap((id) => [`${id}/work: Log in to ${host}`, `${id}/work: Push the image`]),
        ...environments.map((id) => `${id}/work: Commit the digest: ${id}`),
      ]);
      for (const { log } of run.steps) expect(log).not.toContain(passwordOf("robot"));
    });

    async function runOnJenkins(base: string): Promise<Made> {
      const home = await newHome("jenkins");
      const { gitops, files } = await emit("jenkins", home, base);
      const pipelines = join(home, "pipelines");
      const user = (id: string, username = id) =>
        ({ id, kind: "usernamePassword", username, password: passwordOf(username) }) as const;
      const jobs = files.filter((path) => path.startsWith("jenkins/jobs/"));
      const controller = await runner.controller({
        home: join(home, "controller"),
        pipelines,
        jobDsl: jobs.map((path) => join(pipelines, path)),
        libraries: [{ name: "travel-ci", root: join(pipelines, "library"), trusted: false }],
        sandbox: true,
        agents: [
          { name: "source", labels: ["linux", "pull-requests", "delivery"] },
          { name: "daemonless", labels: ["linux-build"] },
        ],
        environment: { ...lab.environment, PATH: pathOf(), TMPDIR: home },
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
      expect(result, log).toBe("SUCCESS");
      return outcome("jenkins", home, gitops, join(artifactsDir, "release.json"));
    }

    async function runOnGitHub(base: string): Promise<Made> {
      const home = await newHome("github-actions");
      const { gitops } = await emit("github-actions", home, base);
      const bin = join(home, "bin");
      await mkdir(bin);
      await writeFile(join(bin, "gh"), ghProgram);
      await chmod(join(bin, "gh"), 0o755);
      const password = { HARBOR_PUSH_PASSWORD: passwordOf("robot"), HARBOR_PULL_PASSWORD: passwordOf("robot") };
      const registry = { HARBOR_PUSH_USERNAME: "robot", HARBOR_PULL_USERNAME: "robot", ...password };
      const writer = (name: string) => ({
        [`GITOPS_${name}_USERNAME`]: `gitops-${name.toLowerCase()}`,
        [`GITOPS_${name}_PASSWORD`]: passwordOf(`gitops-${name.toLowerCase()}`),
      });
      const clone = new URL(`${lab.git.url}/booking/booking.git`);
      clone.username = "booking-git";
      clone.password = passwordOf("booking-git");
      const workflows = join(home, "pipelines/applications/booking/.github/workflows");
      const options: RunOptions = {
        home: join(home, "run"),
        workflow: join(workflows, "booking.yml"),
        repository: "booking/booking",
        clone: clone.href,
        event: "push",
        ref: "refs/heads/main",
        sha: commit,
        number: 1,
        repositories: { "ci/pipelines": join(home, "pipelines") },
        environments: { api: registry, web: registry, test: writer("TEST"), eu: writer("LIVE"), us: writer("LIVE") },
        machine: {
          ...lab.environment,
          HOME: home,
          TMPDIR: home,
          PATH: `${bin}:${pathOf()}:${dirname(process.execPath)}`,
        },
      };
      start = ({ workflow = "booking.yml", ...more }) =>
        runWorkflow({ ...options, ...more, workflow: join(workflows, workflow) });
      commitsOfUs = async () =>
        (await gitops.live.log()).map(({ message }) => message).filter((it) => it.includes(" to us\n"));
      run = await start({});
      const failed = run.steps.filter((step) => step.result === "failure");
      expect(failed.map(({ job, step, log }) => `${job}: ${step}\n${log}`).join("\n")).toBe("");
      return outcome("github-actions", home, gitops, join(run.artifacts, "record.booking.us/release.json"));
    }

    function pathOf(): string {
      return `${tools}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
    }

    async function newHome(target: TargetName): Promise<string> {
      const home = await makeTemporary(target);
      homes.push(home);
      return home;
    }

    /** Compiles the example for a target, and creates its GitOps repositories. */
    async function emit(target: TargetName, home: string, base: string) {
      const gitops = {
        test: await lab.git.create(`ops/test-${target}`),
        live: await lab.git.create(`ops/live-${target}`),
      };
      const files = await compileFor(target, base);
      for (const name of environments) {
        const own = files.filter(({ path }) => path.startsWith(`gitops/${name}/`));
        const changes = own.map((it) => [it.path.slice(`gitops/${name}/`.length), it.content]);
        await gitops[name === "test" ? "test" : "live"].commit(Object.fromEntries(changes), "Overlays");
      }
      for (const { path, content } of files) {
        await mkdir(dirname(join(home, "pipelines", path)), { recursive: true });
        await writeFile(join(home, "pipelines", path), content);
      }
      return { gitops, files: files.map(({ path }) => path) };
    }

    async function compileFor(target: TargetName, base: string) {
      const read = async (path: string) => {
        const content = await readFile(join(example, path), "utf8");
        const replaced = content
          .replaceAll("https://git.acme.internal", lab.git.url)
          .replaceAll(/harbor\.acme\.internal\/base\/[^@]+@sha256:[0-9a-f]{64}/g, base)
          .replaceAll("host: harbor.acme.internal", `host: '${lab.registry.host}', insecure: true`)
          .replaceAll(/ops\/(test|live)\.git/g, `ops/$1-${target}.git`)
          .replace(/^topology: .*$/m, `topology: combined\ntarget: ${target}\npolicy: { severity: { SW470: note } }`)
          .replace(/network: offline\n {2}hosts: .*/, "network: online")
          .replace("git: { host: gitlab }", "git: { host: github }")
          .replace(/, git: '[^']*library.git'/, "")
          .replace("credentials: pipelines-read", "directory: ''")
          .replace("version: 1.0-{commit}", `version: ${target}-{commit}`);
        return { path, text: replaced };
      };
      const input = { platform: await read("stagewright.yaml"), services: [await read("services/booking.yaml")] };
      const { files, diagnostics } = compile(input);
      if (files === null) throw new Error(JSON.stringify(diagnostics));
      return files;
    }

    async function outcome(target: TargetName, home: string, gitops: Gitops, path: string): Promise<Made> {
      const text = (value: unknown) => JSON.parse(alike(JSON.stringify(value), home, target));
      const { producer: _, ...record } = JSON.parse(await readFile(path, "utf8"));
      delete record.source.starter;
      const image = async (name: string) => {
        const tag = (await lab.registry.tags(name)).find((it) => it.startsWith(target)) ?? "";
        return text((await lab.registry.image(name, tag)).config.config);
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
  },
);

type Gitops = Readonly<Record<"test" | "live", { log(): Promise<readonly { message: string }[]> }>>;

async function startBookingLab() {
  const users = ["booking-git", "gitops-test", "gitops-live"];
  const rights = { read: ["booking/booking"], write: targets.flatMap((it) => [`ops/test-${it}`, `ops/live-${it}`]) };
  return await startLab({
    registry: { users: [inspector, pusher()] },
    containers: true,
    git: users.map((user) => ({ user, password: passwordOf(user), ...rights })),
  });
}
