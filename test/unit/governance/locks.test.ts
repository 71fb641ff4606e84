import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../generator/diagnostics/diagnostic.ts";
import { frontEnd, inputOf, line } from "../bad-specs/check.ts";
import { type LockCase, lockCases } from "./cases.ts";

function check({ platform, service }: LockCase) {
  const input = inputOf({ platform: [["locks: { replace: [credentials] }\n", platform]], service: service ?? [] });
  return frontEnd(input);
}

/** The diagnostic in one line, and the lock's line behind an arrow. */
function withLock(found: Diagnostic): string {
  const related = (found.related ?? []).map(({ at }) => ` -> ${at.file}:${at.line}:${at.column}`);
  return line({ ...found, hint: undefined as never }) + related.join("");
}

describe("locks", () => {
  it.each(lockCases.map((it) => [it.name, it] as const))("%s", (_name, it) => {
    const { model, diagnostics } = check(it);
    expect(diagnostics.map(withLock)).toEqual(it.expected ?? []);
    expect(model === null).toBe((it.expected ?? []).length > 0);
    const service = model?.services[0];
    for (const [path, value] of Object.entries(it.values ?? {})) {
      const [id = "", key = ""] = path.split(".");
      const stage = service?.stages.find((one) => one.id === id) as Record<string, unknown> | undefined;
      const holder = stage ?? (service as Record<string, unknown> | undefined);
      expect(holder?.[stage === undefined ? path : key], path).toEqual(value);
    }
  });

  it("has at least twenty-five cases, each name once", () => {
    expect(lockCases.length).toBeGreaterThanOrEqual(25);
    expect(new Set(lockCases.map(({ name }) => name)).size).toBe(lockCases.length);
  });

  it("has a hint with the fix", () => {
    const built = check({ name: "", platform: "", service: [["tool: maven,", "tool: maven, agent: { label: big },"]] });
    expect(built.diagnostics.map(({ hint }) => hint)).toContain(
      "remove it; or in the platform spec, set it under defaults, or add locks: { replace: [stages.agent] }",
    );
  });
});

describe("origins of inherited values", () => {
  const { model } = check({
    name: "",
    platform: `locks:
  replace: [credentials]
  append: [image.labels]
defaults:
  all: { timeout: 45, retries: 1 }
  kinds: { source: { timeout: 50 }, image: { labels: { site: seoul } } }
  teams: { shop: { timeout: 55 } }
`,
    service: [
      ["tool: maven,", "tool: maven, timeout: 5,"],
      ["    engine: buildah", "    engine: buildah\n    labels: { tier: web }"],
    ],
  });

  it("name a service's own line, every default behind it and the lock", () => {
    expect(model?.origins.get("services/shop/stages/build/timeout")).toEqual({
      kind: "spec",
      key: "stages.build.timeout",
      at: { file: "services/shop.yaml", line: 12, column: 67 },
      length: 1,
      replaced: [
        { key: "defaults.teams.shop.timeout", at: { file: "stagewright.yaml", line: 41, column: 29 } },
        { key: "defaults.kinds.source.timeout", at: { file: "stagewright.yaml", line: 40, column: 31 } },
        { key: "defaults.all.timeout", at: { file: "stagewright.yaml", line: 39, column: 19 } },
      ],
    });
  });

  it("name the default's line where the service is silent", () => {
    expect(model?.origins.get("services/shop/stages/image/labels/site")).toEqual({
      kind: "spec",
      key: "stages.image.labels.site",
      at: { file: "stagewright.yaml", line: 40, column: 62 },
      length: "seoul".length,
      inherited: "defaults.kinds.image.labels.site",
      lock: { key: "image.labels", may: "append", at: { file: "stagewright.yaml", line: 37, column: 12 } },
    });
  });

  it("name the line of the exception, where the service's team is excepted", () => {
    const [first, second] = ["shop", "platform"].map(
      (team) =>
        check({
          name: "",
          platform: `locks:\n  replace: [credentials]\n  closed: [version]\n  except: { ${team}: [version] }\n`,
        }).model?.origins.get("services/shop/version")?.lock,
    );
    expect(first).toEqual({ key: "version", may: "replace", at: { file: "stagewright.yaml", line: 38, column: 13 } });
    expect(second).toBeUndefined();
  });

  it("name the lock that needs no line", () => {
    expect(model?.origins.get("services/shop/stages/build/agent")?.lock).toEqual({
      key: "stages.agent",
      may: "closed",
    });
  });
});
