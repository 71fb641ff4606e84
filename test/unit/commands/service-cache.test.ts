import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type CompileInput, compile } from "../../../generator/compile.ts";
import { ServiceCache } from "../../../generator/project/service-cache.ts";
import type { Console } from "../../../generator/terminal/console.ts";
import { sha256 } from "../../../generator/write/index.ts";
import { readInput, specFolders } from "../../support/generated-files.ts";
import { editRandomly, randomFrom } from "../../support/random-edits.ts";

/** The number of edits of each site. Set STAGEWRIGHT_EDITS for more, and STAGEWRIGHT_SEED to repeat them. */
const count = Number(process.env.STAGEWRIGHT_EDITS ?? 25);
const seed = Number(process.env.STAGEWRIGHT_SEED ?? Date.now() % 1_000_000);

const top = mkdtempSync(join(tmpdir(), "stagewright-services-"));
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** A console with a cache folder of its own. */
function consoleFor(name: string, build = "one build"): Console {
  const folder = join(top, name.replaceAll("/", "-"));
  return { folder, memory: { folder: join(folder, "cache"), build, keyFolder: join(folder, "key") } } as Console;
}

/** Compiles as `generate` does: with what the earlier compile knew, and for the next one. */
function compileKnown(input: CompileInput, console: Console) {
  const cache = ServiceCache.read("stagewright.yaml", input, console);
  const result = compile(input, "platform", cache);
  const known = result.files?.filter(({ sha256: hash }) => hash !== undefined).length ?? 0;
  const files = result.files?.map(({ path, content, executable, shard }) => ({ path, content, executable, shard }));
  if (files !== undefined) cache?.write(new Map(files.map(({ path, content }) => [path, sha256(content)])));
  return { known, files: files ?? null, diagnostics: result.diagnostics };
}

/** Compiles without a cache. */
function compileAll(input: CompileInput) {
  const { files, diagnostics } = compile(input, "platform");
  return { files, diagnostics };
}

const folders = specFolders();

describe.each(folders)("the cache of the services of %s", (folder) => {
  it(`changes no result, after ${count} edits (seed ${seed})`, { timeout: 600_000 }, () => {
    const random = randomFrom(seed + folders.indexOf(folder));
    const console = consoleFor(folder);
    let input: CompileInput = { ...readInput(folder), today: "2026-11-30" };
    compileKnown(input, console);
    expect(compileKnown(input, console)).toMatchObject(compileAll(input));
    for (let edit = 0; edit < count; edit += 1) {
      const next = editRandomly(input, random);
      const { known: _, ...found } = compileKnown(next, console);
      const wanted = compileAll(next);
      expect(found.diagnostics).toEqual(wanted.diagnostics);
      expect(found.files).toEqual(wanted.files);
      // After an error, the author returns to a valid spec.
      if (wanted.files !== null) input = next;
    }
  });
});

describe("the cache of services", () => {
  const input = readInput("examples/shop");
  const [first, ...others] = input.services;
  const platform = { ...input.platform, text: `${input.platform.text}# a comment\n` };
  const service = { path: first?.path ?? "", text: `${first?.text}# a comment\n` };

  it("knows the files of the services that did not change", () => {
    const console = consoleFor("unchanged");
    expect(compileKnown(input, console).known).toBe(0);
    const all = compileKnown(input, console).known;
    const some = compileKnown({ ...input, services: [service, ...others] }, console).known;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
    expect(compileKnown({ ...input, today: "2027-01-01", services: [service, ...others] }, console).known).toBe(all);
  });

  it("renders all services again if one pins a branch, because the folders of all then discover branches", () => {
    const inFolders = input.platform.text.replace("library: { ", "library: { scope: folder, ");
    const text = `${inFolders}policy: { severity: { SW471: note } }\n`;
    const tagged = { ...input, platform: { ...input.platform, text } };
    const pinned = { path: first?.path ?? "", text: `${first?.text}pin: main\n` };
    const branch = { ...tagged, services: [pinned, ...others] };
    const console = consoleFor("pins");
    compileKnown(tagged, console);
    const { known, ...found } = compileKnown(branch, console);
    expect(found).toEqual(compileAll(branch));
    expect([known, found.files?.length]).toEqual([0, compileAll(tagged).files?.length]);
  });

  it("knows nothing from a file that another program changed", () => {
    const console = consoleFor("changed");
    compileKnown(input, console);
    const { folder = "" } = console.memory ?? {};
    const [name = ""] = readdirSync(folder);
    const text = readFileSync(join(folder, name), "utf8");
    const other = text.replace(/[0-9a-f]{64}(?="\]\])/, sha256("another content"));
    expect(other).not.toBe(text);
    writeFileSync(join(folder, name), other);
    expect(compileKnown(input, console).known).toBe(0);
    expect(compileKnown(input, console).known).toBeGreaterThan(0);
  });

  it("renders a known file if something reads its content", () => {
    const console = consoleFor("content");
    compileKnown(input, console);
    const { files } = compile(input, "platform", ServiceCache.read("stagewright.yaml", input, console));
    const known = files?.find(({ sha256: hash }) => hash !== undefined);
    expect(sha256(known?.content ?? "")).toBe(known?.sha256);
  });

  it("knows no file after a change of the platform, or of stagewright", () => {
    const console = consoleFor("platform");
    compileKnown(input, console);
    expect(compileKnown({ ...input, platform }, console).known).toBe(0);
    expect(compileKnown({ ...input, platform }, consoleFor("platform", "another build")).known).toBe(0);
  });
});
