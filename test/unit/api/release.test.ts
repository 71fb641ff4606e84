import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apiCheck } from "../../../generator/commands/api-check.ts";
import { apiDiff } from "../../../generator/commands/api-diff.ts";
import { generate } from "../../../generator/commands/generate.ts";
import { release } from "../../../generator/commands/release.ts";
import { validate } from "../../../generator/commands/validate.ts";
import type { Api } from "../../../generator/model/api.ts";
import { smallSpecs } from "../../support/specs.ts";
import { specFolder as folderOf, put, recorder } from "../commands/support.ts";

/** A folder with the small specs and nothing else. */
function specFolder(files: Readonly<Record<string, string>>): string {
  const folder = folderOf(files);
  rmSync(join(folder, "services/web.yaml"));
  return folder;
}

const options = { spec: "stagewright.yaml", quiet: false, format: "text" } as const;
const api = "out/library/api.json";

async function run(
  folder: string,
  command: "generate" | "validate" | "release",
  more: Readonly<Record<string, unknown>> = {},
) {
  const console = recorder(folder);
  const given = { ...options, force: false, dryRun: false, hook: false, today: "2026-03-31", ...more };
  const exitCode = await { generate, validate, release }[command](given, console);
  return { exitCode, printed: console.printed(), warned: console.warned() };
}

/** Adds a parameter to the library's API in a file. */
function addParameter(folder: string, path: string, version?: string): void {
  const text = readFileSync(join(folder, path), "utf8");
  const file = JSON.parse(text) as Api | { api: Api };
  const { steps } = "api" in file ? file.api : file;
  const [first] = steps;
  const parameters = [...(first?.parameters ?? []), { ...first?.parameters[0], name: "gone" }];
  Object.assign(first ?? {}, { parameters });
  if (version !== undefined) Object.assign("api" in file ? file.api : file, { version });
  put(folder, path, JSON.stringify(file));
}

function versioned(folder: string, version: string, more = ""): void {
  const text = smallSpecs["stagewright.yaml"] ?? "";
  put(
    folder,
    "stagewright.yaml",
    text.replace("version: 1.0.0, pin: v1.0.0", `version: ${version}, pin: v1.0.0${more}`),
  );
}

/** Generates the output as if an earlier version of the library had one more parameter. */
async function generateWithMore(folder: string): Promise<void> {
  await run(folder, "generate");
  addParameter(folder, api);
  const { createHash } = await import("node:crypto");
  const content = readFileSync(join(folder, api));
  const shard = join(folder, "out/.stagewright/manifest/library.json");
  const manifest = JSON.parse(readFileSync(shard, "utf8")) as { files: Record<string, { sha256: string }> };
  Object.assign(manifest.files["library/api.json"] ?? {}, {
    sha256: createHash("sha256").update(content).digest("hex"),
  });
  writeFileSync(shard, JSON.stringify(manifest));
}

describe("generate", () => {
  it("fails with a list of breaking changes under the same major version", async () => {
    const folder = specFolder(smallSpecs);
    await generateWithMore(folder);
    versioned(folder, "1.1.0");
    const before = readFileSync(join(folder, api), "utf8");
    const { exitCode, warned } = await run(folder, "generate");
    expect(exitCode).toBe(1);
    expect(warned).toContain("acme-ci 1.1.0 breaks the API of version 1.0.0");
    expect(warned).toContain("buildSource.gone is removed");
    expect(warned).toContain("set library.version: 2.0.0");
    expect(readFileSync(join(folder, api), "utf8")).toBe(before);
    const { printed } = await run(folder, "generate", { format: "json" });
    expect(JSON.parse(printed)).toMatchObject({ written: [], broken: expect.stringContaining("buildSource.gone") });
  });

  it("accepts breaking changes in the next major version", async () => {
    const folder = specFolder(smallSpecs);
    await generateWithMore(folder);
    versioned(folder, "2.0.0");
    expect(await run(folder, "generate")).toMatchObject({ exitCode: 0, warned: "" });
  });

  it("compares the API with recorded releases, not with output generated in between", async () => {
    const folder = specFolder(smallSpecs);
    expect((await run(folder, "release")).exitCode).toBe(0);
    versioned(folder, "1.1.0");
    await generateWithMore(folder);
    expect(await run(folder, "generate")).toMatchObject({ exitCode: 0, warned: "" });
    addParameter(folder, "releases/1.0.0.json");
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(1);
    expect(warned).toContain("SW501");
    expect(warned).toContain("stagewright.yaml:3:");
    expect(warned).toContain("buildSource.gone is removed");
    versioned(folder, "2.0.0");
    expect((await run(folder, "generate")).exitCode).toBe(0);
  });

  it("compares an older major version with its own last release", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "release");
    versioned(folder, "2.0.0");
    await run(folder, "release");
    addParameter(folder, "releases/2.0.0.json");
    versioned(folder, "1.0.1");
    expect(await run(folder, "validate")).toMatchObject({ exitCode: 0, warned: "" });
  });

  it("warns if the settings of a released version change, and names them", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "release");
    expect(await run(folder, "validate")).toMatchObject({ exitCode: 0, warned: "" });
    const specs = readFileSync(join(folder, "stagewright.yaml"), "utf8");
    put(folder, "stagewright.yaml", specs.replace("site: { ", "site: { caBundle: certificates, "));
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(0);
    expect(warned).toContain("SW502");
    expect(warned).toContain(
      "acme-ci 1.0.0 is already released, but the specs change its settings: environments.dev, files",
    );
    expect(warned).toContain("set version: 1.0.1");
  });

  it("warns if own code of a released version changes, and names the files", async () => {
    const specs = (smallSpecs["stagewright.yaml"] ?? "").replace("library: { ", "library: { own: own, ");
    const [changed, added, kept] = ["a", "b", "c"].map((name) => `own/resources/com/acme/ci/own/${name}.sh`);
    const files = { [changed as string]: "true\n", [kept as string]: "true\n" };
    const folder = specFolder({ ...smallSpecs, "stagewright.yaml": specs, ...files });
    expect((await run(folder, "release")).warned).toBe("");
    expect(await run(folder, "validate")).toMatchObject({ exitCode: 0, warned: "" });
    put(folder, changed as string, "false\n");
    put(folder, added as string, "true\n");
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(0);
    expect(warned).toContain(
      "acme-ci 1.0.0 is already released, but these files of the own code differ: resources/com/acme/ci/own/a.sh, resources/com/acme/ci/own/b.sh",
    );
    const path = join(folder, "releases/1.0.0.json");
    const { own, ...record } = JSON.parse(readFileSync(path, "utf8")) as { own: object };
    expect(Object.keys(own)).toHaveLength(2);
    // A record of an older version has no hashes.
    put(folder, "releases/1.0.0.json", JSON.stringify(record));
    expect(await run(folder, "validate")).toMatchObject({ exitCode: 0, warned: "" });
  });

  it("fails if the pinned version of a service lacks an environment that a stage deploys to", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "release");
    const path = "releases/1.0.0.json";
    const { settings, ...record } = JSON.parse(readFileSync(join(folder, path), "utf8")) as { settings: object };
    const others = Object.entries(settings).filter(([name]) => !["environments.dev", "teams.platform"].includes(name));
    put(folder, path, JSON.stringify({ ...record, settings: Object.fromEntries(others) }));
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(1);
    expect(warned).toMatch(/services\/shop\.yaml:\d+:\d+: error SW505 /);
    expect(warned).toContain('shop pins acme-ci 1.0.0, which has no environment "dev": stage dev would fail');
    expect(warned).toContain('shop pins acme-ci 1.0.0, which has no team "platform"');
    expect(warned).toContain("set library.version to the next version and release it");
    put(folder, path, JSON.stringify(record));
    expect(await run(folder, "validate")).toMatchObject({ exitCode: 0, warned: "" });
  });

  it("fails if the pinned version of a service lacks a step or parameter", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "release");
    versioned(folder, "1.1.0");
    expect(await run(folder, "validate")).toMatchObject({ exitCode: 0, warned: "" });
    const path = "releases/1.0.0.json";
    const { api: old, ...rest } = JSON.parse(readFileSync(join(folder, path), "utf8")) as { api: Api };
    const steps = old.steps.map((step) => ({
      ...step,
      parameters: step.parameters.filter(({ name }) => step.name !== "deployRelease" || name !== "owner"),
    }));
    put(
      folder,
      path,
      JSON.stringify({ ...rest, api: { ...old, steps: steps.filter(({ name }) => name !== "startStage") } }),
    );
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(1);
    expect(warned).toMatch(
      /stagewright\.yaml:3:\d+: error SW505 library\/missing-in-pinned-version: shop pins v1\.0\.0, which has no startStage:/,
    );
    expect(warned).toContain("shop pins v1.0.0, which has no deployRelease.owner: its Jenkinsfile would fail");
    expect(warned.match(/SW505/g)).toHaveLength(2);
    put(folder, "services/shop.yaml", `pin: v1.1.0\n${smallSpecs["services/shop.yaml"]}`);
    expect((await run(folder, "validate")).warned).not.toContain("SW505");
  });

  it("warns if the specs change the API of a released version", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "release");
    versioned(folder, "1.0.0", ", deprecated: { buildImage.cache: leave it out }");
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(0);
    expect(warned).toContain("SW502");
    expect(warned).toContain("set version: 1.1.0");
  });

  it("reports a damaged release record", async () => {
    const folder = specFolder({ ...smallSpecs, "releases/1.0.0.json": "{}" });
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(1);
    expect(warned).toMatch(/releases\/1\.0\.0\.json:1:1: error SW503 library\/unreadable-release/);
    put(
      folder,
      "releases/1.0.0.json",
      JSON.stringify({ date: "2026-01-01", api: { library: "a", version: "2.0.0", steps: [] } }),
    );
    expect((await run(folder, "validate")).warned).toContain("it contains version 2.0.0");
  });
});

describe("release", () => {
  it("records the API, writes the changelog and prints the tag", async () => {
    const folder = specFolder(smallSpecs);
    expect((await run(folder, "release", { note: ["The first one."] })).printed).toContain("\nv1.0.0\n");
    versioned(folder, "1.1.0", ", deprecated: { buildImage.cache: leave it out, reachesStage: use branches }");
    expect((await run(folder, "release", { quiet: true, today: "2026-04-30" })).printed).toBe("v1.1.0\n");
    expect(readFileSync(join(folder, "out/library/CHANGELOG.md"), "utf8")).toBe(
      "# Changes of acme-ci\n\nGenerated by stagewright from the recorded releases; `stagewright release` adds a release.\n\n" +
        "## 1.1.0 – 2026-04-30\n\n\n### New\n\n- `buildImage.cache` is deprecated: leave it out\n" +
        "- `reachesStage` is deprecated: use branches\n\n## 1.0.0 – 2026-03-31\n\nThe first recorded release.\n- The first one.\n",
    );
  });

  it("records the first version of each parameter", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "release");
    versioned(folder, "1.1.0");
    const recorded = JSON.parse(readFileSync(join(folder, "releases/1.0.0.json"), "utf8")) as { api: Api };
    const steps = recorded.api.steps.map((step) => ({
      ...step,
      parameters: step.parameters.filter(({ name }) => name !== "cache"),
    }));
    put(folder, "releases/1.0.0.json", JSON.stringify({ ...recorded, api: { ...recorded.api, steps } }));
    await run(folder, "generate");
    const built = JSON.parse(readFileSync(join(folder, api), "utf8")) as Api;
    const since = built.steps.find(({ name }) => name === "buildImage")?.parameters.map((it) => [it.name, it.since]);
    expect(Object.fromEntries(since ?? [])).toMatchObject({ service: "1.0.0", cache: "1.1.0" });
  });

  it("fails for a released or too low version, and writes nothing", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "release");
    await expect(run(folder, "release")).rejects.toThrow("version 1.0.0 was already released on 2026-03-31");
    versioned(folder, "1.0.1", ", deprecated: { buildImage.cache: leave it out }");
    await expect(run(folder, "release")).rejects.toThrow("version 1.0.1 is too low for the changes since 1.0.0");
    expect(existsSync(join(folder, "releases/1.0.1.json"))).toBe(false);
  });

  it("records nothing if the output has manual edits", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "generate");
    put(folder, "out/PIPELINES.md", "by hand\n");
    expect((await run(folder, "release")).exitCode).toBe(1);
    expect(existsSync(join(folder, "releases/1.0.0.json"))).toBe(false);
  });
});

describe("deprecations", () => {
  it("produce warnings in the library that name the replacement", async () => {
    const folder = specFolder(smallSpecs);
    versioned(folder, "1.1.0", `, deprecated: { buildImage.cache: "leave it's out", notifyOwner: use mail }`);
    await run(folder, "generate");
    const read = (path: string) => readFileSync(join(folder, "out/library", path), "utf8");
    expect(read("vars/buildImage.groovy")).toContain(
      "    Parameters.warn(this, 'buildImage', arguments, [cache: 'leave it\\'s out'])\n",
    );
    expect(read("vars/notifyOwner.groovy")).toContain("    echo 'notifyOwner is deprecated: use mail'\n");
    expect(read("vars/buildSource.groovy")).not.toContain("warn");
    expect(read("src/com/acme/ci/Parameters.groovy")).toContain("static void warn(");
    expect(read("vars/notifyOwner.txt")).toContain("Deprecated: use mail");
  });

  it("of unknown parameters are errors", async () => {
    const folder = specFolder(smallSpecs);
    versioned(folder, "1.1.0", ", deprecated: { buildImage.caches: x }");
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(1);
    expect(warned).toContain(
      'SW504 library/unknown-deprecation: the library has no step or parameter "buildImage.caches"',
    );
  });
});

describe("api diff", () => {
  it("classifies changes and prints the required version", async () => {
    const folder = specFolder(smallSpecs);
    await run(folder, "release");
    addParameter(folder, "releases/1.0.0.json");
    const console = recorder(folder);
    expect(await apiDiff("releases/1.0.0.json", null, options, console)).toBe(1);
    expect(console.printed()).toBe(
      "breaking  buildSource.gone is removed\n1.0.0 -> 1.0.0 is too low: the changes require at least 2.0.0\n",
    );
    const json = recorder(folder);
    expect(await apiDiff("releases/1.0.0.json", api, { ...options, format: "json" }, json)).toBe(1);
    expect(JSON.parse(json.printed())).toMatchObject({
      demanded: "2.0.0",
      satisfied: false,
      changes: [{ level: "breaking" }],
    });
    versioned(folder, "2.0.0");
    expect(await apiDiff("releases/1.0.0.json", null, { ...options, quiet: true }, recorder(folder))).toBe(0);
    await expect(apiDiff("stagewright.yaml", null, options, recorder(folder))).rejects.toThrow("is not an api.json");
    await expect(apiDiff("nothing.json", null, options, recorder(folder))).rejects.toThrow(
      "nothing.json does not exist",
    );
  });
});

describe("api check", () => {
  it("prints each finding with its place, and a summary without findings", async () => {
    const folder = specFolder({
      ...smallSpecs,
      "apps/a/Jenkinsfile": "@Library('acme-ci') _\nnotifyOwner(teem: 'shop')\n",
      "apps/b/x.groovy": "sh 'true'\n",
    });
    const console = recorder(folder);
    expect(await apiCheck("apps", options, console)).toBe(1);
    expect(console.warned()).toContain("apps/a/Jenkinsfile:2:13");
    put(folder, "apps/a/Jenkinsfile", "@Library('acme-ci') _\nnotifyOwner(team: 'shop')\n");
    const right = recorder(folder);
    expect(await apiCheck("apps", options, right)).toBe(0);
    expect(right.printed()).toBe(
      "checked 1 file against acme-ci 1.0.0: no problems; 1 file does not load the library\n",
    );
    rmSync(join(folder, "apps"), { recursive: true });
    await expect(apiCheck("apps", options, recorder(folder))).rejects.toThrow("apps is not a folder");
  });
});
