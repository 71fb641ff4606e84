import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillMavenRepository } from "./applications.ts";
import { startControl } from "./lab/control.ts";
import { type Docker, startDocker } from "./lab/docker.ts";

/** Creates the folder for temporary directories and starts the shared servers before all tests; removes both afterwards. */
export async function setup(): Promise<() => Promise<void>> {
  const root = process.env.STAGEWRIGHT_LAB_ROOT ?? (await mkdtemp(join(tmpdir(), "stagewright-")));
  await mkdir(root, { recursive: true });
  process.env.STAGEWRIGHT_LAB_ROOT = root;
  process.env.STAGEWRIGHT_LAB_CONTROL = join(root, "control.sock");
  let docker: Promise<Docker> | null = null;
  let maven: Promise<string> | null = null;
  const start = () => (docker ??= startDocker());
  const stopControl = await startControl(process.env.STAGEWRIGHT_LAB_CONTROL, {
    docker: async () => (await start()).host,
    maven: () => (maven ??= fillMavenRepository()),
    "docker-log": async () => (await start()).log(),
  });
  return async () => {
    await stopControl();
    await docker?.then((running) => running.stop()).catch(() => {});
    await rm(root, { recursive: true, force: true });
  };
}
