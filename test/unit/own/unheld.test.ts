import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** A project with an own step, on a machine without the Groovy checker and without Java and Maven to build it. */
function project() {
  const top = mkdtempSync(join(tmpdir(), "stagewright-unheld-"));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  for (const name of ["stagewright.yaml", "services", "apps"])
    cpSync(join(root, "examples/shop", name), join(top, name), { recursive: true });
  const spec = join(top, "stagewright.yaml");
  writeFileSync(spec, readFileSync(spec, "utf8").replace(/^library: \{/m, "library: { own: own,"));
  mkdirSync(join(top, "own/vars"), { recursive: true });
  writeFileSync(join(top, "own/vars/openTicket.groovy"), "void call() {\n    for (i in 0..<3) {\n    }\n}\n");
  writeFileSync(join(top, "own/vars/openTicket.yaml"), "description: Opens a ticket.\n");
  const run = (...args: string[]) => {
    const env = { PATH: join(top, "bin"), XDG_CACHE_HOME: join(top, "cache"), HOME: top };
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], {
      cwd: top,
      encoding: "utf8",
      env,
    });
    return { status, said: stdout + stderr };
  };
  return { top, run };
}

const warning =
  /stagewright\.yaml:\d+:\d+: warning SW514 own\/groovy-not-checked: your own Groovy was not checked: the checker is not built/;

it("own Groovy that cannot be checked is generated with one warning on every run", () => {
  const { top, run } = project();
  for (const command of ["generate", "check", "generate", "check"]) {
    const { status, said } = run(command);
    expect(status, said).toBe(0);
    expect(said.match(/SW514/g)).toHaveLength(1);
    expect(said).toMatch(warning);
    expect(said).toContain(
      "hint: run stagewright dialect: it builds the checker once (with JDK 17 and Maven 3.8) and runs it",
    );
  }
  expect(existsSync(join(top, "out/library/vars/openTicket.groovy"))).toBe(true);
});

it("a site without own Groovy gets no warning", () => {
  const { top, run } = project();
  rmSync(join(top, "own/vars"), { recursive: true });
  mkdirSync(join(top, "own/resources"));
  writeFileSync(join(top, "own/resources/notes.txt"), "notes\n");
  expect(run("generate")).toMatchObject({ status: 0, said: expect.not.stringContaining("SW514") });
});

it("dialect exits with 2 and names the required tools if the checker can neither be found nor built", () => {
  const { status, said } = project().run("dialect");
  expect(status, said).toBe(2);
  expect(said).toContain("Maven could not build the runner. It needs JDK 17 and Maven 3.8.");
  expect(said).not.toContain("bug of stagewright");
});
