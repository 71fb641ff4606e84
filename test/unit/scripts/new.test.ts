import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const source = [
  ...["generator", "schemas", "scripts", "test", "vars-templates"],
  ...[".dependency-cruiser.mjs", ".gitignore", "biome.json", "package.json", "tsconfig.json", "vitest.config.ts"],
];

/** The kinds of parts, with a name for each, and the failure of its new test. */
const parts = [
  ["policy", "draft-policy", /draft-policy.*\n[\s\S]*SW\d{3} TODO: the message/],
  ["rule", "draft-rule", /draft-rule.*\n[\s\S]*SW\d{3} TODO: the message/],
  ["engine", "draft-engine", /draft-engine\.test\.ts[\s\S]*BUILD_MEMORY/],
  ["source-tool", "draft-tool", /draft-tool\.test\.ts[\s\S]*draft-tool\.project/],
  ["handoff", "draft-handoff", /draft-handoff\.test\.ts[\s\S]*draft-handoff-dev/],
  ["key", "draft-key", /service\.draftKey[\s\S]*both values generate the same files/],
  ["target", "draft-target", /draft-target\.test\.ts[\s\S]*draft-target\/README\.md/],
] as const;

/** The kinds whose new part changes no existing file. */
const onlyNewFiles = ["policy", "engine", "source-tool", "handoff"];

let copy: string;

function run(...command: string[]) {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: copy, encoding: "utf8", env });
  return { status, output: `${stdout}${stderr}` };
}

describe("npm run new", () => {
  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "stagewright-new-"));
    for (const path of source) cpSync(join(root, path), join(copy, path), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it.each(parts)("creates a %s and prints what to do next", (kind, name) => {
    const { status, output } = run("scripts/new/index.mjs", kind, name);
    expect(output).toContain("Next steps:");
    expect(status).toBe(0);
    expect(output.includes("Created ")).toBe(kind !== "key");
    expect(output.includes("Changed ")).toBe(!onlyNewFiles.includes(kind));
    const section = /CONTRIBUTING\.md, "(.+?)"/.exec(output)?.[1];
    expect(readFileSync(join(root, "CONTRIBUTING.md"), "utf8")).toContain(`\n## ${section}\n`);
  });

  it("creates parts that pass the type check and lint", () => {
    for (const script of ["schemas", "templates", "lists"])
      expect(run(`scripts/generate-${script}.mjs`).output).toBe("");
    expect(run("node_modules/typescript/bin/tsc", "--noEmit", "--incremental", "false").output).toBe("");
    expect(run("node_modules/@biomejs/biome/bin/biome", "check", ".")).toMatchObject({ status: 0 });
    const cruise = ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.mjs"];
    expect(run(...cruise, "generator")).toMatchObject({ status: 0 });
  }, 300_000);

  it("creates tests that fail because the part is not written yet", () => {
    const folders = ["bad-specs/bad-specs", "engines", "source-tools", "handoffs", "keys/every-key", "targets"].map(
      (it) => `test/unit/${it}`,
    );
    const { status, output } = run(
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "unit",
      "-t",
      "draft-(policy|rule|target)|the (engine|source tool|handoff) draft-|service\\.draftKey",
      ...folders,
    );
    expect(status).toBe(1);
    for (const [, , failure] of parts) expect(output).toMatch(failure);
    // The key fails three times: it has no effect on Jenkins, and GitHub Actions and Tekton ignore it.
    expect(output).toMatch(/does not ignore service\.draftKey/);
    expect(output).toMatch(/Tests +10 failed/);
  }, 300_000);

  it.each([
    [[], /The kind of the part is missing\. Usage: npm run new -- KIND NAME/],
    [["stage", "x"], /"stage" is not a kind of part\..*policy, rule, engine, source-tool, handoff, key, target/],
    [["policy"], /The name is missing\. Usage: npm run new -- policy NAME/],
    [["policy", "Two_Syncs"], /"Two_Syncs" is not a valid name\. Use lower-case letters/],
    [["policy", "../two"], /"\.\.\/two" is not a valid name/],
    [["policy", "one-sync"], /generator\/policies\/one-sync\.ts already exists/],
  ])("explains the mistake in %j and changes nothing", (command, message) => {
    const policy = join(copy, "generator/policies/one-sync.ts");
    const before = readFileSync(policy, "utf8");
    const { status, output } = run("scripts/new/index.mjs", ...command);
    expect(output).toMatch(message);
    expect(status).toBe(1);
    expect(readFileSync(policy, "utf8")).toBe(before);
  });

  it("writes nothing if an existing file has no place for the insertion", () => {
    writeFileSync(join(copy, "generator/validate/rules/index.ts"), "");
    const { status, output } = run("scripts/new/index.mjs", "rule", "other-rule");
    expect(output).toContain("generator/validate/rules/index.ts has no line that starts with");
    expect(status).toBe(1);
    expect(existsSync(join(copy, "generator/validate/rules/other-rule.ts"))).toBe(false);
  });
});
