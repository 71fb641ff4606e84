import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/emitted.ts";

const { files } = compile(readInput("test/golden/pods/spec"));

function emitted(engine: string, name: string): string {
  const file = files?.find(({ path }) => path.endsWith(`/image/${engine}/${name}`));
  if (file === undefined) throw new Error(`no ${engine}/${name} is emitted`);
  return file.content;
}

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "engine-scripts-"));
  mkdirSync(join(home, "bin"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A stand-in for a client: a shell script on the path, which sees what the emitted script gives it. */
function standIn(name: string, script: string): void {
  const path = join(home, "bin", name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function run(engine: string, name: string, variables: Record<string, string>) {
  const script = join(home, name);
  writeFileSync(script, emitted(engine, name));
  const empty = [
    "BASE",
    "BASE_REGISTRY",
    "INSECURE",
    "MIRRORS",
    "SECRETS",
    "TAGS",
    "IDENTITY",
    "PLATFORMS",
    "BUILD_ARGS",
  ];
  const env = {
    ...Object.fromEntries(empty.map((it) => [it, ""])),
    ...{ PATH: `${join(home, "bin")}:/usr/bin:/bin`, HOME: home, NODE_NAME: "agent", BUILD_KIT: "true" },
    ...{ STATE: join(home, "state"), REGISTRY: "docker.io", IMAGE: "docker.io/web/one", ...variables },
  };
  return spawnSync("/bin/sh", [script], { cwd: home, env, encoding: "utf8" });
}

const failure = () => readFileSync(join(home, "state/failure"), "utf8").trim();

it("kaniko's login is kept under Docker Hub's key, for its owner alone, and clean-up removes it", () => {
  standIn("skopeo", "cat >/dev/null");
  const login = { REGISTRY_USER: "robot", REGISTRY_PASSWORD: "pass", REGISTRY_CREDENTIAL: "hub" };
  expect(run("kaniko", "login.sh", login)).toMatchObject({ status: 0 });
  const path = join(home, "state/config/config.json");
  const auth = Buffer.from("robot:pass").toString("base64");
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ auths: { "https://index.docker.io/v1/": { auth } } });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(run("kaniko", "cleanup.sh", {})).toMatchObject({ status: 0 });
  expect(existsSync(join(home, "state"))).toBe(false);
});

it("kaniko's build is for its own shell, sets no umask and never forces", () => {
  const build = emitted("kaniko", "build.sh");
  expect(build).toMatch(/^#!\/busybox\/sh\n/);
  expect(build).not.toMatch(/^[^#]*\b(umask|--force|--reproducible)\b/m);
  expect(build).toContain('--digest-file "$STATE/digest"');
  expect(build).toContain('--compressed-caching="$COMPRESSED_CACHING"');
});

it("kaniko is not let build for a platform that the base is not there for", () => {
  standIn("skopeo", "echo linux/amd64");
  mkdirSync(join(home, "state"));
  writeFileSync(join(home, "Dockerfile"), "FROM docker.io/library/base:1\n");
  expect(run("kaniko", "platforms.sh", { PLATFORMS: "linux/amd64", DOCKERFILE: "Dockerfile" })).toMatchObject({
    status: 0,
  });
  expect(run("kaniko", "platforms.sh", { PLATFORMS: "linux/arm64", DOCKERFILE: "Dockerfile" }).status).toBe(1);
  expect(failure()).toBe("The base image docker.io/library/base:1 is not there for linux/arm64.");
});

it.each([true, false])(
  "docker without BuildKit builds on and is refused secrets: plugin of the user's %s",
  (plugin) => {
    if (plugin) mkdirSync(join(home, ".docker/cli-plugins"), { recursive: true });
    standIn(
      "docker",
      'case "$1" in version) echo 28.2.2 ;; buildx) [ -d "$DOCKER_CONFIG/cli-plugins" ] ;; *) exit 9 ;; esac',
    );
    expect(run("docker", "login.sh", {})).toMatchObject({ status: 0 });
    expect(existsSync(join(home, "state/buildkit"))).toBe(plugin);
    if (plugin) return;
    rmSync(join(home, "state"), { recursive: true });
    const secrets = { SECRETS: "SECRETS_0", SECRETS_0: "npm", SECRETS_0_VALUE: "token" };
    expect(run("docker", "login.sh", secrets).status).toBe(1);
    expect(failure()).toBe(
      "Build secrets need BuildKit, which docker 28.2.2 on the agent agent does not have; install buildx.",
    );
  },
);
