import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { succeeded } from "../support/shop-runs.ts";
import { inspector } from "../support/shop-secrets.ts";
import { type ShopSite, type ShopTree, shopCommands, startShopSite } from "../support/shop-site.ts";

describeWith(shopCommands, "a source build in a container of its tool's image", () => {
  let site: ShopSite;
  let tree: ShopTree;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    site = await startShopSite();
    await pull(site.base.pinned);
    const toolImage = await withEntryPoint(site.base.pinned);
    const commands: Record<string, string> = {
      catalog: '[ ! -e /etc/debian_version ]; printf "%s|" "$GREETING" "$BUILD_NUMBER" "$HOME" >out.txt',
      shop: "exit 3",
    };
    tree = await site.emit({
      branches: [{ branch: "main", through: "build" }],
      stages: (service: string) => [
        {
          ...{ id: "build", kind: "source", owner: service, tool: "command", toolImage },
          ...{ command: commands[service], environment: { GREETING: "a 'b' $c" }, artifacts: ["out.txt"] },
        },
      ],
    });
    runner = await startRunner();
    controller = await runner.controller(tree.config);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  it("sees the image's files without its entry point, the workspace and its own variables", async () => {
    await controller.startBuild({ job: "/catalog/catalog-build" });
    const build = await succeeded(controller, "/catalog/catalog-build", 1);
    const home = join(tree.home, "jenkins/agents/source/workspace/catalog/catalog-build@tmp/source/home");
    expect(await readFile(join(build.artifactsDir, "out.txt"), "utf8")).toBe(`a 'b' $c|1|${home}|`);
    expect(await site.lab.docker.containers()).toEqual([]);
  });

  it("fails with the message of the build", async () => {
    const build = await controller.build({ job: "/shop/shop-build" });
    expect(build.result).toBe("FAILURE");
    expect(build.error).toBe("The build command failed; see the log above.");
    expect(await site.lab.docker.containers()).toEqual([]);
  });

  /** An image with the same files, whose entry point is not a shell. */
  async function withEntryPoint(image: string): Promise<string> {
    const docker = (...args: string[]) => execa("docker", args, { env: site.lab.docker.environment });
    const name = `${site.lab.registry.host}/tools/entry:1`;
    await docker("create", "--name", "entry", image);
    await docker("commit", "--change", 'ENTRYPOINT ["/bin/false"]', "entry", name);
    await docker("rm", "entry");
    return name;
  }

  /** Like a platform team on its agents: provides the images of the tools, without a login. */
  async function pull(image: string): Promise<void> {
    const config = await makeTemporary("docker-config");
    const docker = (args: string[], input = "") =>
      execa("docker", ["--config", config, ...args], { env: site.lab.docker.environment, input });
    try {
      const login = ["login", "--username", inspector.user, "--password-stdin", site.lab.registry.host];
      await docker(login, inspector.password);
      await docker(["pull", image]);
    } finally {
      await removeTemporary(config);
    }
  }
});
