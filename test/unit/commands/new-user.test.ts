import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { smallSpecs } from "../../support/specs.ts";
import { put, specFolder } from "./support.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

function stagewright(folder: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** A folder with valid specs of two services. */
function project(): string {
  const folder = specFolder(smallSpecs);
  const web = (smallSpecs["services/shop.yaml"] ?? "")
    .replaceAll("shop", "web")
    .replaceAll("owner: web", "owner: shop");
  put(folder, "services/web.yaml", web);
  return folder;
}

/** The subcommands of a command, as its help lists them. */
function commandsIn(...command: string[]): string[] {
  const { stdout } = stagewright(".", ...command, "--help");
  const [, list = ""] = /^Commands:\n([\s\S]*?)\n(\n|$)/m.exec(stdout) ?? [];
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, name = ""]) => (name === "help" ? [] : [name]));
}

const commands = commandsIn().flatMap((name) => [[name], ...commandsIn(name).map((below) => [name, below])]);

describe.each(commands.map((command) => [command.join(" "), command] as const))("stagewright %s", (name, command) => {
  it("has examples in its help, and each example is valid", () => {
    const { stdout } = stagewright(".", ...command, "--help");
    const examples = [...stdout.matchAll(/^ {2}(stagewright .+?)(?: {3}|$)/gm)].map(([, text = ""]) => text);
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect(example).toContain(`stagewright ${name}`);
    const folder = project();
    for (const example of examples) {
      const words = (example.split(/ [|>] /)[0] ?? "").match(/'[^']*'|\S+/g) ?? [];
      const { stderr } = stagewright(folder, ...words.slice(1).map((word) => word.replaceAll("'", "")));
      expect(stderr, example).not.toMatch(/^error: (unknown|missing|too many|option)/);
    }
  });

  it("suggests the option for a typo", () => {
    const { status, stderr } = stagewright(".", ...command, "--debugg");
    expect(status).toBe(1);
    expect(stderr).toContain(command[0] === "api" && command.length === 1 ? "unknown" : "Did you mean --debug?");
  });
});

describe("a failure", () => {
  it("has no stack trace without --debug", () => {
    const folder = project();
    const command = ["generate", "--out", "/proc/nothing"];
    const { status, stderr } = stagewright(folder, ...command);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^stagewright: .*\n$/m);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(stagewright(folder, ...command, "--debug").stderr).toMatch(/^ +at /m);
  });

  it("is reported for an empty --out before anything is written", () => {
    const folder = project();
    expect(stagewright(folder, "generate", "--out", "")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: "stagewright: --out is empty\n  omit it or specify a folder, such as . for the current one\n",
    });
    expect(existsSync(join(folder, "library"))).toBe(false);
  });
});

describe("--json", () => {
  /** Arguments by command; a command without an entry takes none. */
  const given: Readonly<Record<string, readonly string[]>> = {
    "api diff": ["out/library/api.json"],
    "api check": ["old"],
    explain: ["--adr", "docs/adr"],
  };

  /** `rehearse` and `test` need Java: test/real/rehearse.test.ts reads their JSON. */
  const elsewhere = ["api", "init", "rehearse", "test"];
  it.each(commands.map((command) => command.join(" ")).filter((name) => !elsewhere.includes(name)))(
    "%s prints JSON and nothing else",
    (name) => {
      const folder = project();
      put(folder, "old/Jenkinsfile", "buildImage(x: 1)\n");
      stagewright(folder, "generate");
      const { stdout } = stagewright(folder, ...name.split(" "), ...(given[name] ?? []), "--json");
      expect(JSON.parse(stdout)).not.toHaveProperty("failure");
      if (name === "schema") return;
      rmSync(join(folder, "stagewright.yaml"));
      expect(
        JSON.parse(stagewright(folder, ...name.split(" "), ...(given[name] ?? []), "--json").stdout),
      ).toMatchObject({
        failure: { message: expect.stringContaining("there is no stagewright.yaml in ") },
      });
    },
  );

  it("init prints JSON, also if it fails", () => {
    const folder = project();
    rmSync(join(folder, "stagewright.yaml"));
    rmSync(join(folder, "services"), { recursive: true });
    expect(JSON.parse(stagewright(folder, "init", "--json").stdout)).toHaveProperty("written");
    expect(JSON.parse(stagewright(folder, "init", "--json").stdout)).toMatchObject({
      failure: { hint: "init never overwrites files; remove or rename them first" },
    });
  });
});

/** Runs a command on a pseudo-terminal, created with Python's pty. */
function onTerminal(folder: string, environment: Readonly<Record<string, string>>, ...given: string[]): string {
  const run = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
  const { NO_COLOR: _, ...inherited } = process.env;
  const env = { ...inherited, ...environment };
  return spawnSync("python3", ["-c", run, process.execPath, cli, ...given], { cwd: folder, encoding: "utf8", env })
    .stdout;
}

it("prints colors on a terminal, and none with NO_COLOR", () => {
  const folder = project();
  put(folder, "services/web.yaml", "service: 3\n");
  const colour = "\u001b[";
  expect(onTerminal(folder, {}, "validate")).toContain(colour);
  expect(onTerminal(folder, { NO_COLOR: "" }, "validate")).toContain(colour);
  expect(onTerminal(folder, { NO_COLOR: "1" }, "validate")).not.toContain(colour);
  expect(stagewright(folder, "validate").stderr).not.toContain(colour);
});
