import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateLiterals, readTexts } from "../../generator/rehearse/dialect.ts";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import type { GeneratedFile } from "../../generator/render/file.ts";
import { quoteGroovy } from "../../generator/render/groovy-string.ts";
import { asTexts } from "../support/generated-files.ts";
import { describeWith } from "../support/requires.ts";
import { difference } from "../support/strings/held.ts";
import { hell, impossible } from "../support/strings/hell.ts";
import { freeKeys } from "../support/strings/keys.ts";
import { compiled } from "../unit/keys/two-values.ts";

const cases = Number(process.env.STAGEWRIGHT_STRING_CASES ?? 20);
const keys = freeKeys();
const folder = mkdtempSync(join(tmpdir(), "stagewright-strings-"));
const canary = `touch ${folder}/canary`;

describeWith(["java", "mvn"], "strings from hell", () => {
  let runner: Runner;
  beforeAll(async () => {
    runner = await startRunner();
  }, 300_000);
  afterAll(async () => {
    await runner?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("are tested with many keys", () => {
    expect(keys.length).toBeGreaterThan(80);
  });

  it("are preserved by quoteGroovy's literals, compiled and run", async () => {
    const texts = fc.sample(
      hell(canary, () => true),
      { numRuns: 3000, seed: 7 },
    );
    expect(await evaluateLiterals(runner, texts.map(quoteGroovy))).toEqual(texts);
    expect(readdirSync(folder)).toEqual([]);
  });

  describe.each(keys.map((key) => [key.path, key] as const))("%s", (path, key) => {
    it("preserves them in every file, read by the parser of its format, or rejects them", async () => {
      const plain = key.value("qz1");
      const before = compiled(path, plain);
      const texts = fc.sample(hell(canary, key.takes), { numRuns: cases, seed: seedOf(path) });
      const held = new Map<string, readonly GeneratedFile[]>();
      for (const wild of texts.map(key.value)) {
        const { files, diagnostics } = compiled(path, wild);
        if (files !== null) held.set(wild, files);
        else expect(diagnostics.filter(({ severity }) => severity === "error").length, wild).toBeGreaterThan(0);
      }
      if (held.size > 0) expect(before.files, "the plain text is refused, the wild one is not").not.toBeNull();
      await compare(runner, plain, before.files ?? [], held);
    });

    it("rejects texts that no format supports", () => {
      for (const piece of impossible.filter(key.takes)) {
        const { files, diagnostics } = compiled(path, key.value(piece));
        expect(files, JSON.stringify(piece)).toBeNull();
        expect(diagnostics.map(({ code }) => code)).toContain("SW111");
      }
    });
  });
});

/** Compares each tree with the plain one; parses the Groovy of all trees together. */
async function compare(
  runner: Runner,
  plain: string,
  before: readonly GeneratedFile[],
  held: ReadonlyMap<string, readonly GeneratedFile[]>,
): Promise<void> {
  const groovy = (files: readonly GeneratedFile[]) => files.filter(({ path }) => /\.groovy$|Jenkinsfile$/.test(path));
  const original = await readTexts(runner, asTexts(groovy(before)));
  for (const [wild, files] of held) {
    const paths = new Map(before.map((file) => [file.path.replaceAll(plain, () => wild), file]));
    expect(files.map(({ path }) => path).sort()).toEqual([...paths.keys()].sort());
    const changed = files.filter(({ path, content }) => content !== paths.get(path)?.content);
    const texts = await readTexts(runner, asTexts(groovy(changed)));
    for (const file of changed.filter(({ path }) => !path.startsWith(".stagewright/"))) {
      const one = paths.get(file.path) as GeneratedFile;
      const found = difference(one, file, { plain, wild }, [original, texts]);
      if (found !== null) expect.fail(`${file.path}, of ${JSON.stringify(wild)}: ${found}`);
    }
  }
}

function seedOf(path: string): number {
  return [...path].reduce((seed, char) => (seed * 31 + char.charCodeAt(0)) | 0, 1);
}
