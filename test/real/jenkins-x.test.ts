import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { BookingLab } from "../support/booking-lab.ts";
import { describeWith } from "../support/requires.ts";
import { passwordOf } from "../support/shop-secrets.ts";
import { TektonStandIn } from "../support/tekton-runner/index.ts";

/** The example, without what Jenkins X cannot give. */
const forJenkinsX = (text: string) => text.replaceAll("approval: { notAuthor: true }", "approval: {}");

describeWith(
  ["git", "java", "podman", "skopeo", "docker-registry", "htpasswd", "busybox", "go", "tar"],
  "the run that Lighthouse creates for a repository",
  () => {
    let lab: BookingLab;
    let tekton: TektonStandIn;
    let folder: string;

    beforeAll(async () => {
      lab = await BookingLab.start(["jenkins-x"]);
      const { home } = await lab.emit("jenkins-x", forJenkinsX);
      folder = join(home, "pipelines/applications/booking/.lighthouse/booking");
      const login = (username: string) => ({ username, password: passwordOf(username) });
      tekton = await TektonStandIn.start({
        home: join(home, "runs"),
        files: join(home, "pipelines/tekton"),
        lighthouse: join(home, "pipelines/jenkins-x"),
        secrets: { "ci-booking": { "booking-git": login("booking-git"), "harbor-push": login("robot") } },
        machine: { ...lab.servers.environment, PATH: `${lab.path}:${dirname(process.execPath)}` },
      });
    });
    afterAll(async () => {
      await tekton?.stop();
      await lab?.stop();
    });

    /** Creates the run of a file in `.lighthouse`, with all parameters that Lighthouse gives runs of this kind. */
    async function lighthouse(file: string, params: Readonly<Record<string, string>>) {
      const run = parse(await readFile(join(folder, file), "utf8"));
      const all = { JOB_NAME: "booking", REPO_NAME: "booking", PULL_BASE_REF: "main", ...params };
      return tekton.runOfRepository(
        "jx",
        run,
        Object.entries(all).map(([name, value]) => ({ name, value })),
      );
    }

    const logOf = (run: string) =>
      tekton.steps
        .filter((it) => it.run === run)
        .map(({ log }) => log)
        .join("");

    it("starts the first stage for a push, and ends as the stage does", async () => {
      const run = await lighthouse("push.yaml", { PULL_BASE_SHA: lab.commit });
      expect(logOf(run.metadata.name)).toMatch(/The run booking-build-\w+ in ci-booking succeeded\./);
      expect(run.status?.conditions[0]?.status).toBe("True");
      const [source, ...next] = tekton.runs;
      const record = JSON.parse(source?.status?.results.find(({ name }) => name === "record")?.value ?? "");
      expect(record.source).toMatchObject({ branch: "main", commit: lab.commit });
      expect(next.map(({ spec }) => spec.pipelineRef.name)).toEqual(["booking-unit", "booking-contract"]);
      expect(tekton.steps.filter((it) => it.run === run.metadata.name).flatMap(({ secrets }) => secrets)).toEqual([]);
    });

    it("fails for a commit that the branch does not contain", async () => {
      const run = await lighthouse("push.yaml", { PULL_BASE_SHA: "d".repeat(40) });
      expect(run.status?.conditions[0]?.status).toBe("False");
      expect(logOf(run.metadata.name)).toContain("in ci-booking failed");
      expect(tekton.steps.map(({ log }) => log).join("")).toContain(`does not contain the commit ${"d".repeat(40)}`);
    });

    it("builds a pull request without secrets of the stage", async () => {
      await lab.proposeMain(5);
      const before = tekton.runs.length;
      const run = await lighthouse("pull-request.yaml", { PULL_NUMBER: "5", PULL_PULL_SHA: lab.commit });
      expect(logOf(run.metadata.name)).toMatch(/The run booking-build-pr-\w+ in ci-booking succeeded\./);
      const [started] = tekton.runs.slice(before);
      const secrets = tekton.steps.filter((it) => it.run === started?.metadata.name).flatMap((it) => it.secrets);
      expect(secrets).toEqual(["booking-git"]);
    });
  },
);
