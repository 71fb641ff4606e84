import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");

/** A program of a user who installed the package. */
const consumer = (property: string) => `import { type CompileResult, compile, type Diagnostic } from "stagewright";

const result: CompileResult = compile({ sources: [], today: "2026-01-01" } as unknown as Parameters<typeof compile>[0]);
const codes: string[] = result.diagnostics.map((diagnostic: Diagnostic) => diagnostic.${property});
export { codes };
`;

describe("the types of the published package", () => {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-consumer-"));

  beforeAll(() => {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/stagewright"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function check(property: string): string {
    writeFileSync(join(folder, "consumer.ts"), consumer(property));
    const options = ["--noEmit", "--strict", "--module", "NodeNext", "--target", "ES2022", "--skipLibCheck"];
    const typescript = join(root, "node_modules/typescript/bin/tsc");
    const run = spawnSync(process.execPath, [typescript, ...options, "consumer.ts"], {
      cwd: folder,
      encoding: "utf8",
    });
    return run.stdout;
  }

  test("accept a correct program", () => {
    expect(check("code")).toBe("");
  });

  test("reject a property that a diagnostic does not have", () => {
    expect(check("number")).toContain("Property 'number' does not exist on type 'Diagnostic'");
  });
});
