import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { compileTrees } from "../support/generated-files.ts";
import { describeWith } from "../support/requires.ts";

describeWith(["podman"], "the docker engine on an agent", () => {
  const top = mkdtempSync(join(tmpdir(), "stagewright-podman-"));
  afterAll(() => rmSync(top, { recursive: true, force: true }));
  const script = compileTrees()
    .flatMap(({ files }) => files)
    .find(({ path }) => path.endsWith("/image/docker/login.sh"));
  const client =
    'case "$*" in version*Client*) echo 24.0.7 ;; version*Server*) echo "Podman Engine" ;; *) echo "Docker 24" ;; esac';

  it.each([
    ["podman behind the name docker", 'exec podman "$@"'],
    ["docker's client with the service of podman", client],
  ])("fails at login with %s", (title, docker) => {
    const folder = join(top, title.replaceAll(/\W+/g, "-"));
    mkdirSync(join(folder, "bin"), { recursive: true });
    mkdirSync(join(folder, "app"));
    writeFileSync(join(folder, "app/Dockerfile"), "FROM scratch\n");
    writeFileSync(join(folder, "bin/docker"), `#!/bin/sh\n${docker}\n`, { mode: 0o755 });
    writeFileSync(join(folder, "login.sh"), script?.content ?? "");
    const state = join(folder, "state");
    const env = {
      ...{
        PATH: process.env.PATH,
        SITE_PATH: `${join(folder, "bin")}:${process.env.PATH}`,
        STATE: state,
        HOME: folder,
      },
      ...{
        CONTEXT: "app",
        DOCKERFILE: "app/Dockerfile",
        NODE_NAME: "linux-1",
        BUILD_KIT: "true",
        REGISTRY: "127.0.0.1:9",
      },
    };
    const { status, stderr } = spawnSync("sh", ["login.sh"], { cwd: folder, env, encoding: "utf8" });
    expect(status, stderr).toBe(1);
    expect(readFileSync(join(state, "failure"), "utf8")).toBe(
      "docker on the agent linux-1 is podman. Use the engine buildah for this stage, or install docker on the agent.\n",
    );
  });
});
