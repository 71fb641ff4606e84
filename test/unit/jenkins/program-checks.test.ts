import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/generated-files.ts";

const { files } = compile(readInput("examples/shop"));
const scriptOf = (name: string) => files?.find(({ path }) => path.endsWith(name))?.content ?? "";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "program-checks-"));
  mkdirSync(join(home, "bin"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(script: string, programs: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(programs))
    writeFileSync(join(home, "bin", name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  writeFileSync(join(home, "script"), script);
  return spawnSync("/bin/sh", [join(home, "script")], {
    cwd: home,
    encoding: "utf8",
    env: { PATH: `${join(home, "bin")}:/usr/bin:/bin`, HOME: home, STATE: home, ARGUMENT_COUNT: "0" },
  });
}

describe("scripts that use yq", () => {
  const text = scriptOf("/deploy/argocd/commit-kustomize.sh");
  const check = /^ *command -v yq[\s\S]*?esac$/m.exec(text)?.[0] ?? "exit 3";
  const versions = [
    ["yq (https://github.com/mikefarah/yq/) version v4.54.3", 0],
    ["yq version 4.9.6", 0],
    ["yq 3.1.0", 1],
    ["yq version 3.4.1", 1],
    ["yq (https://github.com/mikefarah/yq/) version v5.0.0", 1],
  ] as const;
  it.each(versions)("%s: %i", (version, status) => {
    const script = `fail() { echo "$1"; exit 1; }\n${check}`;
    const done = run(script, { yq: `echo '${version}'` });
    expect([done.status, done.stdout]).toEqual([
      status,
      status === 0 ? "" : expect.stringMatching(/^\S+\/bin\/yq is not version 4 of github\.com\/mikefarah\/yq/),
    ]);
  });
});

it("a Python build without pytest reports that no tests run", () => {
  writeFileSync(join(home, "requirements.txt"), "");
  mkdirSync(join(home, ".venv/bin"), { recursive: true });
  writeFileSync(join(home, ".venv/bin/python"), '#!/bin/sh\n[ "$1" != -c ]\n', { mode: 0o755 });
  const { stderr, status } = run(scriptOf("/source/python.sh"), { python3: "exit 0" });
  expect(stderr).toContain("pytest is not installed: no tests run.");
  expect(status, stderr).toBe(0);
});
