import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { engines } from "../../../generator/engines/index.ts";
import { put } from "../commands/support.ts";
import { layouts, repository } from "./layouts.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

function stagewright(folder: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe.each(Object.entries(layouts))("%s", (_, { files, remote, expected }) => {
  it("gets matching specs that validate and generate, and are never overwritten", () => {
    const folder = repository(files, remote);
    const first = stagewright(folder, "init", "--yes");
    expect(first).toMatchObject({ status: 0, stderr: "" });
    expect(first.stdout).toMatch(/\+ stagewright\.yaml\n[\s\S]*stagewright generate\n$/);
    const written = first.stdout.match(/(?<=^\+ ).+$/gm) ?? [];
    const all = written.map((path) => readFileSync(join(folder, path), "utf8")).join("\n");
    for (const text of expected) expect(all).toContain(text);
    expect(all).not.toContain("secret");
    expect(stagewright(folder, "validate")).toMatchObject({ status: 0, stderr: "" });
    expect(stagewright(folder, "generate").status).toBe(0);
    const again = stagewright(folder, "init", "--yes");
    expect(again.status).toBe(1);
    expect(again.stderr).toContain("init never overwrites files");
  });
});

it("takes the default branch of the remote, not the branch that someone works on", () => {
  const remote = repository({ "go.mod": "module x\n" });
  const commit = ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--message=first"];
  execFileSync("git", ["add", "."], { cwd: remote });
  execFileSync("git", commit, { cwd: remote });
  execFileSync("git", ["branch", "--move", "trunk"], { cwd: remote });
  const clone = mkdtempSync(join(tmpdir(), "stagewright-init-"));
  onTestFinished(() => rmSync(clone, { recursive: true, force: true }));
  execFileSync("git", ["clone", "--quiet", remote, clone]);
  execFileSync("git", ["checkout", "--quiet", "-b", "feature"], { cwd: clone });
  expect(stagewright(clone, "init", "--yes").status).toBe(0);
  expect(readFileSync(join(clone, "stagewright.yaml"), "utf8")).toContain("branch: trunk, owner: platform }");
});

describe("init --target github-actions", () => {
  const files = { "pom.xml": "<project/>", Dockerfile: "FROM eclipse-temurin:21\n" };

  it("proposes specs that are valid for GitHub Actions, and generate at the root of the repository", () => {
    const folder = repository(files, "https://github.com/acme/shop.git");
    const created = stagewright(folder, "init", "--yes", "--target", "github-actions");
    expect(created).toMatchObject({ status: 0, stderr: "" });
    const platform = readFileSync(join(folder, "stagewright.yaml"), "utf8");
    expect(platform).toContain("target: github-actions\n");
    expect(platform).toContain("agent: { label: ubuntu-24.04 }");
    expect(platform).toContain("directory: ''");
    expect(platform).not.toMatch(/Jenkins (reads|sandbox)|-library\.git|agents:/);
    expect(readFileSync(join(folder, "services/shop.yaml"), "utf8")).not.toContain("triggers");
    const { stderr } = stagewright(folder, "validate");
    // The runners of GitHub are new for each job, so builds and deliveries may have the same label.
    expect([...new Set(stderr.match(/\bSW\d+/g))]).toEqual([]);
    expect(stagewright(folder, "generate").status).toBe(0);
    expect(existsSync(join(folder, ".github/workflows/shop.shop.build.yml"))).toBe(true);
    expect(stagewright(folder, "check").status).toBe(0);
  });

  it("adds services for the product of the project", () => {
    const folder = repository(files, "https://github.com/acme/shop.git");
    expect(stagewright(folder, "init", "--yes", "--target", "github-actions").status).toBe(0);
    const other = repository({ "go.mod": "module x\n" }, "https://github.com/acme/other.git");
    const refused = stagewright(folder, "init", "--add", other, "--target", "jenkins");
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining("the specs are for github-actions") });
    expect(stagewright(folder, "init", "--add", other).status).toBe(0);
    expect(readFileSync(join(folder, "services/other.yaml"), "utf8")).not.toContain("triggers");
  });
});

describe("init --add", () => {
  it("adds the services of another repository with the names of the project, once", () => {
    const project = repository(
      { "pom.xml": "<project/>", Dockerfile: "FROM x\n" },
      "https://git.acme.internal/a/shop.git",
    );
    expect(stagewright(project, "init", "--yes").status).toBe(0);
    const other = repository(
      { "api/go.mod": "module x\n", "api/Dockerfile": "FROM x\n", "shop/go.mod": "module y\n" },
      "https://git.acme.internal/b/other.git",
    );
    const added = stagewright(project, "init", "--add", other);
    expect(added).toMatchObject({ status: 0, stderr: "" });
    expect(added.stdout).toContain("+ services/api.yaml\n+ services/shop-2.yaml\n");
    const text = readFileSync(join(project, "services/api.yaml"), "utf8");
    expect(text).toContain("git: https://git.acme.internal/b/other.git\n");
    expect(text).toContain("owner: shop, tool: go, directory: api }");
    expect(text).toContain("owner: platform, engine: buildah");
    expect(stagewright(project, "validate")).toMatchObject({ status: 0, stderr: "" });
    expect(stagewright(project, "init", "--add", other)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("already has a spec"),
    });
  });

  it("knows a repository by any of its addresses, and the directories of all builds of a stage", () => {
    const remote = "https://git.acme.internal/a/shop.git";
    const project = repository({ "api/go.mod": "module x\n", "web/package.json": "{}" }, remote);
    expect(stagewright(project, "init", "--yes").status).toBe(0);
    rmSync(join(project, "services/web.yaml"));
    const path = join(project, "services/api.yaml");
    const also = readFileSync(path, "utf8").replace(
      "directory: api",
      "directory: api, also: [{ tool: npm, directory: web }]",
    );
    writeFileSync(path, also.replace(remote, "git@git.acme.internal:a/shop.git"));
    expect(stagewright(project, "init", "--add").stderr).toContain("already has a spec");
  });

  it("proposes only a source stage if the site builds no images, and names files that the site does not read", () => {
    const project = repository({ "go.mod": "module x\n" }, "https://git.acme.internal/a/shop.git");
    put(
      project,
      "stagewright.yaml",
      "apiVersion: stagewright/v1\nstagewright: ~0.1\nlibrary: { name: ci, package: ci.steps, version: 1.0.0 }\n" +
        "pipelines: { git: 'https://git.acme.internal/a/shop.git' }\nsite: { agent: { label: linux }, agents: { seed: { label: seed } } }\nteams: { shop: {} }\n" +
        "services: [specs/first.yaml]\n",
    );
    put(
      project,
      "specs/first.yaml",
      "service: first\ngit: 'https://git.acme.internal/a/first.git'\n" +
        "stages: [{ id: build, kind: source, owner: shop, tool: go }]\n",
    );
    const added = stagewright(project, "init", "--add");
    expect(added).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('add specs/shop.yaml to its key "services"'),
    });
    expect(readFileSync(join(project, "specs/shop.yaml"), "utf8")).not.toMatch(/kind: (image|deploy)/);
  });

  it("refuses specs with errors and a missing folder", () => {
    const project = repository({ "go.mod": "module x\n" });
    expect(stagewright(project, "init", "--add").stderr).toContain("stagewright.yaml");
    put(project, "stagewright.yaml", "services: [\n");
    expect(stagewright(project, "init", "--add")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("have errors"),
    });
    expect(stagewright(project, "init", "--add", "nowhere").stderr).toContain("nowhere does not exist");
  });
});

/** Runs `init` on a pseudo-terminal, created with Python's pty, and types the answers. */
const TYPE = `
import fcntl, os, pty, select, signal, struct, sys, termios
signal.alarm(45)
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    os.execvp(sys.argv[1], sys.argv[1:3] + ["init"])
keys = sys.argv[3:]
said = b""
for key in keys:
    # The next question stands there once nothing more comes. A busy machine starts init slowly.
    while select.select([fd], [], [], 1.0 if said else 40)[0]:
        try:
            piece = os.read(fd, 65536)
        except OSError:
            piece = b""
        if not piece:
            break
        said += piece
    os.write(fd, key.encode().decode("unicode_escape").encode())
try:
    while True:
        piece = os.read(fd, 65536)
        if not piece:
            break
        said += piece
except OSError:
    pass
sys.stdout.buffer.write(said)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

function typed(folder: string, ...keys: string[]) {
  return spawnSync("python3", ["-c", TYPE, process.execPath, cli, ...keys], {
    cwd: folder,
    encoding: "utf8",
    timeout: 50_000,
  });
}

describe("on a terminal", () => {
  it("asks for values that cannot be detected", () => {
    const folder = repository(
      { "go.mod": "module x\n", Dockerfile: "FROM scratch\n" },
      "https://git.acme.internal/a/meter.git",
    );
    // Append to the team's name; keep the registry; choose docker; the site is offline.
    const proposed = engines.filter(({ proposal }) => proposal !== null).map(({ name }) => name);
    const down = "\\x1b[B".repeat(proposed.indexOf("docker"));
    const { status, stdout } = typed(folder, "s\\r", "\\r", `${down}\\r`, "y");
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toContain("Which team owns the source code?");
    const platform = readFileSync(join(folder, "stagewright.yaml"), "utf8");
    expect(platform).toContain("meters: {");
    expect(platform).toContain("network: offline");
    expect(readFileSync(join(folder, "services/meter.yaml"), "utf8")).toContain("engine: docker");
    expect(stagewright(folder, "validate").status).toBe(0);
  });

  it("writes nothing if the user cancels", () => {
    const folder = repository({ "go.mod": "module x\n" });
    const { status } = typed(folder, "\\x03");
    expect(status).toBe(1);
    expect(existsSync(join(folder, "stagewright.yaml"))).toBe(false);
  });
});

it("writes nothing through a link out of the repository", () => {
  const top = mkdtempSync(join(tmpdir(), "stagewright-linked-"));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const [folder, outside] = [join(top, "clone"), join(top, "outside")];
  put(folder, "pom.xml", "<project/>");
  mkdirSync(outside);
  symlinkSync(outside, join(folder, "services"));
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  const { status, stderr } = spawnSync(process.execPath, [cli, "init", "--yes"], { cwd: folder, encoding: "utf8" });
  expect(stderr).toContain("is a link, or is below a link, to a place outside the repository");
  expect(status).toBe(1);
  expect(readdirSync(outside)).toEqual([]);
  expect(existsSync(join(folder, "stagewright.yaml"))).toBe(false);
});

it("reads no device in the place of a Dockerfile or CODEOWNERS", () => {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-device-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  put(folder, "pom.xml", "<project/>");
  for (const name of ["Dockerfile", "CODEOWNERS"]) symlinkSync("/dev/zero", join(folder, name));
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  const { status } = spawnSync(process.execPath, [cli, "init", "--yes"], { cwd: folder, timeout: 20_000 });
  expect(status).toBe(0);
});
