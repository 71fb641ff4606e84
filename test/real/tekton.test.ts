import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BookingLab, forTekton, type Made } from "../support/booking-lab.ts";
import { describeWith } from "../support/requires.ts";
import { passwordOf } from "../support/shop-secrets.ts";
import { TektonStandIn } from "../support/tekton-runner/index.ts";

/** The same spec on Jenkins, in a rehearsal, and on Tekton, in a stand-in, with the same engine, registry and git server. */
describeWith(
  ["git", "java", "buildah", "podman", "skopeo", "docker-registry", "htpasswd", "busybox", "go", "tar"],
  "one spec on Jenkins and on Tekton",
  () => {
    let lab: BookingLab;
    let tekton: TektonStandIn;
    let onJenkins: Made;
    let onTekton: Made;
    let waiting: string[] = [];
    let eu: Awaited<ReturnType<BookingLab["emit"]>>["gitops"]["live"];

    beforeAll(async () => {
      lab = await BookingLab.start(["jenkins", "tekton"]);
      onJenkins = await lab.runOnJenkins(forTekton);
      onTekton = await runOnTekton();
    });
    afterAll(async () => {
      await tekton?.stop();
      await lab?.stop();
    });

    it("makes the same record, except for the names of jobs and builds, and for who approved", () => {
      const { approvals: _, ...record } = onJenkins.record;
      expect(onTekton.record).toEqual(record);
      expect(Object.keys(record.images as object)).toEqual(["booking/api", "booking/web"]);
    });

    it("makes the same images and the same commits for Argo CD", () => {
      const withoutApprovals = onJenkins.commits.map((message) =>
        message.replaceAll(/Approved-By: .*\n?/g, "").trimEnd(),
      );
      expect(onTekton.images).toEqual(onJenkins.images);
      expect(onTekton.commits.map((message) => message.trimEnd())).toEqual(withoutApprovals);
      expect(onTekton.commits).toHaveLength(3);
    });

    it("runs each stage once, and lets the approved ones wait", () => {
      const pipelines = tekton.runs.map(({ spec }) => spec.pipelineRef.name);
      expect(pipelines).toEqual(
        ["build", "unit", "contract", "api", "web", "test", "eu", "us"].map((id) => `booking-${id}`),
      );
      expect(waiting).toEqual(["booking-eu", "booking-us"]);
    });

    it("gives each secret only to the steps that need it", () => {
      const used = tekton.steps
        .filter(({ secrets }) => secrets.length > 0)
        .map(({ run, step, secrets }) => `${run.replace(/-[^-]*$/, "")}: ${step}: ${secrets.join(", ")}`);
      const checkouts = ["build", "unit", "contract", "api", "web", "test", "eu", "us"].map(
        (id) => `booking-${id}: checkout: booking-git`,
      );
      const ofImages = ["api", "web"].flatMap((id) => [
        `booking-${id}: fetch-files: harbor-pull`,
        `booking-${id}: run-login: harbor-push, harbor-pull`,
        `booking-${id}: run-push: harbor-push, harbor-pull`,
      ]);
      // Its command is another team's: it gets no login that pushes images.
      const ofContract = ["booking-contract: fetch-files: harbor-pull"];
      const others = ["test", "eu", "us"].map(
        (id) => `booking-${id}: run-commit-kustomize: gitops-${id === "test" ? "test" : "live"}`,
      );
      expect(used.sort()).toEqual(
        [...checkouts, ...ofImages, ...ofContract, ...others, "booking-build: keep-files: harbor-push"].sort(),
      );
      for (const { log } of tekton.steps) expect(log).not.toContain(passwordOf("robot"));
    });

    it("starts no stage for a release that did not pass the stages before it", async () => {
      const [source = ""] = tekton.runs.map(({ metadata }) => metadata.name);
      const before = tekton.runs.length;
      tekton.send("ci-booking", { stage: "booking-test", run: source.slice(-5) });
      tekton.send("ci-booking", { stage: "booking-test", run: "-none" });
      expect(tekton.runs).toHaveLength(before);
      tekton.send("ci-booking", { stage: "booking-test", run: "nones" });
      await tekton.idle();
      expect(tekton.runs.slice(before).map(({ status }) => status?.conditions[0]?.reason)).toEqual(["Failed"]);
      expect(tekton.steps.at(-1)?.log).toContain("There is no run booking-build-nones");
    });

    it("builds a merge request without secrets, and starts no other stage", async () => {
      await lab.proposeMain(5);
      const before = tekton.runs.length;
      const project = { path_with_namespace: "booking/booking" };
      const attributes = { action: "open", iid: 5, last_commit: { id: lab.commit } };
      tekton.send("ci-booking", { project, object_attributes: attributes });
      await tekton.idle();
      const [run, ...others] = tekton.runs.slice(before);
      expect(others).toEqual([]);
      expect(run?.spec.pipelineRef.name).toBe("booking-build-pr");
      const steps = tekton.steps.filter((it) => it.run === run?.metadata.name);
      expect(steps.map(({ log, failed }) => (failed ? log : "")).join("")).toBe("");
      expect(steps.filter(({ secrets }) => secrets.length > 0).map(({ step }) => step)).toEqual(["checkout"]);
    });

    describe("an earlier release", () => {
      let first = "";
      let last = "";
      const idOf = (commit: string) => {
        const own = tekton.runs.find(({ spec }) => spec.params.some(({ value }) => value === commit));
        return own?.metadata.name.slice(-5) ?? "";
      };
      const trailers = () => eu.log().then((all) => all[0]?.message ?? "");

      /** Sends a message of an approver, and starts the run that it creates. */
      async function redeploy(run: string, reason: string, approve = true) {
        const before = tekton.runs.length;
        tekton.send("ci-release", { stage: "booking-eu-redeploy", run, reason });
        await tekton.idle();
        const [made] = tekton.runs.slice(before);
        if (made === undefined || !approve) return { made, status: made?.status?.conditions[0]?.status, log: "" };
        expect(made.status).toBeUndefined();
        tekton.approve(made.metadata.name);
        await tekton.idle();
        const log = tekton.steps.filter((it) => it.run === made.metadata.name).map((it) => it.log);
        return { made, status: made.status?.conditions[0]?.status, log: log.join("") };
      }

      beforeAll(async () => {
        first = idOf(lab.commit);
        const commit = await lab.commitChange("A second release");
        const project = { path_with_namespace: "booking/booking" };
        tekton.send("ci-booking", { project, ref: "refs/heads/main", checkout_sha: commit });
        await tekton.idle();
        last = idOf(commit);
        tekton.approve(`booking-eu-${last}`);
        await tekton.idle();
        expect(await trailers()).toContain(`Commit: ${commit}`);
      });

      it("does not replace a newer one without a reason", async () => {
        const { status, log } = await redeploy(first, "");
        expect(status).toBe("False");
        expect(log).toContain("is older. To roll back, start a run of the pipeline booking-eu-redeploy with a reason.");
        expect(await trailers()).not.toContain(`Commit: ${lab.commit}`);
      });

      it("replaces a newer one with a reason, and the commit for Argo CD names it", async () => {
        const { status, log } = await redeploy(first, "broken: SHOP-12");
        expect(status, log).toBe("True");
        expect(await trailers()).toContain(`Commit: ${lab.commit}`);
        expect(await trailers()).toContain("Rollback: broken: SHOP-12");
      });

      it("can be followed by the newer one again, without a reason", async () => {
        expect((await redeploy(last, "")).status).toBe("True");
        expect(await trailers()).not.toContain(`Commit: ${lab.commit}`);
      });

      it("is not deployed before an approver starts the run, or by a message that is no plain text", async () => {
        expect((await redeploy(first, "not approved", false)).status).toBeUndefined();
        expect((await redeploy(first, '"}, {"name": "x', false)).made).toBeUndefined();
        expect((await redeploy("nones", "no such release")).log).toContain("There is no run booking-build-nones");
      });
    });

    async function runOnTekton(): Promise<Made> {
      const { home, gitops } = await lab.emit("tekton", forTekton);
      eu = gitops.live;
      const login = (username: string) => ({ username, password: passwordOf(username) });
      const registry = { "harbor-push": login("robot"), "harbor-pull": login("robot") };
      const git = { "booking-git": login("booking-git") };
      tekton = await TektonStandIn.start({
        home: join(home, "runs"),
        files: join(home, "pipelines/tekton"),
        secrets: {
          "ci-booking": { ...git, "harbor-push": login("robot"), "gitops-test": login("gitops-test") },
          "ci-quality": { ...git, "harbor-pull": login("robot") },
          "ci-platform": { ...git, ...registry },
          "ci-release": { ...git, "gitops-live": login("gitops-live") },
        },
        machine: { ...lab.servers.environment, PATH: `${lab.path}:${dirname(process.execPath)}` },
      });
      const project = { path_with_namespace: "booking/booking" };
      tekton.send("ci-booking", { project, ref: "refs/heads/main", checkout_sha: lab.commit });
      await tekton.idle();
      waiting = tekton.runs.filter(({ status }) => status === undefined).map(({ spec }) => spec.pipelineRef.name);
      for (const { metadata, status } of tekton.runs) if (status === undefined) tekton.approve(metadata.name);
      await tekton.idle();
      const failed = tekton.steps.filter((step) => step.failed);
      expect(failed.map(({ run, step, log }) => `${run}: ${step}\n${log}`).join("\n")).toBe("");
      const last = tekton.runs.find(({ spec }) => spec.pipelineRef.name === "booking-us");
      const record = last?.status?.results.find(({ name }) => name === "record")?.value ?? "";
      return lab.outcome(record, gitops, "tekton", home, (text) =>
        text
          .replaceAll(/\/?ci-[a-z]+\/booking-[a-z]+#[0-9]{9}/g, "JOB#1")
          .replaceAll(/\/ci-[a-z]+\/booking-[a-z]+/g, "JOB")
          .replaceAll(/"build":"[0-9]{9}"/g, '"build":"1"')
          .replaceAll('"url":""', '"url":"URL"'),
      );
    }
  },
);
