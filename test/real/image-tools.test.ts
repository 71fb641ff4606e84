import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type BuildResult,
  type Controller,
  type CredentialConfig,
  type Runner,
  startRunner,
} from "../../generator/rehearse/index.ts";
import { pushBuilderImage } from "../support/image-tools/builder-image.ts";
import { dockerWithBuildx, imageToolsFolder, standIns } from "../support/image-tools/tools.ts";
import { makeTemporary, pushBaseImage, removeTemporary } from "../support/lab/index.ts";
import { enginesUnderTest, kanikoIs } from "../support/ledger/engines.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf, succeeded } from "../support/shop-runs.ts";
import { inspector } from "../support/shop-secrets.ts";
import { type ShopSite, shopCommands, startShopSite } from "../support/shop-site.ts";

/** This machine's platform, which the base image has. */
const own = `linux/${process.arch === "x64" ? "amd64" : process.arch}`;

const kaniko = enginesUnderTest.find(({ name }) => name === "kaniko");

const keyPassword = "cosign canary 71b3";

describeWith(shopCommands, "what happens to an image after the build", () => {
  let site: ShopSite;
  let folder: string;
  let tools: string;
  let builder: string;
  let environment: Readonly<Record<string, string>>;
  let credentials: CredentialConfig[];
  let runner: Runner;

  beforeAll(async () => {
    console.info(`kaniko is ${kanikoIs}.`);
    [site, tools, folder] = await Promise.all([startShopSite(), imageToolsFolder(), makeTemporary("image-tools")]);
    runner = await startRunner();
    builder = await pushBuilderImage(tools, site.lab.docker, site.lab.registry, inspector);
    const client = await dockerWithBuildx(join(folder, "bin"), tools);
    await execa(join(tools, "cosign"), ["generate-key-pair"], { cwd: folder, env: { COSIGN_PASSWORD: keyPassword } });
    environment = { PATH: `${client}:${standIns}:${tools}` };
    const key = await readFile(join(folder, "cosign.key"), "utf8");
    credentials = [
      { folder: "/platform", id: "cosign-key", kind: "file", fileName: "cosign.key", content: key },
      { folder: "/platform", id: "cosign-password", kind: "string", secret: keyPassword },
    ];
    await find([]);
    const files = { Plainfile: "ARG BASE\nFROM $BASE\nCOPY package.json /app/\n", ".dockerignore": null };
    await site.repositories.catalog.commit(files, "A Dockerfile that runs nothing");
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
    if (folder) await removeTemporary(folder);
  });

  /** The findings of the fake trivy. */
  async function find(severities: readonly string[]): Promise<void> {
    const found = severities.map((Severity, index) => ({ VulnerabilityID: `CVE-2026-${index}`, Severity }));
    await writeFile(join(folder, "findings.json"), JSON.stringify(found));
  }

  /** A controller with only the catalog, with additional keys in its image stage. */
  async function start(more: Readonly<Record<string, unknown>>, base = site.base.pinned): Promise<Controller> {
    const settings = `  tools:\n    syft: { keep: [archive, attach] }\n    cosign: { key: cosign-key, password: cosign-password }\n    trivy: { cache: ${folder} }\n`;
    const tree = await site.emit(
      {
        stages: (service: string) => [
          { id: "build", kind: "source", owner: service, tool: "command", command: "true" },
          {
            ...{ id: "image", kind: "image", owner: "platform", engine: "buildah", dockerfile: "Plainfile" },
            ...{
              image: { registry: "harbor", name: `${service}/${service}` },
              base: { image: base, argument: "BASE" },
            },
            ...more,
          },
        ],
        branches: [{ branch: "main", through: "image" }],
      },
      (text) =>
        text
          .replace("  tools:\n", () => settings)
          .replace("engines:\n", (line) => `${line}  buildkit: { agent: { label: linux-build } }\n`)
          .replace("engines:\n", (line) => `${line}  kaniko: ${JSON.stringify(kaniko?.settings)}\n`)
          .replace("network: host", () => `network: host, builder: '${builder}'`),
    );
    const { config } = tree;
    const path = `${environment.PATH}:${config.environment?.PATH}`;
    return runner.controller({
      ...config,
      agents: [...(config.agents ?? []), ...(kaniko ? [kaniko.agent] : [])],
      environment: { ...config.environment, ...environment, PATH: path },
      credentials: [...(config.credentials ?? []), ...credentials],
    });
  }

  async function build(controller: Controller) {
    await controller.startBuild({ job: "/catalog/catalog-build" });
    await succeeded(controller, "/catalog/catalog-build", 1);
    await controller.idle();
    return controller.wait({ job: "/platform/catalog-image", number: 1 });
  }

  /** cosign, as a deployment would call it. */
  async function verify(command: "verify" | "verify-attestation", image: string, ...more: string[]) {
    const login = Buffer.from(`${inspector.user}:${inspector.password}`).toString("base64");
    const config = { auths: { [site.lab.registry.host]: { auth: login } } };
    await writeFile(join(folder, "config.json"), JSON.stringify(config), { mode: 0o600 });
    const flags = ["--key", join(folder, "cosign.pub"), "--insecure-ignore-tlog", "--allow-http-registry", ...more];
    return execa(join(tools, "cosign"), [command, ...flags, image], { env: { DOCKER_CONFIG: folder } });
  }

  describe.each(enginesUnderTest.map(({ name }) => name))("by %s", (engine) => {
    const tags = [`${engine}-{build}`];

    it("is scanned and signed, and gets an SBOM", async () => {
      const controller = await start({ engine, tags, platforms: [own], sbom: true, sign: true, scan: "high" });
      const result = await build(controller);
      expect(result.result, result.log).toBe("SUCCESS");
      const image = Object.values((await recordOf(result)).images)[0];
      const digest = `${image?.repository}@${image?.digest}`;
      const sbom = JSON.parse(await readFile(join(result.artifactsDir, "sbom.json"), "utf8"));
      expect(sbom.bomFormat).toBe("CycloneDX");
      const scan = JSON.parse(await readFile(join(result.artifactsDir, "scan.json"), "utf8"));
      expect(scan.ArtifactName).toBe(digest);
      expect((await verify("verify", digest)).stdout).toContain(image?.digest);
      await verify("verify-attestation", digest, "--type", "cyclonedx");
      expect(result.log).not.toContain(keyPassword);
      if (engine === "kaniko") expectPodOfKaniko(result);
    });

    it("fails for vulnerabilities at the threshold, and reports their number", async () => {
      await find(["LOW", "HIGH", "CRITICAL", "MEDIUM", "HIGH"]);
      const result = await build(await start({ engine, tags: [`${engine}-scan-{build}`], scan: "high", sign: true }));
      await find([]);
      expect(result.result).toBe("FAILURE");
      expect(result.error).toMatch(/^trivy found 3 known vulnerabilities of severity high or above in .*@sha256:/);
      const scan = JSON.parse(await readFile(join(result.artifactsDir, "scan.json"), "utf8"));
      expect(scan.Results[0].Vulnerabilities).toHaveLength(3);
      expect(result.log).not.toContain("Sign the image");
    });

    it("fails for a platform that the base image lacks", async () => {
      const result = await build(await start({ engine, tags: [`${engine}-arm-{build}`], platforms: ["linux/arm64"] }));
      expect(result.error).toBe(
        `The base image ${site.base.pinned} does not exist for the platform linux/arm64. Use another base image, or remove the platform.`,
      );
    });
  });

  it.each(["buildah", "buildkit", "docker"])(
    "is built by %s for several platforms, with the digest of their index",
    async (engine) => {
      const architectures = ["amd64", "arm64"];
      const base = await pushBaseImage(site.lab.registry, { repository: "base/several", architectures });
      const platforms = architectures.map((it) => `linux/${it}`);
      const tags = [`several-${engine}-{build}`, `more-${engine}-{build}`];
      const before = await leftByDocker();
      const more = { engine, platforms, tags, movingTags: [`moving-${engine}`], sign: true };
      const controller = await start(more, base.pinned);
      const result = await build(controller);
      expect(result.result, result.log).toBe("SUCCESS");
      const image = Object.values((await recordOf(result)).images)[0];
      await controller.startBuild({ job: "/platform/catalog-image", parameters: { UPSTREAM_BUILD: "1" } });
      const again = await controller.wait({ job: "/platform/catalog-image", number: 2 });
      expect(again.log).toContain("already exists for this release; the build is skipped.");
      expect(Object.values((await recordOf(again)).images)[0]?.digest).toBe(image?.digest);
      for (const tag of [...(image?.tags ?? []), `moving-${engine}`]) {
        expect(await site.lab.registry.digest("catalog/catalog", tag)).toBe(image?.digest);
      }
      const { stdout } = await execa("skopeo", [
        "inspect",
        "--raw",
        "--tls-verify=false",
        "--creds",
        `${inspector.user}:${inspector.password}`,
        `docker://${image?.repository}@${image?.digest}`,
      ]);
      const found = JSON.parse(stdout).manifests.map(
        (it: { platform: { architecture: string } }) => it.platform.architecture,
      );
      expect(found.sort()).toEqual(architectures);
      await verify("verify", `${image?.repository}@${image?.digest}`);
      expect(await leftByDocker()).toEqual(before);
    },
  );

  /** A separate pod. kaniko's container builds and cleans up, with the shell that a build does not replace. */
  function expectPodOfKaniko({ trace }: BuildResult): void {
    expect(trace.filter(({ step }) => step === "podTemplate")).toHaveLength(1);
    const entered = trace.filter(({ step }) => step === "container").map((it) => it.arguments);
    const visit = { name: "kaniko", shell: "/busybox/sh" };
    expect(entered.filter(({ name }) => name === "kaniko")).toEqual([visit, visit]);
    for (const tool of ["Scan the image", "Create the SBOM", "Sign the image"]) {
      expect(trace.find((it) => it.arguments.label === tool)?.container, tool).toBe("tools");
    }
  }

  /** Lists builders that the clean-up did not remove. */
  async function leftByDocker() {
    const { docker } = site.lab;
    const { stdout: volumes } = await execa("docker", ["volume", "ls", "--quiet"], { env: docker.environment });
    return { containers: await docker.containers(), volumes };
  }
});
