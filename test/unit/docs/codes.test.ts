import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";

const root = join(import.meta.dirname, "../../..");

/** All files below the folders, as pairs of path and text. */
function texts(folders: readonly string[], ending: RegExp): [string, string][] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => ending.test(path))
      .map((path): [string, string] => [`${folder}/${path}`, readFileSync(join(root, folder, path), "utf8")]),
  );
}

function codesIn(files: readonly [string, string][]): Set<string> {
  return new Set(files.flatMap(([, text]) => text.match(/\bSW\d{3}\b/g) ?? []));
}

const known = Object.keys(catalogue);
// Generated files repeat the codes of the schemas.
const sources = texts(["generator", "schemas"], /\.(ts|json)$/).filter(
  ([path]) => !/^generator\/(diagnostics\/catalogue|generated)/.test(path),
);
const tests = texts(["test/unit", "test/real"], /\.ts$/).filter(([path]) => !path.startsWith("test/unit/docs/"));

describe.each(known)("%s", (code) => {
  it("is used in the sources", () => {
    expect(codesIn(sources)).toContain(code);
  });

  it("is expected by a test", () => {
    expect(codesIn(tests)).toContain(code);
  });
});

describe("the list of codes", () => {
  it("contains every code in the sources, the schemas, the tests and the pages", () => {
    const pages = texts(["docs"], /\.md$/);
    // A code that no policy has: a test and the page on new policies use it.
    const made = new Set(["SW499"]);
    expect([...codesIn(sources)].filter((code) => !known.includes(code))).toEqual([]);
    for (const files of [pages, tests])
      expect([...codesIn(files)].filter((code) => !known.includes(code) && !made.has(code))).toEqual([]);
  });

  it("matches the list of pages", () => {
    const pages = readdirSync(join(root, "docs/reference/codes")).map((name) => name.replace(/\.md$/, ""));
    expect(pages.sort()).toEqual([...known].sort());
  });
});
