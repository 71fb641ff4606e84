import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { makeTemporary, removeTemporary } from "./lab/index.ts";

/** An agent with podman and without docker, and two images in its store. */
export interface PodmanAgent {
  /** A folder for files of a test. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** A server: its argument is the port, and it answers each connection with $GREETING after one second. */
  readonly greeter: string;
  /** An image with a shell and a few programs. */
  readonly tool: string;
  podman(...args: string[]): Promise<string>;
  /** The containers in any state. */
  containers(): Promise<string>;
  stop(): Promise<void>;
}

const APPLETS = ["sh", "nc", "cat", "sleep", "echo", "printf", "mkdir", "rm", "id"];

/** Builds the images in a private store of podman; needs root. */
export async function startPodmanAgent(): Promise<PodmanAgent> {
  const folder = await makeTemporary("podman");
  const path = (name: string) => join(folder, name);
  for (const name of ["bin", "context"]) await mkdir(path(name));
  await writeFile(path("bin/docker"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
  const storage = `[storage]\ndriver = "vfs"\ngraphroot = "${path("graph")}"\nrunroot = "${path("run")}"\n`;
  await writeFile(path("storage.conf"), storage);
  // A machine that is itself a container can have lower limits than podman's defaults.
  const limits = 'default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]';
  await writeFile(path("containers.conf"), `[containers]\n${limits}\n`);
  const environment = {
    PATH: `${path("bin")}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
    HOME: folder,
    CONTAINERS_STORAGE_CONF: path("storage.conf"),
    CONTAINERS_CONF: path("containers.conf"),
    STORAGE_DRIVER: "vfs",
  };
  const podman = async (...args: string[]) => (await execa("podman", args, { env: environment })).stdout;
  const { stdout: busybox } = await execa("sh", ["-c", "command -v busybox"]);
  await copyFile(busybox, path("context/busybox"));
  const tools = `FROM scratch\n${APPLETS.map((it) => `COPY busybox /bin/${it}\n`).join("")}`;
  const server = `ENTRYPOINT ["/bin/sh", "-c", "sleep 1; exec nc -ll -p \\"$0\\" -e echo \\"$GREETING\\""]\n`;
  for (const [name, text] of Object.entries({ tool: tools, greeter: tools + server })) {
    await writeFile(path(`${name}.Dockerfile`), text);
    const file = path(`${name}.Dockerfile`);
    await podman("build", "--isolation=chroot", "--quiet", "--tag", name, "--file", file, path("context"));
  }
  return {
    folder,
    environment,
    greeter: "localhost/greeter",
    tool: "localhost/tool",
    podman,
    containers: () => podman("ps", "--all", "--quiet"),
    stop: async () => {
      await podman("rm", "--force", "--all");
      await removeTemporary(folder);
    },
  };
}
