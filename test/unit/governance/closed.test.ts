import { describe, expect, it } from "vitest";
import { frontEnd, inputOf } from "../bad-specs/check.ts";

type Edit = readonly [from: string, to: string];

const top = (text: string): Edit => ["version: '1.2.{build}'", `version: '1.2.{build}'\n${text}`];
const source = (text: string): Edit => ["tool: maven,", `tool: maven, ${text},`];
const image = (text: string): Edit => ["    engine: buildah", `    engine: buildah\n    ${text}`];
const deploy = (text: string): Edit => ["kind: deploy, owner: shop,", `kind: deploy, ${text}, owner: shop,`];

/** A lock, what a service says all the same (nothing where the good spec says it already), and the key as it is named. */
const rows: readonly (readonly [lock: string, edit: Edit | null, key: string])[] = [
  ["pin", top("pin: v9.9.9"), "pin"],
  ["version", null, "version"],
  ["branch", top("branch: main"), "branch"],
  ["branches", null, "branches"],
  ["triggers", null, "triggers"],
  ["triggers.poll", null, "triggers.poll"],
  ["parameters", null, "parameters"],
  ["job", top("job: plain"), "job"],
  ["topology", top("topology: per-team"), "topology"],
  ["port", top("port: 8080"), "port"],
  ["stages.timeout", source("timeout: 5"), "stages.build.timeout"],
  ["stages.retries", source("retries: 1"), "stages.build.retries"],
  ["stages.agent", source("agent: { label: big }"), "stages.build.agent"],
  ["stages.agent.label", source("agent: { label: big }"), "stages.build.agent.label"],
  ["stages.previousIds", source("previousIds: [make]"), "stages.build.previousIds"],
  ["source.jdk", null, "stages.build.jdk"],
  ["source.artifacts", null, "stages.build.artifacts"],
  ["source.tests", source("tests: [a.xml]"), "stages.build.tests"],
  ["source.directory", source("directory: backend"), "stages.build.directory"],
  ["source.environment", source("environment: { A: b }"), "stages.build.environment"],
  ["source.arguments", source("arguments: [-B]"), "stages.build.arguments"],
  ["source.cache", source("cache: /var/cache"), "stages.build.cache"],
  ["image.base", null, "stages.image.base"],
  ["image.base.argument", null, "stages.image.base.argument"],
  ["image.image.name", null, "stages.image.image.name"],
  ["image.tags", image("tags: ['{version}']"), "stages.image.tags"],
  ["image.labels", image("labels: { a: b }"), "stages.image.labels"],
  ["image.buildArguments", image("buildArguments: { A: b }"), "stages.image.buildArguments"],
  ["image.dockerfile", image("dockerfile: D"), "stages.image.dockerfile"],
  ["image.target", image("target: run"), "stages.image.target"],
  ["deploy.approval", deploy("approval: { by: [shop] }"), "stages.dev.approval"],
  ["deploy.wait", deploy("wait: true"), "stages.dev.wait"],
];

describe("a locked key", () => {
  it("is looked at in twenty-five places and more", () => {
    expect(new Set(rows.map(([lock]) => lock)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThanOrEqual(25);
  });

  it.each(rows)("%s: names the key, its line and the line of the lock", (lock, edit, key) => {
    const platform: Edit = [
      "locks: { replace: [credentials] }\n",
      `locks:\n  replace: [credentials]\n  closed: [${lock}]\n`,
    ];
    const input = inputOf({ platform: [platform], service: edit === null ? [] : [edit] });
    const { model, diagnostics } = frontEnd(input);
    expect(model).toBeNull();
    const [found, ...more] = diagnostics.filter(({ code }) => code === "SW315");
    const place = input.platform.text.split("\n").findIndex((line) => line.includes("  closed:")) + 1;
    expect(found?.message).toContain(`is locked by stagewright.yaml:${place}: a service cannot set ${key}`);
    const service = input.services[0]?.text.split("\n") ?? [];
    expect(textAt(service, found)).toBe(key.split(".").at(-1));
    const [related] = found?.related ?? [];
    expect(related?.at).toEqual({ file: "stagewright.yaml", line: place, column: "  closed: [".length + 1 });
    // Other stages with the key are reported too, each with its own key.
    for (const other of more)
      expect(other.message).toMatch(new RegExp(`cannot set stages\\.\\w+\\.${key.split(".").slice(2).join("\\.")}$`));
  });

  it.each(rows.filter(([, edit]) => edit !== null))("%s: is allowed without the lock", (lock, edit) => {
    const platform: Edit = ["locks: { replace: [credentials] }\n", `locks: { replace: [credentials, ${lock}] }\n`];
    const { diagnostics } = frontEnd(inputOf({ platform: [platform], service: edit === null ? [] : [edit] }));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});

/** The text that a diagnostic marks. */
function textAt(lines: readonly string[], found: { at: { line: number; column: number }; length: number } | undefined) {
  if (found === undefined) return undefined;
  return lines[found.at.line - 1]?.slice(found.at.column - 1, found.at.column - 1 + found.length);
}
