import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { type ImagePicture, leaksOf, type ProcSampler, pictureOf, startProcSampler } from "../support/lab/index.ts";
import { type EngineUnderTest, engineRows, kanikoIs } from "../support/ledger/engines.ts";
import { leaksIn } from "../support/ledger/residue.ts";
import { apiToken, ledgerNeedles, signingKey } from "../support/ledger/secrets.ts";
import {
  type LedgerSite,
  ledgerCommands,
  type Pipeline,
  type PipelineKeys,
  startLedgerSite,
} from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";
import { type ImageRecord, recordOf } from "../support/shop-runs.ts";

/** Features of image stages; the same for every engine. */
interface Case {
  readonly title: string;
  readonly keys: (site: LedgerSite) => PipelineKeys;
}

const greeting = 'it\'s "quoted" $HOME `id` \\n, twice\nand = again;\n';
/** The greeting in the first release of a pipeline. */
const released = `1.0.1 of main: ${greeting}`;
const base = ({ pinned }: LedgerSite) => ({ base: { image: pinned, argument: "BASE" } });
const mirrored = (host: string) => (site: LedgerSite) => ({
  registries: { far: { host, mirror: `${site.proxy.host}/mirror` } },
  stage: { base: { image: `${host}/base/busybox:1@${site.base.digest}`, argument: "BASE" } },
});

const cases: readonly Case[] = [
  { title: "plain", keys: ({ tagged }) => ({ stage: { buildArguments: { BASE: tagged } } }) },
  {
    title: "build argument and target",
    keys: (site) => ({
      stage: {
        ...base(site),
        target: "ledger",
        buildArguments: { GREETING: `{version} of {branch}: ${greeting}` },
        labels: { "internal.bank.owner": `{version} of {branch}: ${greeting}` },
      },
    }),
  },
  {
    title: "secret",
    keys: (site) => ({
      stage: {
        ...{ ...base(site), dockerfile: "Dockerfile.secret" },
        secrets: { "api-token": "api-token", "signing-key": "signing-key" },
      },
    }),
  },
  {
    title: "two tags",
    keys: (site) => ({ stage: { ...base(site), tags: ["{version}", "of-{commit}"], movingTags: ["{branch}"] } }),
  },
  {
    title: "private CA",
    keys: ({ secure, base: { digest } }) => ({
      site: { caBundle: "bank-ca" },
      registries: { main: { host: secure.host, credentials: { push: "main-push", pull: "main-pull" } } },
      stage: { base: { image: `${secure.host}/base/busybox:1@${digest}`, argument: "BASE" } },
    }),
  },
  { title: "mirror only", keys: mirrored("images.far.example") },
  { title: "mirror of Docker Hub only", keys: mirrored("docker.io") },
  {
    // The base image is pulled over TLS, the image is pushed over plain HTTP, with different logins.
    title: "base of another registry",
    keys: ({ secure, base: { digest } }) => ({
      site: { caBundle: "bank-ca" },
      registries: { bases: { host: secure.host, credentials: { pull: "bases-pull" } } },
      stage: { base: { image: `${secure.host}/base/busybox:1@${digest}`, argument: "BASE" } },
    }),
  },
  // The tag has moved, the digest has not.
  { title: "base by digest", keys: ({ old }) => ({ stage: { base: { image: old, argument: "BASE" } } }) },
];

describeWith(ledgerCommands, "what an image stage is asked for", () => {
  let site: LedgerSite;
  let sampler: ProcSampler;
  const pictures = new Map<string, Map<string, ImagePicture>>();
  /** The images in the releases, by name. */
  const records = new Map<string, ImageRecord>();
  const rows: Record<string, string | number>[] = [];

  beforeAll(async () => {
    console.info(`kaniko is ${kanikoIs}.`);
    site = await startLedgerSite();
    sampler = await startProcSampler();
  });
  afterAll(async () => {
    console.table(rows);
    await site?.stop();
  });

  describe.each(engineRows)("$title", (engine) => {
    it.each(cases)("$title", async ({ title, keys }) => {
      const pipeline = await site.pipeline(engine, title, keys(site));
      const image = green(await pipeline.release());
      note(engine, title, image);
      remember(title, engine, await pictured(pipeline, image));
    });

    it("cache twice: a step does not run again if its inputs did not change", async () => {
      const { application, sink } = site;
      const pipeline = await site.pipeline(engine, "cache", {
        stage: {
          ...{ ...base(site), dockerfile: "Dockerfile.cached", cache: `ledger/cache-of-${engine.title}` },
        },
      });
      sink.clear();
      const first = green(await pipeline.release());
      note(engine, "cache, empty", first);
      expect(sink.requests).toHaveLength(1);
      await site.forgetLayers();
      await application.reset(site.commits.changed);
      const second = green(await pipeline.release());
      note(engine, "cache, filled", second);
      expect(sink.requests, second.log).toHaveLength(1);
      remember("cache", engine, await pictured(pipeline, second));
      // Skipping the step saves three seconds, which a busy machine may lose once.
      const third = second.seconds < first.seconds ? second : green(await pipeline.release());
      expect(third.seconds).toBeLessThan(first.seconds);
      await application.reset(site.commits.first);
    });
  });

  it.each([...cases, { title: "cache" }])("$title: the same image with every engine", ({ title }) => {
    const [first, ...others] = [...(pictures.get(title) ?? [])];
    expect(others).toHaveLength(engineRows.length - 1);
    for (const [name, picture] of others) expect(picture, `${name} and ${first?.[0]}`).toEqual(first?.[1]);
  });

  it("has the requested features", () => {
    const of = (title: string) => pictures.get(title)?.get("docker");
    expect(of("build argument and target")?.config).toMatchObject({
      ...{ User: "nobody", WorkingDir: "/srv/ledger", Cmd: ["sh", "-c", "cat greeting"] },
      ...{ Env: ["PATH=/bin", "LEDGER_HOME=/srv/ledger", "LANG=C.UTF-8"], Labels: { "internal.bank.owner": released } },
    });
    expect(of("plain")?.config.Env).toContain("AUDIT=on");
    expect(of("base by digest")?.config.Env).toContain("AGE=old");
    expect(of("build argument and target")?.tree["/srv/ledger/greeting"]).toContain(`file 640 0:0 ${sum(released)}`);
    expect(of("plain")?.tree["/srv/ledger/run.sh"]).toContain("file 755 65534:65534");
    expect(of("secret")?.tree["/token.sum"]).toContain(sum(`${sum(apiToken, 64)}  -\n`));
    expect(of("secret")?.tree["/key.sum"]).toContain(sum(`${sum(signingKey, 64)}  -\n`));
  });

  it("records the base by its digest", () => {
    for (const { title: name } of engineRows) {
      expect(records.get(`ledger/base-by-digest-${name}`)?.baseDigest).toBe(site.old.replace(/.*@/, ""));
      expect(records.get(`ledger/two-tags-${name}`)?.baseDigest).toBe(site.base.digest);
    }
  });

  it("has the same layers and times from the same sources, built twice by buildah", async () => {
    const images = ["plain", "two-tags"].map((title) => `ledger/${title}-buildah`);
    const [first, second] = await Promise.all(
      images.map((name) => site.registry.image(name, records.get(name)?.digest ?? "")),
    );
    expect(second?.config.rootfs.diff_ids).toEqual(first?.config.rootfs.diff_ids);
    expect(second?.config.created).toBe(first?.config.created);
  });

  it("leaves no secret in files or arguments", async () => {
    const { commands, rounds } = await sampler.stop();
    expect(rounds).toBeGreaterThan(100);
    expect(commands.flatMap((words) => leaksOf(words.join("\0"), ledgerNeedles()))).toEqual([]);
    const { files, leaks } = await leaksIn(site);
    expect(leaks).toEqual([]);
    expect(files).toBeGreaterThan(1000);
  });

  function green(image: BuildResult): BuildResult {
    expect(image.result, image.log).toBe("SUCCESS");
    expect(image.violations).toEqual([]);
    return image;
  }

  function note({ title: name }: EngineUnderTest, title: string, { trace, seconds }: BuildResult): void {
    const sh = trace.filter(({ step }) => step === "sh").length;
    rows.push({ case: title, engine: name, steps: trace.length, sh, seconds: Number(seconds.toFixed(1)) });
  }

  function remember(title: string, { title: name }: EngineUnderTest, picture: ImagePicture): void {
    pictures.set(title, (pictures.get(title) ?? new Map()).set(name, picture));
  }

  /** Every tag of the record has the record's digest. */
  async function pictured({ name }: Pipeline, image: BuildResult): Promise<ImagePicture> {
    const record = (await recordOf(image)).images[name];
    if (record === undefined) throw new Error(`${name} is not in the release`);
    records.set(name, record);
    const { repository, digest, tags } = record;
    const registry = repository.startsWith(site.secure.host) ? site.secure : site.registry;
    expect(tags.length).toBeGreaterThan(0);
    for (const tag of tags) expect(await registry.digest(name, tag)).toBe(digest);
    return pictureOf(registry, name, digest);
  }

  function sum(text: string, length = 16): string {
    return createHash("sha256").update(text).digest("hex").slice(0, length);
  }
});
