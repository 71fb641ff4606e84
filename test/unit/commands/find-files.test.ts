import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { globSync } from "tinyglobby";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findNearMisses, findFiles as findPatterns } from "../../../generator/project/find-files.ts";

const folder = mkdtempSync(join(tmpdir(), "stagewright-find-files-"));

const files = [
  "root.yaml",
  ".ci/hidden-folder.yaml",
  "apps/one/Dockerfile",
  "apps/two/Dockerfile",
  "apps/.hidden/Dockerfile",
  "services/.yaml",
  "services/.hidden.yaml",
  "services/a b.yaml",
  "services/a.yaml",
  "services/c.yml",
  "services/c-1_2.3.yaml",
  "services/d.yaml.bak",
  "services/deep/x.yaml",
  "services/folder.yaml/inside",
  "services/line\nbreak.yaml",
  "services/é.yaml",
];

const links = {
  "services/link.yaml": "a.yaml",
  "services/dangling.yaml": "nowhere",
  "services/itself.yaml": "itself.yaml",
  "apps/linked": "one",
  "apps/up": "../services",
};

/** Globs that are resolved without the library. */
const plain = [
  ...["*", "*.yaml", "root.yaml", "services", "services/*", "services/*.yaml", "services/*.*.*", "services/a*l"],
  ...["services/*a*.y*l", "services/.*.yaml", "services/.*", ".ci/*.yaml", ".*/*.yaml", "*/*.yaml", "*/*", "*/*/*"],
  ...["apps/*/Dockerfile", "apps/linked/*", "apps/*/a.yaml", "services/deep/*", "services/link.yaml"],
  ...["services/dangling.yaml", "services/itself.yaml", "services/*itself.yaml", "services/a.yaml/*", "*.*/inside"],
  ...["services/c-1_2.3.yaml", "services/none.yaml", "none/*.yaml"],
];

beforeAll(() => {
  for (const path of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function findFiles(globs: readonly string[], within: string) {
  return (await search(globs, within)).files;
}

function search(globs: readonly string[], within: string) {
  return findPatterns(
    globs.map((glob, index) => ({ key: ["services", index], glob })),
    within,
  );
}

function byLibrary(...globs: string[]) {
  return globSync(globs, { cwd: folder, onlyFiles: true, expandDirectories: false }).sort();
}

it.each(plain)("resolves %s like the library", async (glob) => {
  expect(await findFiles([glob], folder)).toEqual(byLibrary(glob));
});

it("resolves the usual glob", async () => {
  const found = await findFiles(["services/*.yaml"], folder);
  const names = ["a b.yaml", "a.yaml", "c-1_2.3.yaml", "line\nbreak.yaml", "link.yaml", "é.yaml"];
  expect(found).toEqual(names.map((name) => `services/${name}`));
});

it("returns each file once, and none without globs", async () => {
  expect(await findFiles(["services/a.yaml", "services/a*.yaml", "root.yaml"], folder)).toEqual([
    "root.yaml",
    "services/a b.yaml",
    "services/a.yaml",
  ]);
  expect(await findFiles([], folder)).toEqual([]);
});

it.each([
  ["**/*.yaml"],
  ["services/**"],
  ["services/{a,c}.*"],
  ["services/[ac].yaml"],
  ["services/?.yaml"],
  ["./services/*.yaml"],
  ["services/*.yaml", "!services/a.yaml"],
])("resolves %s with the library", async (...globs) => {
  const found = await findFiles(globs, folder);
  expect(found).toEqual(byLibrary(...globs));
  expect(found).not.toEqual([]);
});

it.each([
  ["a name with a typo", ["services/a.yaml", "services/b.yaml"], ["services/b.yaml"]],
  ["a glob", ["none/*.yaml"], ["none/*.yaml"]],
  ["a glob of the library", ["services/a.yaml", "none/**/*.yaml"], ["none/**/*.yaml"]],
  ["a folder", ["services/deep"], ["services/deep"]],
  ["an excluded file", ["services/a.yaml", "!services/nothing.yaml"], []],
] as const)("reports that nothing matches %s", async (_, globs, unmatched) => {
  const found = await search(globs, folder);
  expect(found.unmatched.map(({ glob }) => glob)).toEqual(unmatched);
});

it.each([[["services/dangling.yaml"]], [["services/d*.yaml", "services/*.yaml"]], [["services/**/d*.yaml"]]])(
  "reports a link to a missing file for %j",
  async (globs) => {
    const found = await search(globs, folder);
    expect(found.unmatched.map(({ link }) => link)).toContain("services/dangling.yaml");
    expect(found.files).not.toContain("services/dangling.yaml");
  },
);

it.each([
  [["services/*.yaml"], ["services/c.yml"]],
  [["services/*.yml"], ["services/a b.yaml", "services/a.yaml", "services/c-1_2.3.yaml"]],
  [["services/*.yaml", "services/c.yml"], []],
  [["services/*.yaml", "!services/c.*"], []],
  [["services/a.yaml"], []],
])("finds files with another extension next to %j", async (globs, expected) => {
  const patterns = globs.map((glob, index) => ({ key: ["services", index], glob }));
  const misses = await findNearMisses(patterns, await findPatterns(patterns, folder), folder);
  expect(misses.map(({ path }) => path).filter((path) => !/[\né]|link/.test(path))).toEqual(expected);
});
