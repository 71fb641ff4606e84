import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { pushBaseImage } from "../support/lab/index.ts";
import { engineRows, kanikoIs } from "../support/ledger/engines.ts";
import { killBuilder, killScript, leaksIn, residueOf } from "../support/ledger/residue.ts";
import { auditor, robot } from "../support/ledger/secrets.ts";
import { flagOf, type LedgerSite, ledgerCommands, type Pipeline, startLedgerSite } from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf } from "../support/shop-runs.ts";

/** An external failure; the same for every engine. */
interface Failure {
  readonly title: string;
  /** The expected message, for every engine. */
  readonly sentence: RegExp;
  readonly result?: "ABORTED";
  /** Only on agents with a label: in a pod, all processes end with its containers. */
  readonly onLabels?: true;
  readonly inject: (site: LedgerSite, pipeline: Pipeline) => Promise<void> | void;
  readonly fix: (site: LedgerSite, pipeline: Pipeline) => Promise<void> | void;
  /** Causes the failure while the build runs. */
  readonly meanwhile?: (site: LedgerSite, pipeline: Pipeline) => Promise<void>;
}

const host = String.raw`127\.0\.0\.1:\d+`;
const image = `${host}/ledger/[a-z-]+:[0-9a-z.-]+`;

const failures: readonly Failure[] = [
  {
    title: "wrong password",
    sentence: new RegExp(
      `^The registry ${host} rejected the login with the credential main-push; check its user and password\\.$`,
    ),
    // The password is changed in the registry, so Jenkins' credential is out of date.
    inject: ({ registry }) => registry.allow([auditor, { ...robot, password: "changed" }]),
    fix: ({ registry }) => registry.allow([auditor, robot]),
  },
  {
    title: "registry down during the push",
    sentence: new RegExp(`^The image could not be pushed to ${image}: .+`),
    inject: ({ proxy }) =>
      proxy.decide(({ method = "", url = "" }) =>
        ["PATCH", "PUT"].includes(method) && url.includes("/blobs/uploads/") ? "cut" : "pass",
      ),
    fix: ({ proxy }) => proxy.decide(() => "pass"),
  },
  {
    title: "base image missing",
    sentence: new RegExp(`^The base image ${host}/base/busybox:1@sha256:[0-9a-f]{64} could not be pulled: .+`),
    inject: ({ registry, base }) => registry.remove(base.repository, base.digest),
    fix: async ({ registry }) => {
      await pushBaseImage(registry);
    },
  },
  {
    title: "second step of the Dockerfile",
    sentence: /^The image could not be built from Dockerfile\.ordered; the log above names the step that failed\.$/,
    inject: ({ sink }) => sink.answer(() => ({ body: "echo not today >&2\nexit 3\n" })),
    fix: ({ sink }) => sink.answer(() => ({ body: "true\n" })),
  },
  {
    title: "disk full",
    sentence: /^The disk of the agent builder is full, so the image cannot be built\. Free disk space on the agent\.$/,
    inject: async ({ sink, disk }) => {
      sink.answer(() => ({ body: "dd if=/dev/zero of=/large bs=1M count=200\n" }));
      await disk.fill(100);
    },
    fix: async ({ sink, disk }) => {
      sink.answer(() => ({ body: "true\n" }));
      await disk.empty();
    },
  },
  {
    title: "digest file empty",
    sentence: new RegExp(`^No digest was written for ${image}: the image was not pushed; see the log above\\.$`),
    inject: async (_, { agent }) => {
      await mkdir(dirname(flagOf(agent)), { recursive: true });
      await writeFile(flagOf(agent), "");
    },
    fix: (_, { agent }) => rm(flagOf(agent)),
  },
  {
    title: "tag exists with another digest",
    sentence: new RegExp(`^${image} already exists but is a different image: .+`),
    inject: async ({ registry }, { name }) => {
      await pushBaseImage(registry, { repository: name, tag: "1.0.1" });
    },
    fix: async ({ registry, base }, { name }) => registry.remove(name, base.digest),
  },
  {
    title: "abort during the build",
    sentence: /^Aborted by operator$/,
    result: "ABORTED",
    ...duringBuild((pipeline) => pipeline.abort("operator")),
  },
  {
    // Like a lack of memory: the build has no time for a clean-up.
    title: "kill of the builder",
    onLabels: true,
    sentence: /^The image could not be built from Dockerfile\.ordered; the log above names the step that failed\.$/,
    ...duringBuild(killBuilder),
  },
  {
    // The build process outlives its script, like after an abort.
    title: "kill of the script",
    onLabels: true,
    sentence: /^Build the image with [a-z]+ failed with exit code 137; see the log above\.$/,
    ...duringBuild(killScript),
  },
];

/** A build that runs for a long time, and its failure. */
function duringBuild(happens: (pipeline: Pipeline) => Promise<void>): Pick<Failure, "inject" | "meanwhile" | "fix"> {
  return {
    inject: ({ sink }) => sink.answer(() => ({ body: "sleep 600\n" })),
    meanwhile: async ({ sink }, pipeline) => {
      sink.clear();
      await vi.waitFor(() => expect(sink.requests).not.toEqual([]), { timeout: 300_000, interval: 100 });
      await happens(pipeline);
    },
    fix: ({ sink }) => sink.answer(() => ({ body: "true\n" })),
  };
}

describeWith(ledgerCommands, "an image stage that fails", () => {
  let site: LedgerSite;
  const rows: Record<string, string | number>[] = [];

  beforeAll(async () => {
    console.info(`kaniko is ${kanikoIs}.`);
    site = await startLedgerSite();
  });
  afterAll(async () => {
    console.table(rows);
    await site?.stop();
  });

  describe.each(engineRows)("$title", (engine) => {
    const { kubernetes = false } = engine.agent;
    it.each(failures.filter(({ onLabels }) => !onLabels || !kubernetes))(
      "$title: one message, no leftovers, and the next build succeeds",
      async (failure) => {
        const { title, sentence, result = "FAILURE", inject, fix, meanwhile } = failure;
        const pipeline = await site.pipeline(engine, title, {
          site: { caBundle: "bank-ca" },
          stage: {
            ...{ base: { image: site.pinned, argument: "BASE" }, dockerfile: "Dockerfile.ordered" },
            buildArguments: { ORDERS: `${site.sink.url}/${engine.title}/${encodeURIComponent(title)}` },
            secrets: { "api-token": "api-token", "signing-key": "signing-key" },
          },
        });
        const before = await residueOf(site, pipeline);
        await inject(site, pipeline);
        const building = pipeline.release();
        await meanwhile?.(site, pipeline);
        const image = await building;
        await fix(site, pipeline);
        expect(image.result, image.log).toBe(result);
        expect(image.error, image.log).toMatch(sentence);
        expect(image.error?.trim().split("\n")).toHaveLength(1);
        await expectNothingLeft(pipeline, before);
        const next = await pipeline.again();
        await expectDone(pipeline, next);
        await expectNothingLeft(pipeline, before);
        rows.push({ failure: title, engine: engine.title, seconds: seconds(image), "next build": seconds(next) });
      },
    );
  });

  /** Processes of a stopping daemon take a moment to end. */
  async function expectNothingLeft(pipeline: Pipeline, before: Awaited<ReturnType<typeof residueOf>>): Promise<void> {
    const left = async () => expect(await residueOf(site, pipeline)).toEqual(before);
    await vi.waitFor(left, { timeout: 30_000, interval: 500 });
    expect((await leaksIn(site)).leaks).toEqual([]);
  }

  async function expectDone({ name }: Pipeline, next: BuildResult): Promise<void> {
    expect(next.result, next.log).toBe("SUCCESS");
    const { digest, tags } = (await recordOf(next)).images[name] ?? { digest: "", tags: [] };
    for (const tag of tags) expect(await site.registry.digest(name, tag)).toBe(digest);
  }

  function seconds(build: BuildResult): number {
    return Number(build.seconds.toFixed(1));
  }
});
