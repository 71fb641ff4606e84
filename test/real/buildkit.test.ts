import { dirname } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { type BuildkitDaemon, startBuildkitDaemon } from "../support/lab/buildkit-daemon.ts";
import { pictureOf } from "../support/lab/index.ts";
import { type EngineUnderTest, enginesUnderTest, rootlessUnderTest } from "../support/ledger/engines.ts";
import { leaksIn, residueOf } from "../support/ledger/residue.ts";
import { auditor } from "../support/ledger/secrets.ts";
import { type LedgerSite, ledgerCommands, type Pipeline, startLedgerSite } from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf } from "../support/shop-runs.ts";

const [own] = enginesUnderTest.filter(({ name }) => name === "buildkit") as [EngineUnderTest];

describeWith(ledgerCommands, "BuildKit's daemons", () => {
  let site: LedgerSite;
  let daemon: BuildkitDaemon;

  beforeAll(async () => {
    site = await startLedgerSite();
    daemon = await startBuildkitDaemon([site.proxy.host]);
  });
  afterAll(async () => {
    await daemon?.stop();
    await site?.stop();
  });

  const base = () => ({ base: { image: site.pinned, argument: "BASE" } });
  const remote = (title: string, settings: Readonly<Record<string, unknown>>): EngineUnderTest => ({
    ...own,
    title,
    settings: { ...own.settings, host: daemon.host, ...settings },
  });
  const certificates = () => [
    { folder: "/containers", id: "buildkit-client", kind: "file" as const, fileName: "a.pem", content: daemon.client },
  ];

  it("a remote daemon with certificates builds the same image; the agent keeps nothing", async () => {
    const engine = remote("remote", { certificates: "buildkit-client" });
    const keys = { stage: base(), credentials: certificates() };
    const pipeline = await site.pipeline(engine, "certificates", keys);
    const before = await residueOf(site, pipeline);
    const far = green(await pipeline.release());
    expect(await residueOf(site, pipeline)).toEqual(before);
    expect((await leaksIn(site)).leaks).toEqual([]);
    const near = await site.pipeline(own, "own daemon", keys);
    expect(await pictured(pipeline, far)).toEqual(await pictured(near, green(await near.release())));
    const steps = far.trace.filter(({ step }) => step === "sh").map(({ arguments: given }) => label(given));
    expect(steps.length).toBeLessThanOrEqual(5);
    expect(steps).not.toContain(undefined);
  });

  it("a remote daemon gives an image no cache of a RUN line that another image wrote", async () => {
    const run = "cat /kept/text 2>/dev/null || echo nothing is kept; echo changed by another image >/kept/text";
    const lines = ["ARG BASE", "FROM ${BASE}", "ARG TEAM", `RUN --mount=type=cache,target=/kept ${run}`, ""];
    await site.application.commit({ "Dockerfile.kept": lines.join("\n") }, "Keep a file");
    const build = async (name: string) => {
      const engine = remote(name, { certificates: "buildkit-client" });
      const stage = { ...base(), dockerfile: "Dockerfile.kept", buildArguments: { TEAM: name } };
      const pipeline = await site.pipeline(engine, name, { stage, credentials: certificates() });
      return green(await pipeline.release()).log;
    };
    expect(await build("one")).toContain("nothing is kept\n");
    const other = await build("another");
    await site.application.reset(site.commits.first);
    expect(other).toContain("nothing is kept\n");
    expect(other).not.toMatch(/^#\d+ [\d.]+ changed by another image/m);
  });

  it("a remote daemon rejects a client without a certificate, and the build says so", async () => {
    const pipeline = await site.pipeline(remote("bare", {}), "bare", { stage: base() });
    const { result, error } = await pipeline.release();
    expect(result).toBe("FAILURE");
    expect(error).toMatch(/^The BuildKit daemon at tcp:\/\/127\.0\.0\.1:\d+ does not respond: .+/);
  });

  it("a remote daemon that is down ends the build with a message", async () => {
    const engine = remote("down", { host: "tcp://127.0.0.1:9", certificates: "buildkit-client" });
    const pipeline = await site.pipeline(engine, "down", { stage: base(), credentials: certificates() });
    const { result, error } = await pipeline.release();
    expect(result).toBe("FAILURE");
    expect(error).toMatch(/^The BuildKit daemon at tcp:\/\/127\.0\.0\.1:9 does not respond: .+/);
  });

  it.each([own, rootlessUnderTest])(
    "$title: a RUN line finds no login in the processes that it sees",
    async (engine) => {
      const pipeline = await site.pipeline(engine, "search", {
        stage: { ...base(), dockerfile: "Dockerfile.ordered", buildArguments: { ORDERS: `${site.sink.url}/search` } },
      });
      const state = `${dirname(pipeline.agent)}/builder/workspace/containers/ledger-image@tmp/image`;
      const search = `seen=0 found=
for process in /proc/[0-9]*; do
  seen=$((seen + 1))
  grep -q ${"REGISTRY"}_USER "$process/environ" 2>/dev/null && found="$found environ"
  ls "$process/root${state}" >/dev/null 2>&1 && found="$found state"
  ls "$process/cwd/../pull" >/dev/null 2>&1 && found="$found login"
done
ls ${state} >/dev/null 2>&1 && found="$found folder"
[ -e /dev/otel-grpc.sock ] && found="$found traces"
echo "saw $seen processes, found \${found:-nothing}"
`;
      site.sink.answer(() => ({ body: search }));
      const { log } = green(await pipeline.release());
      site.sink.answer(() => ({ body: "true\n" }));
      expect(log).toMatch(/saw \d+ processes, found nothing/);
      // In the pod, a RUN line sees the processes of the container, but cannot read them.
      const seen = Number(/saw (\d+) processes/.exec(log)?.[1]);
      if (engine === own) expect(seen).toBeLessThan(8);
      else expect(seen).toBeGreaterThan(8);
    },
  );

  it.each([own])("$title: an image for two platforms is one index with a cache", async (engine) => {
    await site.application.commit({ "Dockerfile.copy": "FROM scratch\nCOPY files/ /files/\n" }, "Without RUN lines");
    const pipeline = await site.pipeline(engine, "platforms", {
      stage: {
        ...{ dockerfile: "Dockerfile.copy", platforms: ["linux/amd64", "linux/arm64"] },
        cache: `ledger/cache-platforms-${engine.title}`,
      },
    });
    const image = green(await pipeline.release());
    await site.application.reset(site.commits.first);
    const record = (await recordOf(image)).images[pipeline.name];
    const reader = ["--tls-verify=false", "--creds", `${auditor.user}:${auditor.password}`];
    const { stdout } = await execa("skopeo", [
      ...["inspect", "--raw", ...reader],
      `docker://${record?.repository}@${record?.digest}`,
    ]);
    const { manifests } = JSON.parse(stdout) as { manifests: { platform: { architecture: string } }[] };
    expect(manifests.map(({ platform }) => platform.architecture).sort()).toEqual(["amd64", "arm64"]);
  });

  function label(given: unknown): string | undefined {
    return (given as { label?: string })?.label;
  }

  function green(image: BuildResult): BuildResult {
    expect(image.result, image.log).toBe("SUCCESS");
    expect(image.violations).toEqual([]);
    return image;
  }

  async function pictured({ name }: Pipeline, image: BuildResult) {
    return pictureOf(site.registry, name, (await recordOf(image)).images[name]?.digest ?? "");
  }
});
