import { appendFile, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { sha256 } from "../../../generator/write/hash.ts";
import { renderShard } from "../../../generator/write/manifest.ts";
import { readInput } from "../../support/generated-files.ts";
import { makeTemporary } from "../../support/lab/temporary.ts";

const { files } = compile(readInput("examples/shop"));
if (files === null) throw new Error("examples/shop does not compile");
const jobs = files.filter(({ shard }) => shard === "jobs");
const seed = files.find(({ path }) => path === "jenkins/seed.groovy")?.content ?? "";
/** The script of the seed, as Groovy reads it: it contains no escapes. */
const script = /script: '''\n([^\\]*?)'''/.exec(seed)?.[1] ?? "";
const manifest = "out/.stagewright/manifest/jobs.json";
const shop = "out/jenkins/jobs/shop/shop.groovy";

let folder = "";
const at = (path: string) => join(folder, path);

/** What the seed passes to Job DSL, or its error. */
async function run(prefix = "out/"): Promise<readonly string[] | string> {
  const result = await execa("sh", ["-c", script], { cwd: folder, env: { PREFIX: prefix }, reject: false });
  return result.exitCode === 0 ? result.stdout.split("\n") : (/^ERROR: .*$/m.exec(result.stderr)?.[0] ?? result.stderr);
}

beforeEach(async () => {
  folder = await makeTemporary("seed");
  for (const { path, content } of jobs) {
    await mkdir(dirname(at(`out/${path}`)), { recursive: true });
    await writeFile(at(`out/${path}`), content);
  }
  const entries = jobs.map(({ path, content }) => [path, { sha256: sha256(content), mode: "0644" as const }] as const);
  await mkdir(dirname(at(manifest)), { recursive: true });
  await writeFile(at(manifest), renderShard({ tool: null, inputs: new Map(), files: new Map(entries), jobs: null }));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the seed", () => {
  it("runs exactly the job definitions that the specs compile to", async () => {
    expect(await run()).toEqual(jobs.map(({ path }) => `out/${path}`).sort());
    expect(jobs.map(({ path }) => path)).toContain("jenkins/jobs/shop/shop.groovy");
  });

  it("finds them at the root of the repository, too", async () => {
    for (const part of ["jenkins", ".stagewright"]) await rename(at(`out/${part}`), at(part));
    expect(await run("")).toEqual(jobs.map(({ path }) => path).sort());
  });

  const others =
    "ERROR: jenkins/jobs has other files than .stagewright/manifest/jobs.json lists. Run stagewright check.";
  const changed = "ERROR: a job definition is not what the specs compile to. Run stagewright generate.";
  const evil = "pipelineJob('shop/evil') { definition { cps { script('echo 1') } } }\n";

  it.each([
    ["a changed job definition", changed, () => appendFile(at(shop), evil)],
    ["an added job definition", others, () => writeFile(at("out/jenkins/jobs/shop/evil.groovy"), evil)],
    [
      "an added file with a line break in its name",
      others,
      () => writeFile(at("out/jenkins/jobs/shop/a\nb.groovy"), evil),
    ],
    ["a removed job definition", others, () => rm(at(shop))],
    [
      "a job definition that is a link to the same text",
      others,
      async () => {
        await rename(at(shop), at("copy"));
        await symlink("../../../../copy", at(shop));
      },
    ],
    [
      "a folder that is a link",
      others,
      async () => {
        await rename(at("out/jenkins/jobs/shop"), at("copies"));
        await symlink("../../../copies", at("out/jenkins/jobs/shop"));
      },
    ],
    [
      "a second entry with another hash",
      others,
      () => appendFile(at(manifest), entryOf("jenkins/jobs/shop/shop.groovy")),
    ],
    [
      "an entry of another folder",
      others,
      () => appendFile(at(manifest), entryOf("jenkins/jobs/../../library/x.groovy")),
    ],
  ])("refuses %s", async (_, error, attack) => {
    await attack();
    expect(await run()).toBe(error);
  });

  function entryOf(path: string): string {
    return `    "${path}": { "sha256": "${sha256(evil)}", "mode": "0644" }\n`;
  }
});
