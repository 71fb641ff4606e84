import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BookingLab, bookingEnvironments, type Made } from "../support/booking-lab.ts";
import { describeWith } from "../support/requires.ts";
import { passwordOf } from "../support/shop-secrets.ts";
import { runWithAct } from "../support/workflow-runner/act.ts";
import { type RunOptions, type RunResult, runWorkflow } from "../support/workflow-runner/index.ts";
import { ghProgram } from "../support/workflow-runner/own-actions.ts";

/** Where the workflows run: in a stand-in for GitHub, and with act. */
type Place = "github-actions" | "with-act";

/** The example, with a repository on a host of GitHub. */
const onGitHub = (text: string) => text.replace("git: { host: gitlab }", "git: { host: github }");

const logOf = ({ steps }: RunResult) => steps.map(({ log }) => log).join("");

/**
 * The same spec, except for one line: `target`. The Jenkinsfiles run in a rehearsal, the workflows with act and in a stand-in for
 * GitHub, which also knows environments, earlier runs and who signed a record.
 */
describeWith(
  ["git", "java", "buildah", "podman", "skopeo", "docker-registry", "htpasswd", "busybox", "go"],
  "one spec on Jenkins and on GitHub Actions",
  () => {
    let lab: BookingLab;
    let onJenkins: Made;
    let run: RunResult;
    let start: (options: Partial<RunOptions>) => Promise<RunResult>;
    let commitsOfUs: () => Promise<readonly string[]>;
    const made = new Map<Place, Made>();

    beforeAll(async () => {
      lab = await BookingLab.start(["jenkins", "github-actions", "with-act"]);
      onJenkins = await lab.runOnJenkins();
      made.set("github-actions", await runOnGitHub());
      made.set("with-act", await runOnAct());
    });
    afterAll(async () => {
      await lab?.stop();
    });

    const of = (place: Place): Made => {
      const found = made.get(place);
      if (found === undefined) throw new Error(`${place} has not run`);
      return found;
    };

    describe.each(["github-actions", "with-act"] as const)("%s", (place) => {
      it("makes the same record, except for the names of jobs and builds, and for who approved", () => {
        const { approvals: _, ...record } = onJenkins.record;
        expect(of(place).record).toEqual(record);
        expect(Object.keys(record.images as object)).toEqual(["booking/api", "booking/web"]);
      });

      it("makes the same images and the same commits for Argo CD", () => {
        expect(of(place).images).toEqual(onJenkins.images);
        const withoutApprovals = onJenkins.commits.map((it) => it.replaceAll(/Approved-By: .*\n?/g, "").trimEnd());
        expect(of(place).commits.map((it) => it.trimEnd())).toEqual(withoutApprovals);
        expect(of(place).commits).toHaveLength(3);
      });
    });

    it("runs every job once, in the order of the needs", () => {
      expect(Object.keys(run.jobs)[0]).toBe("_reach");
      const skipped = Object.keys(run.jobs).filter((id) => run.jobs[id] !== "success");
      expect(skipped).toEqual(bookingEnvironments.map((id) => `${id}/show`));
    });

    it("deploys the release of an earlier run only with a reason, and by the same workflow", async () => {
      const newer = await lab.commitChange("Newer");
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
      const { host } = lab.servers.registry;
      expect(withSecrets).toEqual([
        ...["api", "web"].flatMap((id) => [`${id}/work: Log in to ${host}`, `${id}/work: Push the image`]),
        ...bookingEnvironments.map((id) => `${id}/work: Commit the digest: ${id}`),
      ]);
      for (const { log } of run.steps) expect(log).not.toContain(passwordOf("robot"));
    });

    async function runOnGitHub(): Promise<Made> {
      const { home, gitops, options } = await prepareGitHub("github-actions");
      const bin = join(home, "bin");
      await mkdir(bin);
      await writeFile(join(bin, "gh"), ghProgram);
      await chmod(join(bin, "gh"), 0o755);
      const machine = { ...options.machine, PATH: `${bin}:${options.machine.PATH}` };
      start = ({ workflow = "booking.yml", ...more }) =>
        runWorkflow({ ...options, machine, ...more, workflow: join(dirname(options.workflow), workflow) });
      commitsOfUs = async () =>
        (await gitops.live.log()).map(({ message }) => message).filter((it) => it.includes(" to us\n"));
      run = await start({});
      const failed = run.steps.filter((step) => step.result === "failure");
      expect(failed.map(({ job, step, log }) => `${job}: ${step}\n${log}`).join("\n")).toBe("");
      return outcomeOf("github-actions", run.artifacts, gitops, home);
    }

    async function runOnAct(): Promise<Made> {
      const { home, gitops, options } = await prepareGitHub("with-act");
      const { exitCode, jobs, log, artifacts } = await runWithAct(options);
      expect(exitCode, log).toBe(0);
      const succeeded = Object.entries(run.jobs).filter(([, result]) => result === "success");
      expect(jobs, log).toEqual(Object.fromEntries(succeeded));
      expect(log).not.toContain(passwordOf("robot"));
      return outcomeOf("with-act", artifacts, gitops, home);
    }

    async function outcomeOf(place: Place, artifacts: string, gitops: Parameters<typeof lab.outcome>[1], home: string) {
      const record = await readFile(join(artifacts, "record.booking.us/release.json"), "utf8");
      return lab.outcome(record, gitops, place, home);
    }

    /** The repositories, and what GitHub knows. */
    async function prepareGitHub(place: Place) {
      const { home, gitops } = await lab.emit("github-actions", onGitHub, place);
      const password = { HARBOR_PUSH_PASSWORD: passwordOf("robot"), HARBOR_PULL_PASSWORD: passwordOf("robot") };
      const registry = { HARBOR_PUSH_USERNAME: "robot", HARBOR_PULL_USERNAME: "robot", ...password };
      const writer = (name: string) => ({
        [`GITOPS_${name}_USERNAME`]: `gitops-${name.toLowerCase()}`,
        [`GITOPS_${name}_PASSWORD`]: passwordOf(`gitops-${name.toLowerCase()}`),
      });
      const clone = new URL(`${lab.servers.git.url}/booking/booking.git`);
      clone.username = "booking-git";
      clone.password = passwordOf("booking-git");
      const options: RunOptions = {
        home: join(home, "run"),
        workflow: join(home, "pipelines/applications/booking/.github/workflows/booking.yml"),
        repository: "booking/booking",
        clone: clone.href,
        event: "push",
        ref: "refs/heads/main",
        sha: lab.commit,
        number: 1,
        repositories: { "ci/pipelines": join(home, "pipelines") },
        environments: { api: registry, web: registry, test: writer("TEST"), eu: writer("LIVE"), us: writer("LIVE") },
        machine: {
          ...lab.servers.environment,
          HOME: home,
          TMPDIR: home,
          PATH: `${lab.path}:${dirname(process.execPath)}`,
        },
      };
      return { home, gitops, options };
    }
  },
);
