import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";

const { enum: names } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../schemas/platform.schema.json"), "utf8"),
).properties.target as { enum: string[] };

const root = join(import.meta.dirname, "../../..");
let folder: string;

const stagewright = (...given: string[]) =>
  spawnSync(process.execPath, [join(root, "dist/cli.js"), ...given], { cwd: folder, encoding: "utf8" });

/** The generated files below a folder, without the manifest. */
function filesIn(out: string): Record<string, string> {
  const entries = readdirSync(join(folder, out), { recursive: true, withFileTypes: true });
  const paths = entries.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name));
  const own = paths.filter((path) => !path.includes("/.stagewright/"));
  return Object.fromEntries(own.map((path) => [path.slice(join(folder, out).length + 1), readFileSync(path, "utf8")]));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stagewright-override-"));
  spawnSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  spawnSync("git", ["remote", "add", "origin", "https://github.com/acme/web.git"], { cwd: folder });
  writeFileSync(join(folder, "go.mod"), "module web\n");
  writeFileSync(join(folder, "Dockerfile"), "FROM scratch\n");
  expect(stagewright("init", "--yes", "--target", "jenkins-x")).toMatchObject({ status: 0, stderr: "" });
  // Only Jenkins has a seed, and GitHub reads workflows at the root of a repository.
  const spec = join(folder, "stagewright.yaml");
  const text = readFileSync(spec, "utf8")
    .replace("delivery: { label: delivery }", "$&, seed: { label: seed }")
    .replace("owner: platform }", "directory: '', $&");
  writeFileSync(spec, text.replace("target: jenkins-x\n", ""));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(names)("--target %s", (target) => {
  it("overrides the key `target` for one run of generate and diff, and changes no spec", () => {
    const spec = join(folder, "stagewright.yaml");
    const text = readFileSync(spec, "utf8");
    const other = names.find((it) => it !== target) ?? "";
    const withTarget = (value: string) => text.replace("library:", `target: ${value}\nlibrary:`);
    onTestFinished(() => writeFileSync(spec, text));
    writeFileSync(spec, withTarget(target));
    const plain = stagewright("generate", "--quiet", "--out", `${target}-key`);
    expect(plain.status, plain.stderr).toBe(0);
    writeFileSync(spec, withTarget(other));
    const migration = stagewright("diff", "--target", target, "--out", `${target}-option`);
    expect(migration.stderr).toContain(`files that generate --target ${target} would write: `);
    expect(existsSync(join(folder, `${target}-option`))).toBe(false);
    const overridden = stagewright("generate", "--quiet", "--target", target, "--out", `${target}-option`);
    expect(overridden.status, overridden.stderr).toBe(0);
    expect(readFileSync(spec, "utf8")).toBe(withTarget(other));
    expect(filesIn(`${target}-option`)).toEqual(filesIn(`${target}-key`));
    expect(Object.keys(filesIn(`${target}-key`)).length).toBeGreaterThan(10);
  });
});

it("overrides the key for the rules, too: a comment that Jenkins would not read has another reason elsewhere", () => {
  const service = join(folder, "services/web.yaml");
  const text = readFileSync(service, "utf8");
  onTestFinished(() => writeFileSync(service, text));
  writeFileSync(service, text.replace("stages:", "triggers: { comment: rebuild }\nstages:"));
  const codes = (target: string) => stagewright("validate", "--target", target).stderr.match(/SW\d+/g);
  expect(codes("jenkins")).toContain("SW391");
  expect(codes("tekton")).toContain("SW378");
  expect(codes("tekton")).not.toContain("SW391");
});
