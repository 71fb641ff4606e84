import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evidenceScripts } from "../support/evidence-scripts.ts";
import { type BaseImage, makeTemporary, pushBaseImage, removeTemporary, startLab } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SlowToolName, toolFolder } from "../support/slow-tools.ts";

const password = "cosign canary 71b3";
/** Signing without a log must not reach the internet: every other address is a closed port. */
const offline = {
  HTTPS_PROXY: "http://127.0.0.1:9",
  HTTP_PROXY: "http://127.0.0.1:9",
  NO_PROXY: "127.0.0.1,localhost",
};

describeWith(["docker-registry", "htpasswd", "busybox", "go"], "an image that is signed with a key pair", () => {
  let lab: Awaited<ReturnType<typeof start>>;
  let folder: string;
  const scripts = evidenceScripts();
  const start = () => startLab({ registry: { users: [] } });

  beforeAll(async () => {
    [lab, folder] = await Promise.all([start(), makeTemporary("signing")]);
  });
  afterAll(async () => {
    await lab?.stop();
    if (folder) await removeTemporary(folder);
  });

  describe.each([
    ["cosign 2", "imageTools"],
    ["cosign 3", "cosign3"],
  ] as const)("by %s", (name, tool: SlowToolName) => {
    let place: string;
    let image: BaseImage;
    let environment: Record<string, string>;

    beforeAll(async () => {
      place = join(folder, name.replace(" ", "-"));
      await mkdir(join(place, "state"), { recursive: true });
      image = await pushBaseImage(lab.registry, { repository: `signed/${tool.toLowerCase()}` });
      environment = { ...offline, PATH: `${await toolFolder(tool)}:${process.env.PATH}`, HOME: place };
      for (const key of ["own", "other"]) {
        await mkdir(join(place, key));
        await cosign(["generate-key-pair"], join(place, key));
      }
      await writeFile(join(place, "state/digest"), image.digest);
    });

    const cosign = (options: readonly string[], cwd = place) =>
      execa("cosign", options, { cwd, env: { ...environment, COSIGN_PASSWORD: password }, extendEnv: false });

    const verify = (key: string) =>
      cosign([
        ...["verify", "--key", join(place, key, "cosign.pub"), "--insecure-ignore-tlog", "--allow-http-registry"],
        `${lab.registry.host}/${image.repository}@${image.digest}`,
      ]);

    it("is accepted with the site's key only, without a public log and without the internet", async () => {
      await expect(verify("own")).rejects.toThrow();
      await execa("sh", ["-c", scripts.get("image/sign.sh") ?? "exit 9"], {
        cwd: place,
        extendEnv: false,
        env: {
          ...environment,
          ...{ STATE: join(place, "state"), IMAGE: `${lab.registry.host}/${image.repository}` },
          ...{ REGISTRY_INSECURE: "true", PLATFORMS: "" },
          ...{ COSIGN_KEY: join(place, "own/cosign.key"), COSIGN_PASSWORD: password },
        },
      });
      expect((await verify("own")).stdout).toContain(image.digest);
      await expect(verify("other")).rejects.toThrow();
    });
  });
});
