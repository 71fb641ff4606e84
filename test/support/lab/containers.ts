import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { makeTemporary, removeTemporary } from "./temporary.ts";

/** A private store and configuration for podman, buildah and skopeo. */
export interface Containers {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The images in the private store. */
  images(): Promise<string[]>;
  /** Working containers that a build left behind. */
  workingContainers(): Promise<string[]>;
  /** Files in the directory, to detect leftovers. */
  files(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Registry settings in the tools' configuration. */
export interface ContainersOptions {
  /** Registries that use plain HTTP without a flag; none by default, to detect a missing `--tls-verify=false`. */
  readonly insecure?: readonly string[];
}

/** Creates an environment for podman, buildah and skopeo that does not change the machine's stores. */
export async function makeContainers(options: ContainersOptions = {}): Promise<Containers> {
  const directory = await makeTemporary("containers");
  const path = (name: string) => join(directory, name);
  const storage = `[storage]\ndriver = "vfs"\ngraphroot = "${path("graph")}"\nrunroot = "${path("run")}"\n`;
  await writeFile(path("storage.conf"), storage);
  const insecure = (options.insecure ?? []).map((host) => `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
  await writeFile(path("registries.conf"), `unqualified-search-registries = []\n${insecure.join("")}`);
  // Instructions of a Dockerfile reach the lab's servers.
  await writeFile(path("containers.conf"), '[containers]\nnetns = "host"\n');
  for (const folder of ["runtime", "tmp", "config", "data"]) await mkdir(path(folder), { mode: 0o700 });
  await writeFile(path("auth.json"), '{"auths":{}}', { mode: 0o600 });
  const environment = {
    CONTAINERS_CONF: path("containers.conf"),
    CONTAINERS_STORAGE_CONF: path("storage.conf"),
    CONTAINERS_REGISTRIES_CONF: path("registries.conf"),
    STORAGE_DRIVER: "vfs",
    BUILDAH_ISOLATION: "chroot",
    REGISTRY_AUTH_FILE: path("auth.json"),
    XDG_RUNTIME_DIR: path("runtime"),
    XDG_CONFIG_HOME: path("config"),
    XDG_DATA_HOME: path("data"),
  };
  const list = async (args: string[]) => {
    const { stdout } = await execa("buildah", args, { env: environment });
    return stdout.split("\n").filter((line) => line !== "");
  };
  return {
    directory,
    environment,
    images: () => list(["images", "--format", "{{.Name}}:{{.Tag}}", "--noheading"]),
    workingContainers: () => list(["containers", "--format", "{{.ContainerName}}", "--noheading"]),
    files: () => readdir(directory, { recursive: true }),
    stop: async () => {
      await execa("buildah", ["rm", "--all"], { env: environment, reject: false });
      await removeTemporary(directory);
    },
  };
}
