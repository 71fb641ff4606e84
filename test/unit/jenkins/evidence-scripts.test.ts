import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { evidenceScripts } from "../../support/evidence-scripts.ts";

const scripts = evidenceScripts();
const image = "harbor.acme.internal/shop/shop";
const digest = `sha256:${"a".repeat(64)}`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "stagewright-evidence-"));
  await mkdir(join(folder, "state"));
  await writeFile(join(folder, "state/digest"), digest);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a script with a `cosign` of these lines. */
async function run(script: string, cosign: readonly string[] | null, environment: Record<string, string>) {
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  if (cosign !== null) {
    await writeFile(join(bin, "cosign"), ["#!/bin/sh", ...cosign, ""].join("\n"));
    await chmod(join(bin, "cosign"), 0o755);
  }
  const state = join(folder, "state");
  const env = { SITE_PATH: `${bin}:/usr/bin:/bin`, PATH: "/usr/bin:/bin", HOME: folder, STATE: state, ...environment };
  const { exitCode } = await execa("sh", ["-c", scripts.get(script) ?? "exit 9"], {
    cwd: folder,
    env,
    extendEnv: false,
    reject: false,
  });
  const failure = await readFile(join(state, "failure"), "utf8").catch(() => "");
  return { exitCode, failure: failure.trim() };
}

describe("the predicate of a provenance", () => {
  const attach = (values: Record<string, string>) =>
    run("image/provenance.sh", [`[ "$1" = attest ] || exit 0`, `cp "$STATE/provenance.json" '${folder}/predicate'`], {
      ...{ IMAGE: image, REGISTRY_INSECURE: "false", COSIGN_KEY: "key", PLATFORMS: "linux/amd64,linux/arm64" },
      ...{ PROVENANCE_SERVICE: "shop", PROVENANCE_STAGE: "image", PROVENANCE_ENGINE: "buildah" },
      ...{ PROVENANCE_CONTEXT: ".", PROVENANCE_DOCKERFILE: "Dockerfile", PROVENANCE_VERSION: "1.2.3" },
      ...{ PROVENANCE_REPOSITORY: "https://git.acme.internal/shop.git", PROVENANCE_COMMIT: "c".repeat(40) },
      ...{ PROVENANCE_SOURCE_BUILD: "/shop/shop-build#7", PROVENANCE_BUILD: "/platform/shop-image#3" },
      ...{ PROVENANCE_BUILDER: "jenkins:/platform/shop-image", BASE: `${image}:17@sha256:${"b".repeat(64)}` },
      ...values,
    });
  const predicate = async () => JSON.parse(await readFile(join(folder, "predicate"), "utf8"));

  it("has the fields of SLSA v1", async () => {
    expect(await attach({})).toEqual({ exitCode: 0, failure: "" });
    expect(await predicate()).toEqual({
      buildDefinition: {
        buildType: "https://github.com/stagewright/stagewright/image/v1",
        externalParameters: {
          ...{ service: "shop", stage: "image", image, dockerfile: "Dockerfile", context: "." },
          platforms: ["linux/amd64", "linux/arm64"],
        },
        internalParameters: { engine: "buildah", version: "1.2.3", sourceBuild: "/shop/shop-build#7" },
        resolvedDependencies: [
          { uri: "git+https://git.acme.internal/shop.git", digest: { gitCommit: "c".repeat(40) } },
          { uri: `oci://${image}:17`, digest: { sha256: "b".repeat(64) } },
        ],
      },
      runDetails: {
        builder: { id: "jenkins:/platform/shop-image" },
        metadata: { invocationId: "/platform/shop-image#3" },
      },
    });
  });

  it("leaves out the platforms and the base that a stage does not set, and has its command", async () => {
    await attach({ PLATFORMS: "", BASE: "", PROVENANCE_COMMAND: "make image" });
    const { buildDefinition } = await predicate();
    expect(buildDefinition.externalParameters).toMatchObject({ command: "make image", platforms: [] });
    expect(buildDefinition.externalParameters).not.toHaveProperty("dockerfile");
    expect(buildDefinition.resolvedDependencies).toHaveLength(1);
  });

  it.each([
    'x", "commit": "y',
    "back\\slash \\u0041 \\",
    "two\nlines\tand \u0001\u001f\u007f",
    "$(touch ran) `touch ran` %s %c & ; ' {{x}}",
    "ümlaut ☃ 😀",
  ])("contains %j as data", async (value) => {
    await attach({ PROVENANCE_COMMAND: value, PROVENANCE_SERVICE: value });
    expect((await predicate()).buildDefinition.externalParameters).toMatchObject({ command: value, service: value });
    await expect(readFile(join(folder, "ran"))).rejects.toThrow();
  });
});

describe("the verification before a deployment", () => {
  const verify = (cosign: readonly string[] | null, requires: string, more: Record<string, string> = {}) =>
    run("deploy/verify.sh", cosign, {
      ...{ ENVIRONMENT: "prod", REQUIRES: requires, PUBLIC_KEY: "-----BEGIN PUBLIC KEY-----", IMAGE_COUNT: "1" },
      ...{ IMAGE_0: `${image}@${digest}`, INSECURE_0: "false", REGISTRY_COUNT: "0", ...more },
    });
  const statement = (text: string) => Buffer.from(text).toString("base64");
  const envelope = (text: string) => `{"payloadType":"application/vnd.in-toto+json","payload":"${statement(text)}"}`;
  const printing = (...lines: string[]) => ["cat <<'END'", ...lines, "END"];

  it("needs cosign", async () => {
    expect(await verify(null, "signature")).toEqual({
      exitCode: 1,
      failure:
        "cosign is not installed on this agent, but environments.prod.requires verifies images with it. Install it on the agents that deliver.",
    });
  });

  it.each(["signature", "provenance", "sbom", "scan"])("fails without a %s of the site's key", async (evidence) => {
    const { exitCode, failure } = await verify(["exit 1"], evidence);
    expect(exitCode).toBe(1);
    expect(failure).toContain(
      `environments.prod requires ${evidence}, but the site's key signed no ${evidence} of ${image}@${digest}`,
    );
  });

  it.each([
    ["cosign container image signature", 0],
    ["https://sigstore.dev/cosign/sign/v1", 0],
    ["https://slsa.dev/provenance/v1", 1],
  ])("compares the type of a signature: %s", async (type, exitCode) => {
    const printed = printing(`[{"critical":{"type":"${type}"},"optional":{}}]`);
    expect(await verify(printed, "signature")).toMatchObject({ exitCode });
  });

  it("passes on the provenances that the key signed, and drops ambiguous ones", async () => {
    const printed = printing(
      envelope('{"a":\n1}'),
      `{"payload":"${statement("{}")}","PAYLOAD":"${statement('{"b":1}')}"}`,
      `{"payload":"${statement("{}")}","pay\\u006coad":"${statement('{"b":1}')}"}`,
      envelope('{"c":1}'),
    );
    expect(await verify(printed, "provenance")).toEqual({ exitCode: 0, failure: "" });
    expect(await readFile(join(folder, "state/provenance-0"), "utf8")).toBe('{"a":1}\n{"c":1}\n');
  });

  it("logs in to the registries that need it", async () => {
    const logins = { REGISTRY_COUNT: "2", REGISTRY_0: "open.acme.internal", REGISTRY_1: "docker.io" };
    const login = { REGISTRY_1_USER: "robot", REGISTRY_1_PASSWORD: `"it's" ${"x".repeat(90)}` };
    await verify(["exit 1"], "sbom", { ...logins, ...login });
    const { auths } = JSON.parse(await readFile(join(folder, "state/config/config.json"), "utf8"));
    expect(Object.keys(auths)).toEqual(["https://index.docker.io/v1/"]);
    const [user, password] = Buffer.from(Object.values<{ auth: string }>(auths)[0]?.auth ?? "", "base64")
      .toString()
      .split(/:(.*)/s);
    expect([user, password]).toEqual(["robot", login.REGISTRY_1_PASSWORD]);
  });
});
