import { describe, expect, it } from "vitest";
import { analyse, type CompileInput } from "../../../generator/compile.ts";
import { lockable } from "../../../generator/generated/lockable.ts";
import { frontEnd, inputOf } from "../bad-specs/check.ts";
import { digest } from "../bad-specs/good.ts";

const image = `'harbor.acme.internal/tools/node:22@sha256:${digest}'`;

/** The findings for a source stage with an additional build, or a custom stage, in a service. */
function findings(...inputs: Parameters<typeof inputWith>): string[] {
  return frontEnd(inputWith(...inputs)).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

function inputWith(locks: string, defaults: string, added: string, custom = ""): CompileInput {
  const opened = locks.startsWith("replace") ? "" : "replace: [credentials], ";
  const locked = `${defaults && `defaults: { kinds: { ${defaults} } }\n`}locks: { ${opened}${locks} }\n`;
  return inputOf({
    platform: [["locks: { replace: [credentials] }\n", locked]],
    service: [
      ["artifacts: [target/*.jar] }", `artifacts: [target/*.jar]${added && `, also: [{ ${added} }]`} }\n${custom}`],
    ],
  });
}

/** The finding for a key of a stage; the lock is one line lower below defaults. */
const closed = (key: string, line = 36) => [
  `SW315 "${key.split(".").at(-1)}" is locked by stagewright.yaml:${line}: a service cannot set stages.${key}`,
];

/** A value of each key that an additional build has. */
const values: Readonly<Record<string, string>> = {
  tool: "tool: npm",
  jdk: "tool: gradle, jdk: '17'",
  toolImage: `tool: npm, toolImage: ${image}`,
  command: "tool: command, command: make",
  arguments: "tool: npm, arguments: [run, build]",
  directory: "tool: npm, directory: web",
  environment: "tool: npm, environment: { CI: 'true' }",
  artifacts: "tool: npm, artifacts: [dist/**]",
  tests: "tool: npm, tests: [reports/*.xml]",
  coverage: "tool: npm, coverage: { reports: [{ parser: cobertura, pattern: coverage.xml }] }",
  issues: "tool: npm, issues: { reports: [{ parser: eslint, pattern: eslint.xml }] }",
  cache: "tool: npm, cache: /var/cache/npm",
};

describe("a key of an additional build", () => {
  it("has a case below if the source has it, too", () => {
    const keys = lockable
      .filter((key) => /^source\.also\.\w+$/.test(key))
      .map((key) => key.replace("source.also.", ""));
    expect(keys.toSorted()).toEqual(Object.keys(values).toSorted());
    for (const key of keys) expect(lockable).toContain(`source.${key}`);
  });

  it.each(Object.entries(values))("is closed with the key of the source: %s", (key, value) => {
    const finding = closed(`build.also[1].${key}`, 35)[0];
    expect(findings(`closed: [source.${key}]`, "", value)).toContain(finding);
    expect(findings("append: [image.labels]", "", value)).not.toContain(finding);
  });

  const settings = "source: { arguments: [-s, settings.xml], environment: { MODE: strict }, tests: [unit/*.xml] }";

  it.each([
    ["arguments", "arguments: [deploy]", closed("build.also[1].arguments")],
    ["environment", "environment: { MODE: lax }", closed("build.also[1].environment.MODE")],
    ["environment", "environment: { CI: 'true' }", []],
    ["directory", "directory: web", []],
    // These only add to what the stage publishes.
    ["tests", "tests: [web/*.xml]", []],
  ])("cannot replace what services can only extend: %s, %s", (key, value, expected) => {
    expect(findings(`append: [source.${key}]`, settings, `tool: maven, ${value}`)).toEqual(expected);
  });

  it.each([
    ["replace: [credentials, source.also.arguments]", []],
    ["except: { shop: [source.arguments] }", []],
    ["except: { shop: [source.also.arguments] }", []],
    ["except: { release: [source.arguments] }", closed("build.also[1].arguments")],
    // A key of a lock counts before one above it.
    ["append: [source.also]", closed("build.also[1].arguments")],
  ])("is open if the platform opens it: %s", (opened, expected) => {
    const locks = `${opened}, closed: [source.arguments]`;
    expect(findings(locks, settings, "tool: maven, arguments: [deploy]")).toEqual(expected);
  });

  it("stays closed with all additional builds if services can extend the key of the source", () => {
    const locks = "closed: [source.also], append: [source.directory]";
    expect(findings(locks, "", "tool: maven, directory: web")).toEqual(closed("build.also", 35));
  });

  it("is open to a team, with the lock as the origin of its value", () => {
    const input = inputWith(
      "closed: [source.directory], except: { shop: [source.directory] }",
      "",
      "tool: go, directory: a",
    );
    const { model } = analyse(input);
    expect(model?.origins.get("services/shop/stages/build/also/0/directory")?.lock).toMatchObject({
      key: "source.also.directory",
      may: "replace",
    });
  });

  it("is closed below the key that is locked", () => {
    expect(findings("closed: [source.environment.MODE]", "", "tool: maven, environment: { MODE: a, CI: b }")).toEqual(
      closed("build.also[1].environment.MODE", 35),
    );
  });
});

describe("a command that runs after the command of a custom stage", () => {
  const stage = (key: string) => `  - { id: check, kind: custom, owner: shop, step: checkIt, ${key}: make }\n`;

  it.each(["onFailure", "always"])("is closed with the command: %s", (key) => {
    const finding = closed(`check.${key}`, 35)[0];
    expect(findings("closed: [custom.command]", "", "", stage(key))).toContain(finding);
    expect(findings("append: [custom.command]", "", "", stage(key))).not.toContain(finding);
    expect(findings("append: [image.labels]", "", "", stage(key))).not.toContain(finding);
  });
});
