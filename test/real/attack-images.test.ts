import { mkdir, readdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { findLeaks, makeTemporary, removeTemporary, secretForms } from "../support/lab/index.ts";
import { type EngineUnderTest, enginesUnderTest } from "../support/ledger/engines.ts";
import { auditor, reader, robot } from "../support/ledger/secrets.ts";
import { type LedgerSite, ledgerCommands, type Pipeline, startLedgerSite } from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";

const [docker, buildah] = enginesUnderTest as [EngineUnderTest, EngineUnderTest];

/** A shell in a container with chroot isolation leaves it: an open folder above its new root leads to the agent's root. */
const leave = (script: string) => `exec 3</
chroot /proc /self/fd/3/bin/busybox sh -c '
do="/self/fd/3/bin/busybox"
out=/self/fd/3
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do out=$out/..; done
cd -P "$out"
${script}'
`;

describeWith(ledgerCommands, "an application that attacks its image build", () => {
  let site: LedgerSite;
  let folder = "";

  beforeAll(async () => {
    site = await startLedgerSite();
    // The registry's user for pulling is another one than for pushing.
    await site.registry.allow([auditor, robot, reader]);
    folder = await makeTemporary("attack");
  });
  afterAll(async () => {
    await site?.stop();
    if (folder !== "") await removeTemporary(folder);
  });

  const login = { credentials: { push: "main-push", pull: "bases-pull" } };
  const keys = () => ({
    registries: { main: { host: site.proxy.host, insecure: true, ...login } },
    stage: { base: { image: site.pinned, argument: "BASE" } },
  });
  const ordered = (path: string) => ({
    ...keys(),
    stage: {
      ...keys().stage,
      dockerfile: "Dockerfile.ordered",
      buildArguments: { ORDERS: `${site.sink.url}/${path}` },
    },
  });

  /** Commits links, by path. */
  async function commitLinks(links: Readonly<Record<string, string>>): Promise<void> {
    const tree = await makeTemporary("links");
    for (const [path, target] of Object.entries(links)) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await symlink(target, join(tree, path));
    }
    await site.application.commitDirectory(tree, "Links");
    await removeTemporary(tree);
  }

  function refused(build: BuildResult, sentence: RegExp): void {
    expect(build.result, build.log).toBe("FAILURE");
    expect(build.error, build.log).toMatch(sentence);
    expect(build.violations).toEqual([]);
  }

  describe.each(enginesUnderTest)("$name", (engine) => {
    it("makes the context a link to the agent's files", async () => {
      const pipeline = await site.pipeline(engine, "linked context", {
        ...keys(),
        stage: { ...keys().stage, context: "leak", dockerfile: "Dockerfile.leak" },
      });
      await commitLinks({ leak: dirname(pipeline.agent) });
      await site.application.commit({ "Dockerfile.leak": "ARG BASE\nFROM ${BASE}\nCOPY . /stolen\n" }, "Steal");
      refused(
        await pipeline.release(),
        /^The stage's context leak is a link to \S+, outside of the application's checkout\./,
      );
      await site.application.reset(site.commits.first);
    });

    it("makes the Dockerfile a link to the agent's files", async () => {
      const pipeline = await site.pipeline(engine, "linked Dockerfile", {
        ...keys(),
        stage: { ...keys().stage, dockerfile: "Dockerfile.leak" },
      });
      await writeFile(join(folder, "Dockerfile"), "ARG BASE\nFROM ${BASE}\n");
      await commitLinks({ "Dockerfile.leak": join(folder, "Dockerfile") });
      refused(
        await pipeline.release(),
        /^The stage's dockerfile Dockerfile\.leak is a link to \S+, outside of the application's checkout\./,
      );
      await site.application.reset(site.commits.first);
    });

    it("searches for the login while its Dockerfile runs", async () => {
      const pipeline = await site.pipeline(engine, "login", ordered(`login-${engine.name}`));
      site.sink.answer(() => ({ body: "sleep 10\n" }));
      site.sink.clear();
      const building = pipeline.release();
      await vi.waitFor(() => expect(site.sink.requests).not.toEqual([]), { timeout: 300_000, interval: 100 });
      const { leaks } = await findLeaks([join(pipeline.agent, "workspace"), pipeline.home], pushForms());
      const processes = await processesWith(pipeline);
      site.sink.answer(() => ({ body: "true\n" }));
      const image = await building;
      expect(image.result, image.log).toBe("SUCCESS");
      expect(leaks).toEqual([]);
      expect(processes).toEqual([]);
    });

    // RUN lines of kaniko are root in a container with the volume of the pod. The other engines isolate them from the agent's files.
    if (engine.name === "kaniko")
      it("writes what the push reads while its Dockerfile runs", async () => {
        const pipeline = await site.pipeline(engine, "push settings", ordered("push-settings"));
        site.sink.answer(() => ({ body: "sleep 10\n" }));
        site.sink.clear();
        const building = pipeline.release();
        await vi.waitFor(() => expect(site.sink.requests).not.toEqual([]), { timeout: 300_000, interval: 100 });
        const files = await readdir(pipeline.agent, { recursive: true });
        const state = join(pipeline.agent, dirname(files.find((it) => it.endsWith("/registries.conf")) ?? ""));
        const workspace = join(pipeline.agent, dirname(files.find((it) => it.endsWith("/app")) ?? ""));
        const [marker, forged] = [join(folder, "helper-ran"), `sha256:${"e".repeat(64)}`];
        await mkdir(join(workspace, "docker-credential-x"));
        await writeFile(join(workspace, "evil"), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
        await writeFile(join(state, "registries.conf"), 'credential-helpers = ["x/../evil", "containers-auth.json"]\n');
        await mkdir(join(state, "config"), { recursive: true });
        await writeFile(join(state, "config/config.json"), '{ "credsStore": "x/../evil" }');
        await writeFile(join(state, "reused"), "");
        await writeFile(join(state, "digest"), forged);
        await symlink("auth.json", join(state, "failure"));
        site.sink.answer(() => ({ body: "true\n" }));
        const image = await building;
        expect(image.result, image.log).toBe("SUCCESS");
        expect(image.log).not.toContain(forged);
        await expect(readFile(marker)).rejects.toThrow("ENOENT");
      });

    it("writes an artifact through a link of its repository", async () => {
      const home = join(folder, `home-${engine.name}`);
      await mkdir(home, { recursive: true });
      const pipeline = await site.pipeline(engine, "linked artifact", {
        ...keys(),
        source: {
          command: "rm -f target && mkdir target && echo stolen >target/docker-buildx",
          artifacts: ["target/*"],
        },
      });
      await commitLinks({ target: home });
      refused(
        await pipeline.release(),
        /^The artifact target\/docker-buildx would be written through target, a link in the application's repository\./,
      );
      await expect(readFile(join(home, "docker-buildx"))).rejects.toThrow("ENOENT");
      await site.application.reset(site.commits.first);
    });
  });

  it("leaves buildah's isolation: only chroot lets it out, and there is no login", async () => {
    const chroot = { ...buildah, settings: { ...buildah.settings, isolation: "chroot" } };
    // Only a part of it: the engine matrix looks for the whole login in the arguments of all processes.
    const login = Buffer.from(`${robot.user}:${robot.password}`).toString("base64").slice(0, -6);
    const logs = [];
    for (const [title, engine] of Object.entries({ "chroot escape": chroot, escape: buildah })) {
      const pipeline = await site.pipeline(engine, title, ordered(title.replace(" ", "-")));
      const agent = join(await realpath(dirname(pipeline.agent)), "builder/workspace/containers").slice(1);
      const script = `echo left for $($do ls ${agent})
found=$($do find ${agent} -name "*.json" -size -64k -exec $do grep -lF ${login} {} +)
echo "found \${found:-no login}"`;
      site.sink.answer(() => ({ body: leave(script) }));
      const image = await pipeline.release();
      expect(image.result, image.log).toBe("SUCCESS");
      logs.push(image.log);
    }
    site.sink.answer(() => ({ body: "true\n" }));
    expect(logs[0]).toMatch(/^left for .*ledger-image@tmp/m);
    expect(logs[0]).toContain("found no login");
    expect(logs[1]).not.toContain("ledger-image@tmp\n");
    expect(logs[1]).toMatch(/^left for$/m);
  });

  it("plants a plugin of docker in the home folder", async () => {
    const pipeline = await site.pipeline(docker, "plugin", keys());
    const plugin = join(pipeline.agent, "home/.docker/cli-plugins/docker-buildx");
    const marker = join(folder, "ran");
    await mkdir(dirname(plugin), { recursive: true });
    await writeFile(plugin, `#!/bin/sh\nenv >'${marker}'\nexit 1\n`, { mode: 0o755 });
    const image = await pipeline.release();
    expect(image.result, image.log).toBe("SUCCESS");
    await expect(readFile(marker)).rejects.toThrow("ENOENT");
  });

  /** The login for pushing, in the forms that tools write; the agent's memory of Jenkins is not part of this. */
  function pushForms() {
    return secretForms(robot.user, robot.password);
  }

  /** The processes of the pipeline whose environment has the login for pushing. */
  async function processesWith({ name }: Pipeline): Promise<string[]> {
    const ids = (await readdir("/proc")).filter((id) => /^\d+$/.test(id));
    const texts = await Promise.all(ids.map((id) => readFile(`/proc/${id}/environ`, "utf8").catch(() => "")));
    return texts.filter((text) => text.includes(`/${name}/`) && text.includes(robot.password));
  }
});
