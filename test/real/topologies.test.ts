import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "../../generator/compile.ts";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { makeTemporary, pushBaseImage, removeTemporary, startLab } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { inspector, passwordOf, pusher } from "../support/shop-secrets.ts";
import { orderOf, workOf } from "../support/topology-work.ts";

const example = join(import.meta.dirname, "../../examples/booking");
const topologies = ["per-stage", "per-team", "combined"] as const;
type Topology = (typeof topologies)[number];
const shape = [["build"], ["unit", "contract"], ["api", "web"], ["test"], ["eu", "us"]];
const stages = shape.flat();

/** The results of a topology's run, for the comparison. */
interface Run {
  readonly work: Readonly<Record<string, readonly unknown[]>>;
  readonly order: readonly string[];
  readonly record: unknown;
  readonly images: readonly unknown[];
  readonly commits: readonly string[];
  readonly jobs: readonly string[];
  /** Jobs whose builds the discarder keeps. */
  readonly kept: readonly string[];
}

describeWith(
  ["git", "java", "buildah", "podman", "skopeo", "docker-registry", "htpasswd", "busybox", "go"],
  "one service in three topologies",
  () => {
    let runner: Runner;
    let lab: Awaited<ReturnType<typeof startBookingLab>>;
    let kustomize = "";
    const homes: string[] = [];
    const runs = new Map<Topology, Run>();

    beforeAll(async () => {
      kustomize = await kustomizePath();
      lab = await startBookingLab();
      runner = await startRunner();
      const base = await pushBaseImage(lab.registry);
      await lab.git.create("booking/booking", join(example, "apps/booking"));
      for (const topology of topologies) runs.set(topology, await run(topology, base.pinned));
    });
    afterAll(async () => {
      await runner?.stop();
      await lab?.stop();
      await Promise.all(homes.map(removeTemporary));
    });

    const of = (topology: Topology): Run => {
      const found = runs.get(topology);
      if (found === undefined) throw new Error(`${topology} has not run`);
      return found;
    };

    it("splits into jobs for each stage, for adjacent stages of one owner, or for all stages", () => {
      expect(topologies.map((topology) => of(topology).jobs.length)).toEqual([8, 6, 1]);
    });

    it.each(topologies.slice(1))("%s does the same work, in the same order, with the same arguments", (topology) => {
      for (const stage of stages) {
        expect(of("per-stage").work[stage]?.length, stage).toBeGreaterThan(1);
        expect(of(topology).work[stage], stage).toEqual(of("per-stage").work[stage]);
      }
      expect(of(topology).order).toEqual(of("per-stage").order);
      expect(of(topology).order).toEqual(orderOf(shape));
    });

    it("keeps only deployed releases and the builds of their images from the discarder", () => {
      const images = ["/platform/booking-api", "/platform/booking-web"];
      const deployed = ["/booking/booking-test", ...images, "/release/booking-eu", "/release/booking-us"];
      expect([...of("per-stage").kept].sort()).toEqual(deployed);
      expect(of("combined").kept).toEqual(of("combined").jobs);
    });

    it.each(topologies.slice(1))("%s gives the same record, images and commits", (topology) => {
      const { record, images, commits } = of("per-stage");
      expect(of(topology)).toMatchObject({ record, images, commits });
      expect(images).toHaveLength(2);
      expect(commits).toHaveLength(3);
      expect(commits.filter((it) => it.includes("Approved-By: rita: looks good"))).toHaveLength(2);
    });

    async function run(topology: Topology, base: string): Promise<Run> {
      const home = await makeTemporary(topology);
      homes.push(home);
      const gitops = {
        test: await lab.git.create(`ops/test-${topology}`),
        live: await lab.git.create(`ops/live-${topology}`),
      };
      const files = await emit(topology, base);
      for (const [name, repository] of [
        ["test", gitops.test],
        ["eu", gitops.live],
        ["us", gitops.live],
      ] as const) {
        const own = files.filter(({ path }) => path.startsWith(`gitops/${name}/`));
        const changes = own.map((it) => [it.path.slice(`gitops/${name}/`.length), it.content]);
        await repository.commit(Object.fromEntries(changes), "Overlays");
      }
      for (const file of files) {
        const path = join(home, "pipelines/out", file.path);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, file.content);
      }
      const controller = await runner.controller(
        configure(
          home,
          files.map(({ path }) => path),
        ),
      );
      const head = topology === "combined" ? "/booking/booking" : "/booking/booking-build";
      await controller.startBuild({ job: head, user: "tim" });
      await controller.idle();
      const builds = await resultsOf(controller);
      for (const build of builds) expect(build.result, build.log).toBe("SUCCESS");
      const text = (value: unknown) => JSON.parse(alike(JSON.stringify(value), home, topology));
      const image = async (name: string) => {
        const { config } = await lab.registry.image(
          name,
          (await lab.registry.tags(name)).find((it) => it.startsWith(topology)) ?? "",
        );
        return text(config.config);
      };
      const commits = [...(await gitops.test.log()), ...(await gitops.live.log())].map(({ message }) => message);
      return {
        ...workOf(shape, builds, text),
        record: await lastRecord(builds, text),
        images: [await image("booking/api"), await image("booking/web")],
        commits: commits
          .filter((it) => it.includes("\nService: "))
          .map((it) => String(text(it)))
          .sort(),
        jobs: [...new Set(builds.map(({ job }) => job))],
        kept: builds.filter(({ kept }) => kept).map(({ job }) => job),
      };
    }

    async function emit(topology: Topology, base: string) {
      const read = async (path: string) => {
        const content = await readFile(join(example, path), "utf8");
        const replaced = content
          .replaceAll("https://git.acme.internal", lab.git.url)
          .replaceAll("git.acme.internal", new URL(lab.git.url).host)
          .replaceAll(/harbor\.acme\.internal\/base\/[^@]+@sha256:[0-9a-f]{64}/g, base)
          .replaceAll("host: harbor.acme.internal", `host: '${lab.registry.host}', insecure: true`)
          .replaceAll("harbor.acme.internal", lab.registry.host)
          .replaceAll(/ops\/(test|live)\.git/g, `ops/$1-${topology}.git`)
          // In a combined pipeline, production's credentials are in the folder of the source's team.
          .replace(/^topology: .*$/m, `topology: ${topology}\npolicy: { severity: { SW470: note } }`)
          .replace("version: 1.0-{commit}", `version: ${topology}-{commit}`);
        return { path, text: replaced };
      };
      const input = { platform: await read("stagewright.yaml"), services: [await read("services/booking.yaml")] };
      const { files, diagnostics } = compile(input);
      if (files === null) throw new Error(JSON.stringify(diagnostics));
      return files;
    }

    function configure(home: string, paths: readonly string[]) {
      const pipelines = join(home, "pipelines");
      const user = (id: string, username = id) =>
        ({ id, kind: "usernamePassword", username, password: passwordOf(username) }) as const;
      return {
        home: join(home, "jenkins"),
        pipelines,
        jobDsl: paths.filter((it) => it.startsWith("jenkins/jobs/")).map((it) => join(pipelines, "out", it)),
        libraries: [{ name: "travel-ci", root: join(pipelines, "out/library"), trusted: false }],
        sandbox: true,
        agents: [
          { name: "source", labels: ["linux", "pull-requests", "delivery"] },
          { name: "daemonless", labels: ["linux-build"] },
        ],
        environment: {
          ...lab.environment,
          PATH: `${kustomize}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
          TMPDIR: home,
        },
        credentials: [
          ...["booking-git", "gitops-test", "gitops-live"].map((id) => user(id)),
          user("harbor-push", "robot"),
          user("harbor-pull", "robot"),
        ],
        inputs: [{ submitter: "rita", groups: ["release-managers"], parameters: { REASON: "looks good" } }],
      };
    }
  },
);

async function startBookingLab() {
  const users = ["booking-git", "gitops-test", "gitops-live"];
  const rights = { read: ["booking/booking"], write: topologies.flatMap((it) => [`ops/test-${it}`, `ops/live-${it}`]) };
  return await startLab({
    registry: { users: [inspector, pusher()] },
    containers: true,
    git: users.map((user) => ({ user, password: passwordOf(user), ...rights })),
  });
}

async function resultsOf(controller: Controller): Promise<BuildResult[]> {
  const builds = await controller.builds();
  return await Promise.all(builds.map((build) => controller.result(build)));
}

/** The record of the last stage, without differences between topologies. */
async function lastRecord(builds: readonly BuildResult[], text: (value: unknown) => unknown): Promise<unknown> {
  const last = builds.at(-1);
  const { producer, approvals, ...record } = JSON.parse(
    await readFile(join(last?.artifactsDir ?? "", "release.json"), "utf8"),
  );
  return { ...(text(record) as object), approved: Object.values(approvals)[0] };
}

/** Removes from a text what differs between runs: places, times and the names that depend on them. */
function alike(value: string, home: string, topology: Topology): string {
  return value
    .replaceAll(home, "HOME")
    .replaceAll(topology, "VERSION")
    .replaceAll(/http:\/\/jenkins[^"\\ ]*/g, "URL")
    .replaceAll(/\/?(booking|quality|platform|release)\/booking(-[a-z]+)?(@\d+)?(?=[#@/"\\ ]|$)/g, "JOB")
    .replaceAll(/sha256:[0-9a-f]{64}/g, "DIGEST");
}
