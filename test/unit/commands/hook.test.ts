import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { cases } from "../../../scripts/cases.mjs";

const root = join(import.meta.dirname, "../../..");
const [hook] = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as [{ files: string }];
const files = new RegExp(hook.files);

it.each(cases())("pre-commit runs the hook for each file of %s and its output", (spec, out) => {
  const generated = readdirSync(join(root, out), { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
  const paths = [spec, ...generated.map((it) => join(it.parentPath, it.name).slice(root.length + 1))];
  // In this repository, and in the root of another one.
  for (const path of paths) {
    expect(path).toMatch(files);
    expect(path.replace(`${out}/`, "")).toMatch(files);
  }
});

it.each(["own/vars/openTicket.groovy", "own/vars/openTicket.yaml", "own/src/a/B.groovy", "own/resources/a/b.sh"])(
  "pre-commit runs the hook for %s, a source of the library",
  (path) => {
    expect(path).toMatch(files);
  },
);

it.each(["README.md", "src/main.ts", "docs/library.md", "yaml/readme.txt"])(
  "pre-commit does not run it for %s",
  (path) => {
    expect(path).not.toMatch(files);
  },
);
