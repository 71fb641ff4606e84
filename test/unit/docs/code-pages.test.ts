import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { frontEnd } from "../bad-specs/check.ts";
import * as good from "../bad-specs/good.ts";

const folder = join(import.meta.dirname, "../../../docs/reference/codes");

/** What a page shows of a file: the failing piece, and the mended one. */
interface Example {
  readonly path: string;
  readonly failing: string;
  readonly mended: string;
}

function examplesOf(page: string): Example[] {
  const pattern = /^Failing, in `(.+?)`:\n\n```\w+\n([\s\S]*?)```\n(?:\nMended:\n\n```yaml\n([\s\S]*?)```)?/gm;
  return [...page.matchAll(pattern)].map(([, path = "", failing = "", mended = ""]) => ({ path, failing, mended }));
}

/** The good specs, with the page's failing pieces in place of the mended ones. */
function specsWith(examples: readonly Example[]) {
  const text = (path: string, right: string) => {
    const example = examples.find((it) => it.path === path);
    if (example === undefined) return right;
    const { failing, mended } = example;
    if (mended.trim() !== "") return right.replace(mended, () => failing);
    // What is mended by taking it away stands where the table put it; at the end of a mapping it means the same.
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
  it("fails as it says with its failing example, and not with its mended one", () => {
    const examples = examplesOf(page);
    const codes = (all: readonly Example[]) => frontEnd(specsWith(all)).diagnostics.map((it) => it.code);
    expect(codes(examples)).toContain(code);
    expect(codes([])).not.toContain(code);
  });
});

it("is there for every code of the catalogue, and shows an example but where it says why not", () => {
  const without = pages.filter(([code]) => !shown.some(([it]) => it === code));
  // An empty file, one that is too large, and what takes a release or Jenkinsfiles: tests of their own make these.
  expect(without.map(([code]) => code).filter((code) => !/^SW(106|110|5\d\d|6\d\d)$/.test(code))).toEqual([]);
  for (const [, page] of without) expect(page).toMatch(/A test makes it|Failing, in/);
});
