// A fake kaniko executor: accepts the same flags, builds and pushes with buildah, and writes the same files.
// executor.mjs DIRECTORY UMASK FLAG…
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseFlags } from "./flags.mjs";

const [directory, umask, ...words] = process.argv.slice(2);
const store = mkdtempSync(join(tmpdir(), "stand-in-"));
process.chdir(directory);
console.log("This is a stand-in for kaniko's executor.");
// Like kaniko, it ends immediately and leaves no files.
process.on("SIGTERM", () => process.exit(143));
process.on("exit", () => {
  run("buildah", ["rm", "--all"], { stdio: "ignore" });
  rmSync(store, { recursive: true, force: true });
});

try {
  if (Number.parseInt(umask, 8) !== 0o022) throw new Error(`the image's files would get the umask ${umask}`);
  execute(parseFlags(words));
} catch (error) {
  console.error(`Error: ${error.message}`);
  process.exitCode = 1;
}

function execute(flags) {
  const one = (name) => flags.get(name)?.[0];
  const all = (name) => flags.get(name) ?? [];
  const context = one("context")?.replace(/^dir:\/\//, "") ?? "/workspace";
  if (!existsSync(one("dockerfile") ?? "")) throw new Error(`error resolving dockerfile path: ${one("dockerfile")}`);
  const destinations = all("destination");
  if (destinations.length === 0 && one("no-push") !== "true")
    throw new Error("you must provide --destination, or use --no-push");
  writeConfiguration(flags);
  const cache =
    one("cache") === "true" ? (one("cache-repo") ?? `${destinations[0].replace(/:[^:/]*$/, "")}/cache`) : null;
  const args = [
    "build",
    "--quiet",
    "--layers",
    "--identity-label=false",
    ...["--file", one("dockerfile"), "--tag", "localhost/stand-in"],
    ...all("target").flatMap((it) => ["--target", it]),
    ...all("build-arg").flatMap((it) => ["--build-arg", it]),
    ...all("label").flatMap((it) => ["--label", it]),
    ...all("secret").flatMap((it) => ["--secret", it]),
    ...(cache === null ? [] : ["--cache-from", cache, "--cache-to", cache]),
    context,
  ];
  // Like kaniko, it prints the output of a step immediately.
  must(
    "buildah",
    args.filter((it) => it !== "--quiet"),
    "error building image",
  );
  for (const destination of destinations) {
    const push = ["copy", "--quiet", "--retry-times", one("push-retry") ?? "0", "--digestfile", join(store, "digest")];
    const from = "containers-storage:localhost/stand-in:latest";
    must(
      "skopeo",
      ["--registries-conf", join(store, "registries.conf"), ...push, from, `docker://${destination}`],
      "error pushing image",
    );
  }
  if (one("oci-layout-path")) {
    const to = `oci:${one("oci-layout-path")}`;
    const from = "containers-storage:localhost/stand-in:latest";
    must("skopeo", ["copy", "--quiet", "--digestfile", join(store, "digest"), from, to], "error writing the layout");
  }
  if (one("digest-file")) writeFileSync(one("digest-file"), readFileSync(join(store, "digest")));
}

/** Stores, registries and logins according to the flags and DOCKER_CONFIG. */
function writeConfiguration(flags) {
  const all = (name) => flags.get(name) ?? [];
  const plain = all("insecure-registry");
  const registry = (prefix, location) =>
    `[[registry]]\nprefix = "${prefix}"\nlocation = "${location}"\ninsecure = ${plain.includes(location.split("/")[0])}\n`;
  const hub = ["docker.io", "index.docker.io"];
  const maps = all("registry-map").flatMap((it) => it.split(";").map((pair) => pair.split("=")));
  const mirrors = all("registry-mirror").map((it) => ["docker.io", it]);
  if (mirrors.length > 0 && !all("skip-default-registry-fallback").includes("true")) {
    throw new Error("the stand-in knows no fallback: the machine has no internet");
  }
  const named = [...maps.map(([from, to]) => [hub.includes(from) ? "docker.io" : from, to]), ...mirrors];
  const texts = [...plain.map((it) => registry(it, it)), ...named.map(([from, to]) => registry(from, to))];
  writeFileSync(join(store, "registries.conf"), `unqualified-search-registries = ["docker.io"]\n${texts.join("")}`);
  writeFileSync(
    join(store, "storage.conf"),
    `[storage]\ndriver = "vfs"\ngraphroot = "${store}/graph"\nrunroot = "${store}/run"\n`,
  );
  const login = join(process.env.DOCKER_CONFIG ?? "", "config.json");
  const config = existsSync(login) ? JSON.parse(readFileSync(login, "utf8")) : { auths: {} };
  const auths = Object.entries(config.auths).map(([host, value]) => {
    // kaniko only uses this name for Docker Hub's login.
    if (host === "docker.io") throw new Error("no login for index.docker.io in config.json");
    return [host === "https://index.docker.io/v1/" ? "docker.io" : host, value];
  });
  writeFileSync(join(store, "auth.json"), JSON.stringify({ auths: Object.fromEntries(auths) }), { mode: 0o600 });
  const certificates = all("registry-certificate").map((it) => readFileSync(it.replace(/^[^=]*=/, ""), "utf8"));
  writeFileSync(join(store, "ca.pem"), certificates.join(""));
}

function must(command, args, sentence) {
  const { status, signal } = run(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error(`${sentence}: ${command} ended with ${signal ?? status}`);
}

function run(command, args, options) {
  const env = {
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: store,
    TMPDIR: store,
    STORAGE_DRIVER: "vfs",
    BUILDAH_ISOLATION: "chroot",
    CONTAINERS_STORAGE_CONF: join(store, "storage.conf"),
    CONTAINERS_REGISTRIES_CONF: join(store, "registries.conf"),
    REGISTRY_AUTH_FILE: join(store, "auth.json"),
    XDG_RUNTIME_DIR: store,
    ...(existsSync(join(store, "ca.pem")) && readFileSync(join(store, "ca.pem"), "utf8") !== ""
      ? { SSL_CERT_FILE: join(store, "ca.pem") }
      : {}),
  };
  // Like kaniko's, its RUN commands have a process group of their own: the end of the executor does not end them.
  return spawnSync("perl", ["-e", "setpgrp; exec @ARGV", command, ...args], { ...options, env });
}
