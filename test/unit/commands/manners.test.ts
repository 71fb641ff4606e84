import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { smallSpecs } from "../../support/specs.ts";
import { put, specFolder } from "./support.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

function stagewright(folder: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

interface Sarif {
  version: string;
  runs: {
    tool: { driver: { rules: { id: string; shortDescription: { text: string } }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
      properties?: { owner: string };
    }[];
  }[];
}

/** The results of a SARIF log: rule, file and owner of each. Checks that the log defines each rule. */
function results({ stdout }: { stdout: string }): string[] {
  const { version, runs } = JSON.parse(stdout) as Sarif;
  expect(version).toBe("2.1.0");
  const [{ tool, results: found } = { tool: { driver: { rules: [] } }, results: [] }] = runs;
  for (const { ruleId, ruleIndex, level, message } of found) {
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    expect(tool.driver.rules[ruleIndex]?.shortDescription.text).toMatch(/^[A-Z]/);
    expect(["error", "warning", "note"]).toContain(level);
    expect(message.text).not.toBe("");
  }
  return found.map(
    ({ ruleId, locations: [place], properties }) =>
      `${ruleId} ${place?.physicalLocation.artifactLocation.uri} ${properties?.owner ?? "-"}`,
  );
}

/** A folder with small specs of one service. */
function smallFolder(change: (platform: string) => string = (text) => text): string {
  const folder = specFolder(smallSpecs);
  const platform = smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "";
  put(folder, "stagewright.yaml", change(platform));
  return folder;
}

it("prints findings as SARIF, each with a rule of the catalogue", () => {
  const folder = specFolder(smallSpecs);
  put(folder, "services/web.yaml", "service: web\nstages: 3\n");
  for (const command of ["validate", "check", "generate", "owners"]) {
    const run = stagewright(folder, command, "--format", "sarif");
    expect([command, run.status, run.stderr]).toEqual([command, 1, ""]);
    const found = results(run);
    expect(found.length).toBeGreaterThan(0);
    for (const result of found) expect(Object.keys(catalogue)).toContain(result.split(" ")[0]);
  }
});

it("prints differing files as SARIF, with their owners", () => {
  const folder = smallFolder();
  expect(stagewright(folder, "generate").status).toBe(0);
  expect(results(stagewright(folder, "check", "--format", "sarif"))).toEqual([]);
  put(folder, "out/jenkinsfiles/shop/shop/build.Jenkinsfile", "edited\n");
  put(folder, "out/CODEOWNERS", "edited\n");
  const drifted = [
    "drift/changed out/CODEOWNERS (site)",
    "drift/changed out/jenkinsfiles/shop/shop/build.Jenkinsfile shop",
  ];
  for (const command of ["check", "generate"]) {
    const run = stagewright(folder, command, "--format", "sarif");
    expect(run.status).toBe(1);
    expect(results(run)).toEqual(drifted);
  }
});

it("prints paths without an owner as SARIF", () => {
  const folder = smallFolder((text) => text.replace(", reviewers: ['@acme/shop']", ""));
  const run = stagewright(folder, "owners", "--format", "sarif");
  expect(run.status).toBe(1);
  expect(results(run)).toContain("owners/unowned CODEOWNERS (site)");
});

it("prints invalid calls of the library as SARIF", () => {
  const folder = smallFolder();
  put(folder, "consumers/Jenkinsfile", "@Library('acme-ci') _\nnode { buildSource(servce: 'shop') }\n");
  const run = stagewright(folder, "api", "check", "consumers", "--format", "sarif");
  expect(run.status).toBe(1);
  const found = results(run);
  expect(found.length).toBeGreaterThan(0);
  for (const result of found) expect(result).toMatch(/^SW\d+ consumers\/Jenkinsfile /);
});

it("counts several findings by the team that owns each place", () => {
  const folder = smallFolder((text) => `${text}nonsense: 1\n`);
  const service = smallSpecs["services/shop.yaml"] ?? "";
  put(
    folder,
    "services/shop.yaml",
    service
      .replace("git: ", "gti: 1\ngit: ")
      .replace("tool: maven", "tool: mavn")
      .replace("engine: docker", "engine: dockr")
      .replace("environment: dev", "environment: dve"),
  );
  const { stderr } = stagewright(folder, "validate");
  const blocks = stderr.trimEnd().split("\n\n");
  expect(blocks.at(-1)).toBe(`${blocks.length - 1} errors; platform: 1 error; shop: 3 errors; (site): 1 error`);
  const { diagnostics, summary } = JSON.parse(stagewright(folder, "validate", "--json").stdout) as {
    diagnostics: { file: string; line: number; owner: string | null }[];
    summary: unknown;
  };
  expect(diagnostics.map(({ file, line, owner }) => `${file}:${line} ${owner}`)).toEqual([
    "services/shop.yaml:2 shop",
    "services/shop.yaml:5 shop",
    "services/shop.yaml:6 platform",
    "services/shop.yaml:7 shop",
    expect.stringMatching(/^stagewright.yaml:\d+ null$/),
  ]);
  const one = { error: 1, warning: 0, note: 0 };
  expect(summary).toEqual({ platform: one, shop: { ...one, error: 3 }, "(site)": one });
});

it("counts findings of an unknown team as the site's", () => {
  const folder = smallFolder();
  const service = smallSpecs["services/shop.yaml"] ?? "";
  put(folder, "services/shop.yaml", service.replaceAll("owner: platform", "owner: platfrom"));
  const { summary } = JSON.parse(stagewright(folder, "validate", "--json").stdout) as { summary: object };
  expect(Object.keys(summary)).not.toContain("platfrom");
  expect(Object.keys(summary)).toContain("(site)");
});

it("accepts --json as --format json in every command that prints JSON", () => {
  const folder = specFolder(smallSpecs);
  put(
    folder,
    "stagewright.yaml",
    smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "",
  );
  for (const command of ["validate", "generate", "check", "diff", "explain", "graph"]) {
    const { status, stdout } = stagewright(folder, command, "--json");
    expect([command, status]).toEqual([command, 0]);
    expect(() => JSON.parse(stdout)).not.toThrow();
  }
});

it("prints the schemas, and suggests a name for a typo", () => {
  const folder = specFolder();
  expect(JSON.parse(stagewright(folder, "schema", "service").stdout)).toMatchObject({ title: "service spec" });
  expect(stagewright(folder, "schema", "plattform")).toMatchObject({
    status: 1,
    stderr: 'stagewright: no spec is called "plattform"\n  did you mean "platform"?\n',
  });
});

it.each(["tomorrow", "2026-02-30", "2026-2-3", "2026-11-25T00:00:00Z", ""])("rejects %j as a date", (day) => {
  const folder = specFolder(smallSpecs);
  for (const command of ["validate", "check", "explain", "graph"]) {
    expect(stagewright(folder, command, "--today", day)).toEqual({
      status: 1,
      stdout: "",
      stderr: `stagewright: --today: "${day}" is not a date\n  write it as YEAR-MONTH-DAY, such as 2026-11-25\n`,
    });
  }
});

/** Runs a command on a pseudo-terminal, created with Python's pty, and prints its output. */
const ON_TERMINAL = `
import os, pty, sys
os.environ["TERM"] = "xterm"
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
`;

it("shows progress of long work on a terminal only", () => {
  const folder = smallFolder((text) => text.replace("services/shop.yaml", "services/s*.yaml"));
  const service = smallSpecs["services/shop.yaml"] ?? "";
  for (let n = 1; n < 25; n += 1) {
    put(
      folder,
      `services/s${n}.yaml`,
      service.replaceAll("shop/shop", `shop/s${n}`).replace("service: shop", `service: s${n}`),
    );
  }
  const command = [process.execPath, cli, "generate", "--quiet"];
  const options = { cwd: folder, encoding: "utf8", input: "" } as const;
  const { status, stdout } = spawnSync("python3", ["-c", ON_TERMINAL, ...command], options);
  const shown = stdout.split("\r\u001b[K");
  expect([status, shown[1], shown[2]]).toEqual([0, "compiling 25 services …", ""]);
  expect(shown[3]).toMatch(/^writing \d+ files …$/);
  expect(shown.at(-1)).toBe("");
  expect(stagewright(folder, "validate", "--quiet")).toEqual({ status: 0, stdout: "", stderr: "" });
});
