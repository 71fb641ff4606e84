import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const top = mkdtempSync(join(tmpdir(), "stagewright-memory-"));
/** A copy of stagewright without the compiler: its answers come from the cache. */
const unable = join(top, "unable");
const [project, generated, cache] = [join(top, "project"), join(top, "generated"), join(top, "cache")];
const state = join(top, "state");
const keyPath = join(state, "stagewright/cache-key");
/** The cache and its key after the first run. */
const filled = join(top, "filled");
let key = Buffer.alloc(0);
const edited = "out/CODEOWNERS";

function stagewright(folder: string, ...args: string[]) {
  const given = [join(folder, "cli.js"), ...args, "--spec", "stagewright.yaml"];
  const env = { ...process.env, XDG_CACHE_HOME: cache, XDG_STATE_HOME: state };
  const { status, stdout, stderr } = spawnSync(process.execPath, given, { cwd: project, encoding: "utf8", env });
  return { status, said: stdout + stderr };
}

const able = (...args: string[]) => stagewright(join(root, "dist"), ...args);

beforeAll(() => {
  cpSync(join(root, "dist"), unable, { recursive: true });
  for (const name of readdirSync(unable)) if (/^(compile-commands|render|yaml)-/.test(name)) rmSync(join(unable, name));
  cpSync(join(root, "examples/shop"), project, { recursive: true });
  expect(able("generate")).toMatchObject({ status: 0 });
  cpSync(project, generated, { recursive: true });
  cpSync(cache, filled, { recursive: true });
  key = readFileSync(keyPath);
});
afterAll(() => rmSync(top, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(project, { recursive: true, force: true });
  cpSync(generated, project, { recursive: true });
  rmSync(cache, { recursive: true, force: true });
  cpSync(filled, cache, { recursive: true });
  rmSync(keyPath, { force: true });
  writeFileSync(keyPath, key, { mode: 0o600 });
});

it("reports unchanged output from the cache, with the same text as after a compile", () => {
  const commands = [["check"], ["check", "--quiet"], ["generate"], ["generate", "--quiet"]];
  const known = commands.map((args) => stagewright(unable, ...args));
  rmSync(cache, { recursive: true });
  expect(known).toEqual(commands.map((args) => able(...args)));
  expect(known.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  expect(known[0]?.said).toContain("out matches the specs\n");
  expect(known[2]?.said).toMatch(/out is up to date: \d+ files\n/);
});

it("reports valid specs from the cache, whatever the output folder contains", () => {
  expect(stagewright(unable, "validate")).toMatchObject({ status: 2 });
  const [first, second] = [able("validate"), stagewright(unable, "validate")];
  expect(second).toEqual(first);
  expect(first.said).toContain("valid: stagewright.yaml and 2 service files\n");
  expect(first.said).toContain("SW452");
  appendFileSync(join(project, edited), "# by hand\n");
  expect(stagewright(unable, "validate")).toEqual(first);
  const spec = join(project, "services/shop.yaml");
  writeFileSync(spec, `${readFileSync(spec, "utf8")}nonsense: 1\n`);
  expect(stagewright(unable, "validate")).toMatchObject({ status: 2 });
  expect(able("validate")).toMatchObject({ status: 1 });
  expect(stagewright(unable, "validate")).toMatchObject({ status: 2 });
});

it("uses no result of validate for other commands, and none of theirs for validate", () => {
  rmSync(cache, { recursive: true });
  expect(able("validate")).toMatchObject({ status: 0 });
  expect(stagewright(unable, "check")).toMatchObject({ status: 2 });
  rmSync(cache, { recursive: true });
  expect(able("check")).toMatchObject({ status: 0 });
  expect(stagewright(unable, "validate")).toMatchObject({ status: 2 });
});

/** Changes of a project, and what `check` reports after each. */
const changes: Readonly<Record<string, readonly [change: () => void, said: RegExp]>> = {
  "an edited file": [
    () => appendFileSync(join(project, edited), "# by hand\n"),
    /edited by hand \(1\)\n {2}out\/CODEOWNERS/,
  ],
  "an edited file with its old modification time": [
    () => {
      const path = join(project, edited);
      const { mtime } = statSync(path);
      writeFileSync(path, readFileSync(path, "utf8").replace("@", "&"));
      expect(spawnSync("touch", ["-d", mtime.toISOString(), path]).status).toBe(0);
      expect(statSync(path).mtime).toEqual(mtime);
    },
    /edited by hand \(1\)\n {2}out\/CODEOWNERS/,
  ],
  "an edited file and manifest": [
    () => {
      const path = join(project, edited);
      writeFileSync(path, "* @ghost\n");
      const shard = join(project, "out/.stagewright/manifest/site.json");
      const text = readFileSync(shard, "utf8");
      writeFileSync(shard, text.replace(/("CODEOWNERS": \{ "sha256": ")[0-9a-f]{4}/, "$10000"));
    },
    /edited by hand \(1\)\n {2}out\/CODEOWNERS/,
  ],
  "a changed file mode": [() => chmodSync(join(project, edited), 0o755), /edited by hand \(1\)\n {2}out\/CODEOWNERS/],
  "a missing file": [() => unlinkSync(join(project, edited)), /missing \(1\)\n {2}out\/CODEOWNERS/],
  "an orphaned file": [
    () => {
      const shard = join(project, "out/.stagewright/manifest/site.json");
      const text = readFileSync(shard, "utf8");
      const hash = /"CODEOWNERS": \{ "sha256": "([0-9a-f]{64})/.exec(text)?.[1];
      writeFileSync(join(project, "out/OLD"), readFileSync(join(project, edited)));
      writeFileSync(
        shard,
        text.replace('"files": {', `"files": {\n    "OLD": { "sha256": "${hash}", "mode": "0644" },`),
      );
    },
    /orphaned.* \(1\)\n {2}out\/OLD/,
  ],
  "a shard of a removed service": [
    () =>
      cpSync(join(project, "out/.stagewright/manifest/site.json"), join(project, "out/.stagewright/manifest/x.json")),
    /orphaned|out of date/,
  ],
  "outdated files after a change of a spec": [
    () => {
      const spec = join(project, "services/shop.yaml");
      writeFileSync(spec, readFileSync(spec, "utf8").replace("version: 1.0.", "version: 2.0."));
    },
    /out of date.*\n/,
  ],
  "an added service": [
    () => {
      const text = readFileSync(join(project, "services/shop.yaml"), "utf8");
      writeFileSync(join(project, "services/more.yaml"), text.replace("service: shop", "service: more"));
    },
    /new|SW\d+/,
  ],
  "an interrupted run": [
    () => writeFileSync(join(project, "out/.stagewright/journal"), "not a journal"),
    /a run was interrupted, and its journal out\/.stagewright\/journal cannot be used: it is damaged/,
  ],
};

it.each(Object.keys(changes))("reports %s, which needs a compile", (name) => {
  const [change, said] = changes[name] ?? [() => {}, /never/];
  expect(stagewright(unable, "check")).toMatchObject({ status: 0 });
  change();
  expect(stagewright(unable, "check")).toMatchObject({ status: 2 });
  const found = able("check");
  expect(found.said).toMatch(said);
  expect(found.status).toBe(1);
});

it.each([
  ["another date", () => {}, ["--today", "2031-01-01"]],
  ["JSON output", () => {}, ["--format", "json"]],
  ["a damaged cache file", () => damage("{"), []],
  ["a cache file without a signature", () => damage(kept().slice(kept().indexOf("\n") + 1)), []],
  ["a cache file that another program changed", () => damage(kept().replace('"generated":1', '"generated":2')), []],
  ["a cache file with another signature", () => damage(kept().replace(/^./, (char) => (char === "0" ? "1" : "0"))), []],
  ["a cache file of another key", () => writeFileSync(keyPath, Buffer.alloc(32, 1)), []],
  ["a key that others can read", () => chmodSync(keyPath, 0o644), []],
] as const)("compiles for %s", (_name, change, more) => {
  expect(able("generate")).toMatchObject({ status: 0 });
  change();
  expect(stagewright(unable, "check", ...more)).toMatchObject({ status: 2 });
  expect(able("check", ...more)).toMatchObject({ status: 0 });
});

it("uses a new key after a key was removed", () => {
  rmSync(keyPath);
  expect(able("generate")).toMatchObject({ status: 0 });
  expect(stagewright(unable, "check")).toMatchObject({ status: 0 });
  expect(statSync(keyPath).mode & 0o777).toBe(0o600);
});

it("caches the result of a check: each date is compiled once", () => {
  const day = ["--today", "2031-01-02"];
  expect(stagewright(unable, "check", ...day)).toMatchObject({ status: 2 });
  expect(able("check", ...day)).toMatchObject({ status: 0 });
  expect(stagewright(unable, "check", ...day)).toMatchObject({ status: 0 });
  expect(able("generate")).toMatchObject({ status: 0 });
});

it("caches nothing for a spec with errors, and works without a writable cache", () => {
  rmSync(cache, { recursive: true });
  const spec = join(project, "stagewright.yaml");
  writeFileSync(spec, `${readFileSync(spec, "utf8")}nonsense: 1\n`);
  expect(able("generate").status).toBe(1);
  expect(() => readdirSync(cache)).toThrow("ENOENT");
  cpSync(join(generated, "stagewright.yaml"), spec);
  writeFileSync(cache, "no folder");
  expect(able("generate").status).toBe(0);
  rmSync(cache);
  expect(able("generate").status).toBe(0);
});

it("reports a file that no spec plans in folders that Jenkins or Argo CD execute", () => {
  expect(stagewright(unable, "check")).toMatchObject({ status: 0 });
  for (const path of [
    "jenkins/jobs/shop/more.groovy",
    "library/vars/more.groovy",
    "argocd/more.yaml",
    "gitops/x/more",
  ]) {
    mkdirSync(dirname(join(project, "out", path)), { recursive: true });
    writeFileSync(join(project, "out", path), "more\n");
    expect(stagewright(unable, "check")).toMatchObject({ status: 2 });
    const found = able("check");
    expect(found.said).toContain(
      `not generated, but in a folder that Jenkins, Argo CD or GitHub executes (1)\n  out/${path}\n  remove them`,
    );
    expect(found.status).toBe(1);
    rmSync(join(project, "out", path));
  }
});

function keptPath(): string {
  const folder = join(cache, "stagewright");
  return join(folder, readdirSync(folder)[0] ?? "");
}

function kept(): string {
  return readFileSync(keptPath(), "utf8");
}

function damage(text: string): void {
  writeFileSync(keptPath(), text);
}
