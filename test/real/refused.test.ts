import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTemporary, removeTemporary } from "../support/lab/temporary.ts";
import { describeWith } from "../support/requires.ts";
import { smallSpecs } from "../support/specs.ts";

const cli = join(import.meta.dirname, "../../dist/cli.js");

/** File systems that even root cannot write to, mounted in a private namespace so that nothing remains. */
describeWith(["unshare", "mount"], "what the machine refuses", () => {
  let site: string;
  let before: string;

  beforeAll(async () => {
    site = await makeTemporary("refused");
    for (const [path, text] of Object.entries(smallSpecs)) {
      await mkdir(dirname(join(site, path)), { recursive: true });
      writeFileSync(join(site, path), text);
    }
    expect(run("$STAGEWRIGHT generate --quiet --out out")).toEqual({ status: 0, said: "" });
    const spec = join(site, "services/shop.yaml");
    writeFileSync(spec, readFileSync(spec, "utf8").replace("tool: maven", "tool: gradle"));
    before = tree();
  });
  afterAll(() => removeTemporary(site));

  function run(script: string, env: Record<string, string> = {}): { status: number | null; said: string } {
    const command = ["--mount", "--propagation", "private", "sh", "-c", `exec 2>&1; ${script}`];
    const options = { cwd: site, encoding: "utf8", timeout: 60_000 } as const;
    const environment = { ...process.env, STAGEWRIGHT: `${process.execPath} ${cli}`, ...env };
    const { status, stdout } = spawnSync("unshare", command, { ...options, env: environment });
    return { status, said: stdout };
  }

  function tree(): string {
    return run("cd out && find . | sort && find . -type f -exec sha256sum {} + | sort").said;
  }

  test.each([
    ["a read-only file system", "mount --bind out out && mount -o remount,ro,bind out", "EROFS"],
    ["a file of the output that is mounted from elsewhere", "mount --bind stagewright.yaml out/PIPELINES.md", "EBUSY"],
  ])("%s: exit code 2, and the output is unchanged", (_, mount, code) => {
    const { status, said } = run(`${mount} && $STAGEWRIGHT generate --out out --force`);
    expect(said).toMatch(new RegExp(`^stagewright: the system reported an error: ${code}: `));
    expect(status).toBe(2);
    expect(tree()).toBe(before);
  });

  test("commands that only read work on a read-only file system", () => {
    const mount = "mount --bind out out && mount -o remount,ro,bind out";
    expect(run(`${mount} && $STAGEWRIGHT check --quiet --out out`).status).toBe(1);
    expect(run(`${mount} && $STAGEWRIGHT diff --out out`).said).toContain("+++ b/out/jenkinsfiles/shop/shop/build");
  });

  test.each([32, 128, 256, 384])("a full disk of %i KiB: exit code 2, and no partly written files", (size) => {
    const mount = `mount -t tmpfs -o size=${size}k none out`;
    const { status, said } = run(`${mount} && $STAGEWRIGHT generate --out out; code=$?; ls -A out; exit $code`);
    expect(said).toBe("stagewright: the system reported an error: ENOSPC: no space left on device, write\n");
    expect(status).toBe(2);
  });

  test("a folder without write permission: exit code 2, immediately", () => {
    const { status, said } = run("$STAGEWRIGHT generate --out /proc/stagewright/out");
    expect(said).toMatch(/^stagewright: the system reported an error: ENOENT: .*mkdir '\/proc\/stagewright'\n$/);
    expect(status).toBe(2);
  });

  test("standard output that cannot be written: exit code 2, without a stack trace", () => {
    const { status, said } = run("$STAGEWRIGHT explain > /dev/full");
    expect(said).toBe("stagewright: the system reported an error: ENOSPC: no space left on device, write\n");
    expect(status).toBe(2);
    writeFileSync(join(site, "bad.yaml"), "teams: 1\n");
    expect(run("$STAGEWRIGHT validate --spec bad.yaml").status).toBe(1);
    expect(run("$STAGEWRIGHT validate --spec bad.yaml 2> /dev/full").status).toBe(2);
  });

  test.each([
    ["validate --spec services/shop.yaml/x", "services/shop.yaml/x does not exist"],
    [
      "check --out stagewright.yaml",
      'stagewright.yaml" cannot be the output folder: it or a folder above it is a file',
    ],
    [
      "generate --out stagewright.yaml/a/b",
      'stagewright.yaml/a/b" cannot be the output folder: it or a folder above it is a file',
    ],
  ])("%s: a path through a file is an error of the user: exit code 1", (command, message) => {
    const { status, said } = run(`$STAGEWRIGHT ${command}`);
    expect(said).toContain(message);
    expect(status).toBe(1);
  });

  test("a bug of stagewright: exit code 2, with instructions for a report, and the output is unchanged", () => {
    const broken = join(site, "broken.cjs");
    writeFileSync(broken, 'Array.prototype.flatMap = () => { throw new TypeError("flat no more"); };\n');
    const environment = { NODE_OPTIONS: `--require ${broken}` };
    const { status, said } = run("$STAGEWRIGHT generate --out out", environment);
    expect(said).toMatch(
      /^stagewright: this is a bug of stagewright \d+\.\d+\.\d+, not an error in your specs: flat no more\n {2}please run the command again /,
    );
    expect(said).toContain("with --debug and report the output to ");
    expect(said).not.toMatch(/^ +at /m);
    expect(status).toBe(2);
    expect(run("$STAGEWRIGHT generate --out out --debug", environment).said).toMatch(/^ {4}at .*generator\/\w+/m);
    expect(tree()).toBe(before);
    expect(existsSync(join(site, "out/.stagewright/lock"))).toBe(false);
  });
});
