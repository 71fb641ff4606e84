import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { gitEnvironment, writePrograms } from "../../../generator/rehearsal/git-programs.ts";
import type { Login } from "../../../generator/rehearsal/git-server.ts";
import { createRepository } from "../../../generator/rehearsal/repositories.ts";

let root = "";
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "sw-git-programs-"));
  const bare = join(root, "git/git.acme.internal/shop/shop.git");
  await createRepository(bare, { branch: "main", folder: null, files: { file: "text" } });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function clone(address: string, key: string | null, logins: readonly Login[], ssh?: string) {
  const alias = "ssh://git@git.acme.internal:7999/shop/shop.git";
  const repositories = [{ git: "git@git.acme.internal:shop/shop.git", aliases: [alias], logins }];
  const variables = gitEnvironment({ url: "http://127.0.0.1:1" }, repositories);
  mkdirSync(join(root, "real"));
  const path = `${join(root, "real")}:${process.env.PATH}`;
  writeFileSync(join(root, "real/ssh"), `#!/bin/sh\n${ssh ?? 'echo "real ssh: $*" >&2; exit 255'}\n`, { mode: 0o755 });
  const bin = await writePrograms(join(root, "bin"), variables, path, join(root, "git"), repositories);
  if (key !== null) writeFileSync(join(root, "key"), `${key}\n`, { mode: 0o600 });
  return spawnSync("git", ["clone", "--quiet", address, join(root, "clone")], {
    encoding: "utf8",
    env: {
      PATH: `${bin}:${path}`,
      HOME: root,
      GIT_SSH_COMMAND: `ssh -F /dev/null ${key === null ? "" : `-i '${join(root, "key")}'`} -o BatchMode=yes`,
    },
  });
}

it.each([
  "git@git.acme.internal:shop/shop.git",
  "git@GIT.acme.internal:/shop/shop",
  "ssh://git@git.acme.internal:7999/shop/shop.git",
])("git reaches %s with the key of its credential", async (address) => {
  const { status, stderr } = await clone(address, "the key", [{ key: "the key" }]);
  expect(status, stderr).toBe(0);
});

it.each([
  ["another key", "another", [{ key: "the key" }]],
  ["no key", null, [{ key: "the key" }, { key: "second" }]],
  ["a key, and the credential is no key", "the key", [{ user: "a", password: "the key" }]],
] as const)("%s reaches no repository", async (_name, key, logins) => {
  const { status, stderr } = await clone("git@git.acme.internal:shop/shop.git", key, logins);
  expect([status, stderr]).toEqual([
    128,
    expect.stringContaining("git@git.acme.internal: Permission denied (publickey)."),
  ]);
});

it("a repository without a credential needs no key", async () => {
  expect((await clone("git@git.acme.internal:shop/shop.git", null, [null])).status).toBe(0);
});

it("other repositories get the real ssh", async () => {
  const { stderr } = await clone("git@elsewhere.example:shop/shop.git", "the key", [{ key: "the key" }]);
  expect(stderr).toMatch(/^real ssh: .*git@elsewhere\.example/);
});
