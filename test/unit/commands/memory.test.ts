import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const top = mkdtempSync(join(tmpdir(), "stagewright-memory-"));
/** A stagewright that cannot compile: what it answers, it knows from the run before. */
const unable = join(top, "unable");
const [project, generated, cache] = [join(top, "project"), join(top, "generated"), join(top, "cache")];
const edited = "out/CODEOWNERS";

function stagewright(folder: string, ...args: string[]) {
  const given = [join(folder, "cli.js"), ...args, "--spec", "stagewright.yaml"];
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const { status, stdout, stderr } = spawnSync(process.execPath, given, { cwd: project, encoding: "utf8", env });
  return { status, said: stdout + stderr };
}

const able = (...args: string[]) => stagewright(join(root, "dist"), ...args);

beforeAll(() => {
  cpSync(join(root, "dist"), unable, { recursive: true });
  for (const name of readdirSync(unable)) if (/^(usual|render|yaml)-/.test(name)) rmSync(join(unable, name));
  cpSync(join(root, "examples/shop"), project, { recursive: true });
  expect(able("generate")).toMatchObject({ status: 0 });
  cpSync(project, generated, { recursive: true });
});
afterAll(() => rmSync(top, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(project, { recursive: true, force: true });
  cpSync(generated, project, { recursive: true });
});

it("knows an output in which nothing has changed, without compiling, and says the same of it", () => {
  const commands = [["check"], ["check", "--quiet"], ["generate"], ["generate", "--quiet"]];
  const known = commands.map((args) => stagewright(unable, ...args));
  rmSync(cache, { recursive: true });
  expect(known).toEqual(commands.map((args) => able(...args)));
  expect(known.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  expect(known[0]?.said).toContain("out is what the specs say\n");
  expect(known[2]?.said).toMatch(/out is up to date: \d+ files\n/);
});

/** Each thing that may happen to a project, and what `check` then says. */
const changes: Readonly<Record<string, readonly [change: () => void, said: RegExp]>> = {
  "an edited file": [
    () => appendFileSync(join(project, edited), "# by hand\n"),
    /edited by hand \(1\)\n {2}CODEOWNERS/,
  ],
  "a file edited, with the time that it had": [
    () => {
      const path = join(project, edited);
      const { mtime } = statSync(path);
      writeFileSync(path, readFileSync(path, "utf8").replace("@", "&"));
      expect(spawnSync("touch", ["-d", mtime.toISOString(), path]).status).toBe(0);
      expect(statSync(path).mtime).toEqual(mtime);
    },
    /edited by hand \(1\)\n {2}CODEOWNERS/,
  ],
  "a file edited, and the manifest with it": [
    () => {
      const path = join(project, edited);
      writeFileSync(path, "* @nobody\n");
      const shard = join(project, "out/.stagewright/manifest/site.json");
      const text = readFileSync(shard, "utf8");
      writeFileSync(shard, text.replace(/("CODEOWNERS": \{ "sha256": ")[0-9a-f]{4}/, "$10000"));
    },
    /edited by hand \(1\)\n {2}CODEOWNERS/,
  ],
  "another mode": [() => chmodSync(join(project, edited), 0o755), /edited by hand \(1\)\n {2}CODEOWNERS/],
  "a missing file": [() => unlinkSync(join(project, edited)), /missing \(1\)\n {2}CODEOWNERS/],
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
    /orphaned.* \(1\)\n {2}OLD/,
  ],
  "a shard of a service that is gone": [
    () =>
      cpSync(join(project, "out/.stagewright/manifest/site.json"), join(project, "out/.stagewright/manifest/x.json")),
    /orphaned|stale/,
  ],
  "stale files, for a spec has changed": [
    () => {
      const spec = join(project, "services/shop.yaml");
      writeFileSync(spec, readFileSync(spec, "utf8").replace("version: 1.0.", "version: 2.0."));
    },
    /stale.*\n/,
  ],
  "a service more": [
    () => {
      const text = readFileSync(join(project, "services/shop.yaml"), "utf8");
      writeFileSync(join(project, "services/more.yaml"), text.replace("service: shop", "service: more"));
    },
    /new|SW\d+/,
  ],
  "a run that was interrupted": [
    () => writeFileSync(join(project, "out/.stagewright/lock"), "1 elsewhere 1"),
    /a run was interrupted/,
  ],
};

it.each(Object.keys(changes))("finds %s under its name, and cannot without compiling", (name) => {
  const [change, said] = changes[name] ?? [() => {}, /never/];
  expect(stagewright(unable, "check")).toMatchObject({ status: 0 });
  change();
  expect(stagewright(unable, "check")).toMatchObject({ status: 2 });
  const found = able("check");
  expect(found.said).toMatch(said);
  expect(found.status).toBe(1);
});

it.each([
  ["another day", () => {}, ["--today", "2031-01-01"]],
  ["JSON asked for", () => {}, ["--format", "json"]],
  ["what is kept damaged", () => damage("{"), []],
  ["what is kept of another build", () => damage(kept().replace(/"build":"[^"]+"/, '"build":"other"')), []],
  ["what is kept of another place", () => damage(kept().replace('"place":"', '"place":"x')), []],
] as const)("compiles for %s", (_name, change, more) => {
  expect(able("generate")).toMatchObject({ status: 0 });
  change();
  expect(stagewright(unable, "check", ...more)).toMatchObject({ status: 2 });
  expect(able("check", ...more)).toMatchObject({ status: 0 });
});

it("keeps what a check found in order: each day is compiled once", () => {
  const day = ["--today", "2031-01-02"];
  expect(stagewright(unable, "check", ...day)).toMatchObject({ status: 2 });
  expect(able("check", ...day)).toMatchObject({ status: 0 });
  expect(stagewright(unable, "check", ...day)).toMatchObject({ status: 0 });
  expect(able("generate")).toMatchObject({ status: 0 });
});

it("keeps nothing of a spec with errors, and goes without what it cannot keep", () => {
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
