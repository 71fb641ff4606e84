import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { check } from "../../../generator/commands/check.ts";
import { generate } from "../../../generator/commands/generate.ts";
import type { Console } from "../../../generator/terminal/console.ts";
import { smallSpecs } from "../../support/specs.ts";
import { put, recorder, specFolder } from "./support.ts";

const options = {
  spec: "stagewright.yaml",
  quiet: false,
  format: "text",
  force: false,
  dryRun: false,
  hook: false,
} as const;

const note =
  "note: out also contains generated files; no command updates or compares them\n" +
  "  if pipelines.directory had this value before, let Jenkins and the delivery tool read the new folder, then remove the old one with git rm\n";

it("the first run after a change of pipelines.directory prints a note with the former folder", async () => {
  const folder = specFolder(smallSpecs);
  rmSync(join(folder, "services/web.yaml"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder });
  git("init", "-q");
  expect(await generate(options, recorder(folder))).toBe(0);
  // The output of a spec in a folder below, and of one of which only the index knows, have other reasons.
  put(folder, "other/stagewright.yaml", "");
  put(folder, "other/out/.stagewright/manifest/site.json", "{}");
  put(folder, "gone/.stagewright/manifest/site.json", "{}");
  git("add", ".");
  rmSync(join(folder, "gone"), { recursive: true });
  const spec = readFileSync(join(folder, "stagewright.yaml"), "utf8");
  put(folder, "stagewright.yaml", spec.replace("pipelines: { ", "pipelines: { directory: ci, "));
  const [checked, chosen, first, second] = [1, 2, 3, 4].map(() => recorder(folder));
  expect(await check(options, checked as Console)).toBe(1);
  expect(checked?.warned()).toBe(note);
  expect(await generate({ ...options, out: "elsewhere" }, chosen as Console)).toBe(0);
  expect(chosen?.warned()).toBe("");
  expect(await generate(options, first as Console)).toBe(0);
  expect(first?.warned()).toBe(note);
  expect(await generate(options, second as Console)).toBe(0);
  expect(second?.warned()).toBe("");
});

it("a new project, and one outside of a repository, gets no note", async () => {
  const folder = specFolder(smallSpecs);
  rmSync(join(folder, "services/web.yaml"));
  const console = recorder(folder);
  expect(await generate(options, console)).toBe(0);
  expect(console.warned()).toBe("");
});
