import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { frontEnd } from "../bad-specs/check.ts";
import * as good from "../bad-specs/good.ts";

const folder = join(import.meta.dirname, "../../../docs/reference/codes");

/** An example on the page of a code: the part of a file that fails, and the fixed one. */
interface Example {
  readonly path: string;
  readonly failing: string;
  readonly fixed: string;
}

function examplesOf(page: string): Example[] {
  const pattern = /^Invalid, in `(.+?)`:\n\n```\w+\n([\s\S]*?)```\n(?:\nFixed:\n\n```yaml\n([\s\S]*?)```)?/gm;
  return [...page.matchAll(pattern)].map(([, path = "", failing = "", fixed = ""]) => ({ path, failing, fixed }));
}

/** The good specs, with the failing parts of the page instead of the fixed ones. */
function specsWith(examples: readonly Example[]) {
  const text = (path: string, right: string) => {
    const example = examples.find((it) => it.path === path);
    if (example === undefined) return right;
    const { failing, fixed } = example;
    if (fixed.trim() !== "") return right.replace(fixed, () => failing);
    // The fix removes the failing part. Without a fixed part, append it: its position in a mapping has no effect.
    return right.includes(failing) ? right : right + failing;
  };
  const dockerfile = examples.find(({ path }) => path.endsWith("Dockerfile"));
  const other = examples.find(({ path }) => path === "services/other.yaml");
  const own = examples.filter(({ path }) => path.startsWith("own/"));
  const source = ({ path, failing: text }: Example) => {
    return { path, name: path.slice("own/".length), text, executable: false, unfit: null };
  };
  return {
    ...(own.length === 0 ? {} : { own: { folder: "own", files: own.map(source) } }),
    platform: { path: "stagewright.yaml", text: text("stagewright.yaml", good.platform) },
    services: [
      ...(other === undefined ? [] : [{ path: other.path, text: text(other.path, good.service) }]),
      { path: "services/shop.yaml", text: text("services/shop.yaml", good.service) },
    ],
    dockerfiles: dockerfile === undefined ? [] : [{ path: dockerfile.path, text: dockerfile.failing }],
  };
}

const pages = Object.keys(catalogue).map((code) => [code, readFileSync(join(folder, `${code}.md`), "utf8")] as const);
const shown = pages.filter(([, page]) => examplesOf(page).some(({ failing }) => failing.trim() !== ""));

describe.each(shown)("the page of %s", (code, page) => {
  it("shows an example that produces the code, and a fix that does not", () => {
    const examples = examplesOf(page);
    const codes = (all: readonly Example[]) => frontEnd(specsWith(all)).diagnostics.map((it) => it.code);
    expect(codes(examples)).toContain(code);
    expect(codes([])).not.toContain(code);
  });
});

it("exists for every code of the catalogue, and shows an example or explains why there is none", () => {
  const without = pages.filter(([code]) => !shown.some(([it]) => it === code));
  // Separate tests produce an empty file, a file that is too large, a pattern that matches no file, a file with another extension, and findings that need a release or Jenkinsfiles.
  expect(without.map(([code]) => code).filter((code) => !/^SW(106|110|11[23]|5\d\d|6\d\d)$/.test(code))).toEqual([]);
  for (const [, page] of without) expect(page).toMatch(/A test covers it|Invalid, in|^Message:/m);
});
