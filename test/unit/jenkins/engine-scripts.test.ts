import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { engineNamed } from "../../../generator/engines/index.ts";
import { readInput } from "../../support/generated-files.ts";
import { parseFlags } from "../../support/lab/kaniko/flags.mjs";

const { files } = compile(readInput("test/golden/pods/spec"));

function generatedScript(engine: string, name: string): string {
  const file = files?.find(({ path }) => path.endsWith(`/image/${engine}/${name}`));
  if (file === undefined) throw new Error(`no ${engine}/${name} is generated`);
  return file.content;
}

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "engine-scripts-"));
  mkdirSync(join(home, "bin"));
  mkdirSync(join(home, "app"));
  writeFileSync(join(home, "app/Dockerfile"), "FROM scratch\n");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A fake client: a shell script on the path that receives the arguments of the generated script. */
function standIn(name: string, script: string): void {
  const path = join(home, "bin", name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

function run(
  engine: string,
  name: string,
  variables: Record<string, string>,
  change: (text: string) => string = (text) => text,
) {
  const script = join(home, name);
  writeFileSync(script, change(generatedScript(engine, name)));
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
    ...{ PATH: `${join(home, "bin")}:/usr/bin:/bin`, HOME: join(home, "user"), NODE_NAME: "agent" },
    ...{ BUILD_KIT: "true", CONTEXT: "app/.", DOCKERFILE: "app/Dockerfile" },
    ...{ STATE: join(home, "state"), REGISTRY: "docker.io", IMAGE: "docker.io/web/one", ...variables },
  };
  return spawnSync("/bin/sh", [script], { cwd: home, env, encoding: "utf8" });
}

const failure = () => readFileSync(join(home, "state/failure"), "utf8").trim();

it("kaniko's login uses Docker Hub's key, only its owner can read it, and the clean-up removes it", () => {
  standIn("skopeo", "cat >/dev/null");
  const login = { BASE_REGISTRY: "docker.io", BASE_USER: "robot", BASE_PASSWORD: "pass", BASE_CREDENTIAL: "hub" };
  expect(run("kaniko", "login.sh", login)).toMatchObject({ status: 0 });
  const path = join(home, "state/pull/config.json");
  const auth = Buffer.from("robot:pass").toString("base64");
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ auths: { "https://index.docker.io/v1/": { auth } } });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(run("kaniko", "cleanup.sh", {})).toMatchObject({ status: 0 });
  expect(existsSync(join(home, "state"))).toBe(false);
});

it("kaniko's build uses kaniko's shell, sets no umask and never uses --force", () => {
  const build = generatedScript("kaniko", "build.sh");
  expect(build).toMatch(/^#!\/busybox\/sh\n/);
  expect(build).not.toMatch(/^[^#]*\b(umask|--force|--reproducible)\b/m);
  expect(build).toContain('--digest-file "$STATE/digest"');
  expect(build).toContain('--compressed-caching="$COMPRESSED_CACHING"');
});

/** The arguments of kaniko's executor, which are compared with the real flags, and the settings of its container. */
function executorFlags(variables: Record<string, string>): Record<string, string[]> {
  const executor = join(home, "executor");
  writeFileSync(executor, '#!/bin/sh\nprintf "%s\\n" "$@" >"$STATE/words"\nprintf sha256:1 >"$STATE/digest"\n', {
    mode: 0o755,
  });
  mkdirSync(join(home, "state"), { recursive: true });
  const settings = engineNamed("kaniko")?.environment({}, false, null) ?? {};
  const given = { ...settings, CONTEXT: "app/.", DOCKERFILE: "app/Dockerfile", TARGET: "", CACHE: "", LABELS: "" };
  const build = run("kaniko", "build.sh", { ...given, TAGS: "1.0", ...variables }, (text) =>
    text.replaceAll("/kaniko/executor", executor),
  );
  expect(build).toMatchObject({ status: 0 });
  const words = readFileSync(join(home, "state/words"), "utf8").trimEnd().split("\n");
  return Object.fromEntries(parseFlags(words));
}

it("kaniko gets only the necessary flags", () => {
  expect(executorFlags({})).toEqual({
    context: [`dir://${home}/app/.`],
    dockerfile: [`${home}/app/Dockerfile`],
    "digest-file": [join(home, "state/digest")],
    // The other container pushes.
    "no-push": ["true"],
    "oci-layout-path": [join(home, "state/layout")],
    "image-download-retry": ["3"],
    // Compressed layers would stay in memory.
    "compressed-caching": ["false"],
  });
});

it.each([
  ["retries", { PUSH_RETRIES: "7" }, { "image-download-retry": ["7"] }],
  ["compressed caching where it is asked for", { COMPRESSED_CACHING: "true" }, { "compressed-caching": ["true"] }],
  [
    "a cache with its time to live",
    { CACHE: "docker.io/web/cache", CACHE_TTL: "48h" },
    { cache: ["true"], "cache-repo": ["docker.io/web/cache"], "cache-ttl": ["48h"] },
  ],
  ["hosts of plain HTTP", { INSECURE: "one:80 two" }, { "insecure-registry": ["one:80", "two"] }],
  [
    "Docker Hub's mirror as its only source, and others' as the first",
    { MIRRORS: "docker.io=mirror.local ghcr.io=mirror.local/ghcr" },
    {
      "registry-mirror": ["mirror.local"],
      "skip-default-registry-fallback": ["true"],
      "registry-map": ["ghcr.io=mirror.local/ghcr"],
    },
  ],
  ["a target", { TARGET: "run" }, { target: ["run"] }],
  ["another platform", { PLATFORMS: "linux/arm64" }, { "custom-platform": ["linux/arm64"] }],
])("kaniko gets flags for %s", (_, variables, flags) => {
  expect(executorFlags(variables)).toMatchObject(flags);
});

it.each(["Dockerfile", "docker/Dockerfile.web"])("a missing %s is reported with its path in the repository", (path) => {
  mkdirSync(join(home, "state"));
  rmSync(join(home, "app/Dockerfile"));
  expect(run("kaniko", "login.sh", { DOCKERFILE: `app/${path}` }).status).toBe(1);
  expect(failure()).toBe(`The application's repository has no ${path}, but the stage needs it as its dockerfile.`);
});

it("kaniko trusts the site's certificate authority for both registries", () => {
  mkdirSync(join(home, "state"));
  const ca = join(home, "state/ca.pem");
  writeFileSync(ca, "authority");
  const certificates = [`docker.io=${ca}`, `base.local=${ca}`];
  expect(executorFlags({ BASE_REGISTRY: "base.local" })).toMatchObject({ "registry-certificate": certificates });
  expect(executorFlags({ BASE_REGISTRY: "docker.io" })).toMatchObject({
    "registry-certificate": certificates.slice(0, 1),
  });
});

it("a failed build with kaniko reports no file to which an instruction linked its message", () => {
  const executor = join(home, "executor");
  const attack = 'printf secret >"$STATE/secret"; ln -s secret "$STATE/failure"; exit 1';
  writeFileSync(executor, `#!/bin/sh\n${attack}\n`, { mode: 0o755 });
  mkdirSync(join(home, "state"));
  const given = {
    ...engineNamed("kaniko")?.environment({}, false, null),
    TARGET: "",
    CACHE: "",
    LABELS: "",
    TAGS: "1",
  };
  const build = run("kaniko", "build.sh", given, (text) => text.replaceAll("/kaniko/executor", executor));
  expect(build.status).toBe(1);
  expect(failure()).toMatch(/^The image could not be built from Dockerfile/);
});

/** The settings of a push in a step of its own: the build has written to the folder that the steps share. */
function attackedPush(engine: string) {
  const trusted = join(home, "trusted");
  mkdirSync(trusted);
  standIn("skopeo", "exit 1");
  standIn("podman", "cat >/dev/null");
  const given = { TRUSTED: trusted, STORAGE_DRIVER: "vfs", REGISTRY_INSECURE: "false" };
  expect(run(engine, "login.sh", given)).toMatchObject({ status: 0, stderr: "" });
  const settings = readFileSync(join(home, "state/registries.conf"), "utf8");
  writeFileSync(join(home, "state/registries.conf"), 'credential-helpers = ["evil"]\n');
  writeFileSync(join(home, "state/digest"), "sha256:forged");
  writeFileSync(join(home, "state/reused"), "");
  mkdirSync(join(home, "state/home/.config/containers"), { recursive: true });
  const push = run(engine, "push.sh", { ...given, TAGS: "1.0" });
  return { push, settings };
}

it.each(["buildah", "buildkit"])("the push of %s on Tekton takes only the image from its build", (engine) => {
  const { push, settings } = attackedPush(engine);
  // It does not believe that the registry has the image, and pushes; the registry rejects it.
  expect(push.status).toBe(1);
  expect(failure()).toMatch(/^The image could not be pushed/);
  expect(readFileSync(join(home, "state/registries.conf"), "utf8")).toBe(settings);
  expect(existsSync(join(home, "state/home/.config"))).toBe(false);
});

it("kaniko's settings are passed to its script", () => {
  const settings = { compressedCaching: true, cacheTtl: "24h", retries: 5 };
  const variables = { COMPRESSED_CACHING: "true", CACHE_TTL: "24h", PUSH_RETRIES: "5" };
  expect(engineNamed("kaniko")?.environment(settings, true, null)).toEqual(variables);
});

it("docker's configuration has the site's daemon and proxies, before and during the build, and no context of the user", () => {
  const proxy = { http: null, https: "http://proxy.acme.internal:3128", except: ["git.acme.internal", "10.0.0.0/8"] };
  const settings = engineNamed("docker")?.environment({ host: "unix:///run/user/1000/docker.sock" }, false, proxy);
  const seen = 'printf "%s %s\\n" "$DOCKER_HOST" "$(cat "$DOCKER_CONFIG/config.json")" >>"$HOME/../seen"';
  standIn(
    "docker",
    `${seen}; case "$1" in pull) echo "manifest for $2 not found"; exit 1 ;; version) echo 24.0.7 ;; esac`,
  );
  mkdirSync(join(home, "user/.docker"), { recursive: true });
  writeFileSync(
    join(home, "user/.docker/config.json"),
    '{"currentContext":"mine","proxies":{"default":{"httpProxy":"x"}}}',
  );
  const given = { ...settings, LABELS: "", TAGS: "1", CACHE: "", TARGET: "" };
  expect(run("docker", "login.sh", given)).toMatchObject({ status: 0 });
  expect(run("docker", "build.sh", given)).toMatchObject({ status: 0 });
  const lines = readFileSync(join(home, "state/seen"), "utf8").trim().split("\n");
  const configuration = `{"proxies":{"default":${JSON.stringify({ httpsProxy: proxy.https, noProxy: "git.acme.internal,10.0.0.0/8" })}}}`;
  expect(new Set(lines)).toEqual(new Set([`unix:///run/user/1000/docker.sock ${configuration}`]));
});

it("a variable of the job adds nothing to docker's configuration", () => {
  standIn("docker", 'case "$1" in version) echo 24.0.7 ;; esac');
  const settings = engineNamed("docker")?.environment({}, false, null) ?? {};
  const injected = { DOCKER_SETTINGS: '"credsStore":"evil"', settings: '"credsStore":"evil"', proxies: '"x":"y"' };
  expect(run("docker", "login.sh", { ...injected, ...settings })).toMatchObject({ status: 0 });
  for (const folder of ["config", "pull"])
    expect(readFileSync(join(home, "state", folder, "config.json"), "utf8"), folder).not.toMatch(/evil|"x"/);
  // Jenkins removes variables that the library sets to nothing.
  expect(settings).toMatchObject({ PROXY_HTTP: "", PROXY_HTTPS: "", PROXY_EXCEPT: "" });
});

/** Builds a Dockerfile with a docker that writes its arguments to `words`. */
function buildText(text: string, variables: Readonly<Record<string, string>>) {
  standIn(
    "docker",
    'case "$1" in pull) echo "manifest for $2 not found: manifest unknown"; exit 1 ;; build) printf "%s\\n" "$@" >"$STATE/words" ;; esac',
  );
  for (const folder of ["config", "pull"]) mkdirSync(join(home, "state", folder), { recursive: true });
  writeFileSync(join(home, "state/buildkit"), "");
  writeFileSync(join(home, "state/settings"), "{}\n");
  writeFileSync(join(home, "Dockerfile"), text);
  const given = {
    ...engineNamed("docker")?.environment({}, false, null),
    CONTEXT: ".",
    DOCKERFILE: "Dockerfile",
    TARGET: "",
    CACHE: "",
  };
  return run("docker", "build.sh", { ...given, LABELS: "", TAGS: "1", ...variables });
}

it.each([
  "# Syntax = docker/dockerfile:1\n",
  "//syntax=docker/dockerfile:1\n",
  "\uFEFF#!/usr/bin/env build\n# escape=\\\n#syntax=docker/dockerfile:1\n",
])("an offline site checks the syntax line in %j", (line) => {
  expect(buildText(`${line}FROM scratch\n`, { HOSTS: "git.local" }).status).toBe(1);
  expect(failure()).toMatch(/^The syntax line of the Dockerfile needs docker\.io\/docker\/dockerfile:1/);
});

it.each(["", "#!/usr/bin/env build\n"])("a Dockerfile in JSON is not built: %j", (line) => {
  expect(buildText(`${line}{ "syntax": "docker/dockerfile:1" }\n`, { HOSTS: "git.local" }).status).toBe(1);
  expect(failure()).toBe("Dockerfile is JSON, not a Dockerfile.");
});

it.each([
  ["another host than the site reaches", { HOSTS: "harbor.local" }, null],
  [
    "a mirror of Docker Hub's",
    { HOSTS: "harbor.local", MIRRORS: "docker.io=harbor.local/hub" },
    "harbor.local/hub/docker/dockerfile:1",
  ],
  ["a site that reaches all", { HOSTS: "" }, "docker.io/docker/dockerfile:1"],
])("a syntax line, with %s", (_, variables, frontend) => {
  const build = buildText("# syntax=docker/dockerfile:1\nFROM scratch\n", variables);
  if (frontend === null) {
    expect(build.status).toBe(1);
    expect(failure()).toMatch(
      /^The syntax line of the Dockerfile needs docker\.io\/docker\/dockerfile:1, which this offline site/,
    );
    return;
  }
  expect(build).toMatchObject({ status: 0 });
  const words = readFileSync(join(home, "state/words"), "utf8");
  // Without a mirror, BuildKit reads the line itself.
  if (frontend.startsWith("docker.io/")) expect(words).not.toContain("BUILDKIT_SYNTAX");
  else expect(words).toContain(`--build-arg\nBUILDKIT_SYNTAX=${frontend}\n`);
});

/** Copies the state as kaniko's login does, for its push. */
function trust(state: string): void {
  const name = execFileSync("sh", ["-c", "printf '%s' \"$1\" | cksum | tr ' ' -", "sh", state], { encoding: "utf8" });
  cpSync(state, join(home, `trusted/stagewright-${name.trim()}`), { recursive: true });
}

it.each(["buildah", "kaniko", "docker"])("a digest that the registry does not have fails the push: %s", (engine) => {
  const digest = `sha256:${"1".repeat(64)}`;
  mkdirSync(join(home, "state"));
  writeFileSync(join(home, "state/digest"), digest);
  writeFileSync(join(home, "state/local"), "built");
  writeFileSync(join(home, "state/reused"), "");
  if (engine === "kaniko") trust(join(home, "state"));
  standIn("skopeo", 'case " $* " in *" inspect "*) exit 1 ;; esac');
  standIn("docker", `case "$1" in manifest) exit 1 ;; push) echo "1: digest: ${digest} size: 1" ;; esac`);
  const given = { TAGS: "1", MOVING_TAGS: "", CACHE: "", REGISTRY_INSECURE: "false", SOURCE_BUILD: "/web/web#1" };
  const more = engine === "kaniko" ? { TRUSTED: join(home, "trusted") } : {};
  expect(run(engine, "push.sh", { ...given, ...more }).status).toBe(1);
  expect(failure()).toMatch(
    new RegExp(`^The registry docker\\.io does not have docker\\.io/web/one with the digest ${digest} that`),
  );
});

it("kaniko does not build for a platform that the base image lacks", () => {
  standIn("skopeo", "echo linux/amd64");
  mkdirSync(join(home, "state"));
  writeFileSync(join(home, "Dockerfile"), "FROM docker.io/library/base:1\n");
  expect(run("kaniko", "platforms.sh", { PLATFORMS: "linux/amd64", DOCKERFILE: "Dockerfile" })).toMatchObject({
    status: 0,
  });
  expect(run("kaniko", "platforms.sh", { PLATFORMS: "linux/arm64", DOCKERFILE: "Dockerfile" }).status).toBe(1);
  expect(failure()).toBe(
    "The base image docker.io/library/base:1 does not exist for the platform linux/arm64. Use another base image, or remove the platform.",
  );
});

it.each([
  ["of the system", true],
  ["of the user", false],
])("docker without BuildKit builds, but fails with secrets: plugin %s", (_, plugin) => {
  // Builds of applications can write to the user's home folder, so a plugin there does not count.
  const folder = join(home, plugin ? "system" : "user/.docker/cli-plugins");
  mkdirSync(folder, { recursive: true });
  const found = ["$DOCKER_CONFIG/cli-plugins", "$HOME/.docker/cli-plugins", join(home, "system")];
  const buildx = found.map((it) => `[ -d "${it}" ]`).join(" || ");
  standIn("docker", `case "$1" in version) echo 28.2.2 ;; buildx) ${buildx} ;; *) exit 9 ;; esac`);
  expect(run("docker", "login.sh", {})).toMatchObject({ status: 0 });
  expect(existsSync(join(home, "state/buildkit"))).toBe(plugin);
  if (plugin) return;
  rmSync(join(home, "state"), { recursive: true });
  const secrets = { SECRETS: "SECRETS_0", SECRETS_0: "npm", SECRETS_0_VALUE: "token" };
  expect(run("docker", "login.sh", secrets).status).toBe(1);
  expect(failure()).toBe(
    "Build secrets need BuildKit, which docker 28.2.2 on the agent agent does not have; install buildx.",
  );
});

it.each(["buildah", "docker", "kaniko", "none"])(
  "the clean-up of %s does not wait for its own processes, which have the build's folder in their environment",
  (engine) => {
    standIn("sleep", `: >"${join(home, "waited")}"`);
    standIn("docker", "exit 0");
    mkdirSync(join(home, "state"));
    expect(run(engine, "cleanup.sh", {})).toMatchObject({ status: 0 });
    expect(existsSync(join(home, "waited"))).toBe(false);
    expect(existsSync(join(home, "state"))).toBe(false);
  },
);
