import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { smallSpecs } from "../../support/specs.ts";
import { snapshot } from "../write/support.ts";
import { put } from "./support.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-system-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function stagewright(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    encoding: "buffer",
    env,
    maxBuffer: 2 ** 27,
    timeout: 60_000,
  });
  return { status, stdout, said: `${stdout}${stderr}` };
}

function git(cwd: string, ...args: readonly string[]): string {
  const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** A git repository with the specs of one service in a folder. */
function repository(below = "."): string {
  const root = temporary();
  const text = smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "";
  put(join(root, below), "stagewright.yaml", text);
  put(join(root, below), "services/shop.yaml", smallSpecs["services/shop.yaml"] ?? "");
  git(root, "init", "--quiet");
  return root;
}

describe("the hook in a linked work tree", () => {
  it("sees the staged files, although git sets GIT_DIR", () => {
    const root = repository("ci");
    expect(stagewright(join(root, "ci"), ["generate"]).status).toBe(0);
    git(root, "add", ".");
    git(root, "commit", "--quiet", "-m", "first");
    const tree = join(temporary(), "tree");
    git(root, "worktree", "add", "--quiet", tree);
    const hook = join(root, ".git/hooks/pre-commit");
    writeFileSync(hook, `#!/bin/sh\ncd ci && exec '${process.execPath}' '${cli}' generate --hook\n`, { mode: 0o755 });
    appendFileSync(join(tree, "ci/stagewright.yaml"), "# a comment\n");
    git(tree, "commit", "--quiet", "--all", "-m", "second");
    appendFileSync(join(tree, "ci/services/shop.yaml"), "version: 2.0.{build}\n");
    expect(() => git(tree, "commit", "--quiet", "--all", "-m", "third")).toThrow(
      /these generated files are not staged/,
    );
  });
});

describe("diff | git apply", () => {
  it.each([".", "ci"])("writes what generate writes, with the specs in %s", (below) => {
    const root = repository(below);
    const folder = join(root, below);
    expect(stagewright(folder, ["generate"]).status).toBe(0);
    put(folder, "out/CODEOWNERS", "");
    writeFileSync(join(folder, "out/PIPELINES.md"), Buffer.from([0x61, 0xff, 0xfe, 0x0a, 0x0d, 0x0a, 0xe9]));
    rmSync(join(folder, "out/catalog-info.yaml"), { force: true });
    appendFileSync(join(folder, "services/shop.yaml"), "version: 2.0.{build}\n");
    const copy = temporary();
    cpSync(root, copy, { recursive: true });
    const { status, stdout } = stagewright(folder, ["diff"]);
    expect(status).toBe(1);
    execFileSync("git", ["apply"], { cwd: folder, input: stdout });
    expect(stagewright(join(copy, below), ["generate", "--force"]).status).toBe(0);
    expect(snapshot(join(folder, "out"))).toEqual(snapshot(join(copy, below, "out")));
    expect(stagewright(folder, ["check"])).toMatchObject({ status: 0 });
  });
});

describe("a clone with core.autocrlf", () => {
  it("has no edited files", () => {
    const root = repository();
    expect(stagewright(root, ["generate"]).status).toBe(0);
    git(root, "add", ".");
    git(root, "commit", "--quiet", "-m", "first");
    const clone = join(temporary(), "clone");
    git(root, "-c", "core.autocrlf=true", "clone", "--quiet", "--config", "core.autocrlf=true", ".", clone);
    expect(snapshot(clone)["out/CODEOWNERS"]).toContain("\r\n");
    expect(stagewright(clone, ["check"])).toMatchObject({ status: 0 });
    appendFileSync(join(clone, "out/CODEOWNERS"), "# by hand\r\n");
    expect(stagewright(clone, ["check"]).said).toContain("edited by hand (1)");
    git(clone, "config", "core.autocrlf", "false");
    expect(stagewright(clone, ["check"]).said).toMatch(/edited by hand \(\d\d+\)/);
  });
});

describe("the start", () => {
  it("works with an unknown user id, without HOME", () => {
    const root = repository();
    if (process.getuid?.() !== 0) return;
    const start = join(temporary(), "start.cjs");
    const load = `process.argv[1] = ${JSON.stringify(cli)}; require(${JSON.stringify(cli)});`;
    writeFileSync(start, `process.setgroups([]); process.setgid(54321); process.setuid(54321); ${load}\n`);
    const { PATH } = process.env;
    const options = { cwd: root, encoding: "utf8", env: { PATH } } as const;
    execFileSync("chmod", ["-R", "a+rX", root, join(start, "..")]);
    const run = spawnSync(process.execPath, [start, "validate"], options);
    expect(`${run.stdout}${run.stderr}`).toContain("valid: stagewright.yaml");
    expect(run.status).toBe(0);
  });

  it.each(["", "relative", "."])("with HOME=%j writes nothing to the repository", (HOME) => {
    const root = repository();
    expect(stagewright(root, ["generate"], { PATH: process.env.PATH, HOME }).status).toBe(0);
    expect(readdirSync(root).sort()).toEqual([".git", "out", "services", "stagewright.yaml"]);
  });

  it("in a removed folder reports that", () => {
    const script = `cd "$1" && rm -rf "$1" && exec "$2" "$3" validate`;
    const args = ["-c", script, "sh", temporary(), process.execPath, cli];
    const { status, stderr } = spawnSync("sh", args, { encoding: "utf8" });
    expect(stderr).toBe("stagewright: the current folder no longer exists\n  change to another folder\n");
    expect(status).toBe(1);
  });
});

describe("a link out of the repository", () => {
  const secret = "token: s3cret";

  it.each([
    ["a platform spec", "stagewright.yaml", ""],
    ["a service file", "services/shop.yaml", ""],
    ["the folder of services", "services", "shop.yaml"],
  ])("is refused for %s, and nothing of the file is printed", (_, link, name) => {
    const root = repository();
    const elsewhere = temporary();
    put(elsewhere, name === "" ? "file" : name, `${secret}\n`);
    rmSync(join(root, link), { recursive: true });
    symlinkSync(name === "" ? join(elsewhere, "file") : elsewhere, join(root, link));
    for (const command of ["validate", "generate", "check"]) {
      const { status, said } = stagewright(root, [command]);
      expect(said).toContain("is a link, or is below a link, to a place outside the repository");
      expect(said).not.toContain("s3cret");
      expect(status).toBe(1);
    }
  });

  it("is refused for the output folder", () => {
    const root = repository();
    const elsewhere = temporary();
    symlinkSync(elsewhere, join(root, "out"));
    expect(stagewright(root, ["generate"]).said).toContain("the output folder is a link");
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("is refused for the folder of own steps, and a path outside too", () => {
    const root = repository();
    const elsewhere = temporary();
    put(elsewhere, "vars/openTicket.groovy", `// ${secret}\n`);
    symlinkSync(elsewhere, join(root, "own"));
    const text = smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "";
    put(
      root,
      "stagewright.yaml",
      text.replace("library: {", "library: { own: own,").replace("library:\n", "library:\n  own: own\n"),
    );
    const { status, said } = stagewright(root, ["generate"]);
    expect(said).toContain("own is a link, or is below a link");
    expect(said).not.toContain("s3cret");
    expect(status).toBe(1);
    put(
      root,
      "stagewright.yaml",
      text.replace("services/shop.yaml", `../${elsewhere.split("/").at(-1)}/vars/*.groovy`),
    );
    expect(stagewright(root, ["validate"]).said).toContain("is outside the repository");
  });
});

describe("a link in the output folder", () => {
  it("has a removal hint for the current folder", () => {
    const root = repository();
    put(root, "CODEOWNERS", "mine\n");
    mkdirSync(join(root, "out"));
    symlinkSync("../CODEOWNERS", join(root, "out/CODEOWNERS"));
    expect(stagewright(root, ["generate"]).said).toContain("remove the link: rm out/CODEOWNERS\n");
    expect(existsSync(join(root, "CODEOWNERS"))).toBe(true);
  });
});

describe("a service that is missing by mistake", () => {
  it("stops the run before its files are removed", () => {
    const root = repository();
    expect(stagewright(root, ["generate"]).status).toBe(0);
    const tree = snapshot(join(root, "out"));
    const text = smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/missing.yaml") ?? "";
    put(root, "stagewright.yaml", text);
    const { status, said } = stagewright(root, ["generate"]);
    expect(said).toContain('SW112 files/no-match: "services/missing.yaml" matches no file');
    expect(status).toBe(1);
    expect(snapshot(join(root, "out"))).toEqual(tree);
  });
});

describe("a spec that costs much time or memory", () => {
  it.each([
    ["20,000 aliases", `a: &x [1]\nb: [${"*x, ".repeat(20_000)}]\n`, 10_000, "SW"],
    ["10,000 keys", Array.from({ length: 10_000 }, (_, n) => `key${n}: 1\n`).join(""), 20_000, "SW"],
    ["200 levels", `a: ${"[".repeat(200)}${"]".repeat(200)}\n`, 10_000, "more than 100 levels"],
    ["1,000 levels", `a: ${"[".repeat(1000)}${"]".repeat(1000)}\n`, 10_000, "levels"],
    ["100,000 levels", `a: ${"[".repeat(100_000)}${"]".repeat(100_000)}\n`, 10_000, "too many levels"],
    ["60 MB", `a: ${"x".repeat(60_000_000)}\n`, 10_000, "more than 2000000 characters"],
  ])("%s is checked in limited time", (_, text, limit, sentence) => {
    const root = repository();
    put(root, "services/shop.yaml", text);
    const start = Date.now();
    const { status, said } = stagewright(root, ["validate", "--json"]);
    expect(said).not.toContain("bug of stagewright");
    expect(said).toContain(sentence);
    expect(status).toBe(1);
    expect(Date.now() - start).toBeLessThan(limit);
  });

  it("a pattern with many stars is matched in limited time", () => {
    const root = repository();
    put(root, `services/${"a".repeat(60)}`, "");
    const text = smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", `services/${"*a".repeat(25)}b`) ?? "";
    put(root, "stagewright.yaml", text);
    const start = Date.now();
    expect(stagewright(root, ["validate"]).said).toContain("matches no file");
    expect(Date.now() - start).toBeLessThan(5000);
  });
});
