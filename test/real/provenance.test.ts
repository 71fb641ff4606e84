import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Controller } from "../../generator/rehearse/index.ts";
import { type AttackSite, attackCommands, runToDev, startAttackSite } from "../support/attack-site.ts";
import { evidenceScripts } from "../support/evidence-scripts.ts";
import { standIns } from "../support/image-tools/tools.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { describeWith } from "../support/requires.ts";
import { whitelists } from "../support/runs/modes.ts";
import { type SlowToolName, toolFolder } from "../support/slow-tools.ts";

const password = "cosign canary 71b3";
const system = "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** Neither signing nor verifying may reach the internet: every other address is a closed port. */
const offline = {
  HTTPS_PROXY: "http://127.0.0.1:9",
  HTTP_PROXY: "http://127.0.0.1:9",
  NO_PROXY: "127.0.0.1,localhost",
};
const scripts = evidenceScripts();

interface Image {
  readonly repository: string;
  readonly digest: string;
  readonly provenance: { readonly commit: string; readonly sourceBuild: string; readonly build: string };
}

describeWith([...attackCommands, "skopeo"], "an environment that requires signed images", () => {
  let site: AttackSite;

  beforeAll(async () => {
    site = await startAttackSite();
  });
  afterAll(async () => {
    await site?.stop();
  });

  describe.each([
    ["cosign 2", "imageTools"],
    ["cosign 3", "cosign3"],
  ] as const)("with %s", (_, tool: SlowToolName) => {
    let opened: Awaited<ReturnType<AttackSite["open"]>>;
    let controller: Controller;
    let place: string;
    let image: Image;
    let path: string;

    beforeAll(async () => {
      place = await site.folder();
      const bin = join(place, "bin");
      await mkdir(bin);
      await symlink(join(await toolFolder(tool), "cosign"), join(bin, "cosign"));
      await symlink(join(await toolFolder("imageTools"), "syft"), join(bin, "syft"));
      path = `${bin}:${standIns}:${system}`;
      await writeFile(join(place, "findings.json"), "[]");
      for (const key of ["own", "other"]) {
        await mkdir(join(place, key));
        await cosign(["generate-key-pair"], join(place, key));
      }
      opened = await site.open({
        ...{ trusted: false, sandbox: true, restart: "every-step", ...whitelists },
        site: {
          tools: {
            syft: { keep: ["attach"] },
            trivy: { cache: place, keep: ["attach"] },
            cosign: {
              ...{ key: "cosign-key", password: "cosign-password" },
              publicKey: await readFile(join(place, "own/cosign.pub"), "utf8"),
            },
          },
        },
        platform: {
          registries: {
            lab: {
              ...{ host: site.lab.registry.host, insecure: true },
              credentials: { push: "robot", pull: "robot" },
            },
          },
        },
        imageKeys: { sign: true, provenance: true, sbom: true, scan: "high", paths: ["Dockerfile"] },
        environmentKeys: { requires: ["signature", "provenance", "sbom", "scan"] },
        environment: { ...site.lab.environment, ...offline, PATH: `${await kustomizePath()}:${path}` },
        credentials: [
          {
            ...{ id: "cosign-key", kind: "file", fileName: "cosign.key" },
            content: await readFile(join(place, "own/cosign.key"), "utf8"),
          },
          { id: "cosign-password", kind: "string", secret: password },
        ],
      });
      controller = opened.controller;
      await runToDev(controller);
      const built = await controller.result({ job: "/platform/shop-image", number: 1 });
      expect(built.result, built.log).toBe("SUCCESS");
      const record = JSON.parse(await readFile(join(built.artifactsDir ?? "", "release.json"), "utf8"));
      image = (Object.values(record.images) as Image[])[0] as Image;
    });

    const cosign = (options: readonly string[], cwd: string) =>
      execa("cosign", options, { cwd, env: { PATH: path, COSIGN_PASSWORD: password, ...offline }, extendEnv: false });

    const deploy = () =>
      controller.build({ job: "/release/shop-prod", user: "ann", parameters: { UPSTREAM_BUILD: "1" } });

    /** Removes all signatures and attestations of the image. */
    async function strip(): Promise<void> {
      const { user, password: secret } = site.lab.registry.users[0] ?? { user: "", password: "" };
      const login = ["--tls-verify=false", "--creds", `${user}:${secret}`];
      const tags = (await site.lab.registry.tags(opened.image)).filter((tag) => tag.startsWith("sha256-"));
      for (const tag of tags) await execa("skopeo", ["delete", ...login, `docker://${image.repository}:${tag}`]);
    }

    /** Runs a script of the library as the image stage does, with another key or other facts. */
    async function attach(script: string, key: "own" | "other", facts: Record<string, string> = {}): Promise<void> {
      const state = join(place, "state");
      await mkdir(join(state, "config"), { recursive: true });
      const { user, password: secret } = site.lab.registry.users[0] ?? { user: "", password: "" };
      const auth = Buffer.from(`${user}:${secret}`).toString("base64");
      await writeFile(
        join(state, "config/config.json"),
        JSON.stringify({ auths: { [site.lab.registry.host]: { auth } } }),
      );
      await writeFile(join(state, "digest"), image.digest);
      const { commit, sourceBuild, build } = image.provenance;
      await execa("sh", ["-c", scripts.get(`image/${script}.sh`) ?? "exit 9"], {
        cwd: place,
        extendEnv: false,
        env: {
          ...{ ...offline, PATH: path, SITE_PATH: path, HOME: place, STATE: state, IMAGE: image.repository },
          ...{ REGISTRY_INSECURE: "true", COSIGN_KEY: join(place, key, "cosign.key"), COSIGN_PASSWORD: password },
          ...{ PROVENANCE_SERVICE: "shop", PROVENANCE_STAGE: "image", PROVENANCE_ENGINE: "buildah" },
          ...{ PROVENANCE_CONTEXT: ".", PROVENANCE_DOCKERFILE: "Dockerfile", PROVENANCE_VERSION: "1" },
          ...{ PROVENANCE_REPOSITORY: site.application.url, PROVENANCE_COMMIT: commit },
          ...{ PROVENANCE_SOURCE_BUILD: sourceBuild, PROVENANCE_BUILD: build },
          ...{ PROVENANCE_BUILDER: "jenkins:/platform/shop-image", SBOM_FORMAT: "cyclonedx-json", SBOM_ATTACH: "true" },
          ...{ SEVERITY: "high", TRIVY_CACHE: place, SCAN_ATTACH: "true" },
          ...facts,
        },
      });
    }

    async function refused(): Promise<string> {
      const before = await opened.overlays.prod.head();
      const result = await deploy();
      expect(result.result, result.log).toBe("FAILURE");
      expect(await opened.overlays.prod.head()).toBe(before);
      return result.error ?? "";
    }

    it("gets a release whose image stage signed it, without the internet", async () => {
      const dev = await controller.result({ job: "/shop/shop-dev", number: 1 });
      expect(dev.result, dev.log).toBe("SUCCESS");
      const deployed = await deploy();
      expect(deployed.result, deployed.log).toBe("SUCCESS");
      expect(deployed.violations).toEqual([]);
      expect((await opened.overlays.prod.log())[0]?.message).toContain(`@${image.digest}\n`);
      expect(
        deployed.trace.filter(({ step, arguments: it }) => step === "sh" && /^Verify/.test(String(it.label))),
      ).toHaveLength(1);
      expect(deployed.log).not.toContain(password);
    });

    it("refuses an image without a signature, although it has a provenance", async () => {
      await strip();
      await attach("provenance", "own");
      expect(await refused()).toContain("requires signature, but the site's key signed no signature of");
    });

    it("refuses an image that another key signed", async () => {
      await strip();
      for (const script of ["sign", "provenance"]) await attach(script, "other");
      expect(await refused()).toContain("requires signature, but the site's key signed no signature of");
    });

    it("refuses an image without a provenance", async () => {
      await strip();
      await attach("sign", "own");
      expect(await refused()).toContain("requires provenance, but the site's key signed no provenance of");
    });

    it("refuses a provenance that another key signed", async () => {
      await strip();
      await attach("sign", "own");
      await attach("provenance", "other");
      expect(await refused()).toContain("requires provenance, but the site's key signed no provenance of");
    });

    it("refuses an image without an SBOM", async () => {
      await strip();
      await attach("sign", "own");
      await attach("provenance", "own");
      expect(await refused()).toContain("requires sbom, but the site's key signed no sbom of");
    });

    it("refuses an image without a scan", async () => {
      await strip();
      for (const script of ["sign", "provenance", "sbom"]) await attach(script, "own");
      expect(await refused()).toContain("requires scan, but the site's key signed no scan of");
    });

    it.each([
      ["source repository", "PROVENANCE_REPOSITORY", "https://git.acme.internal/evil/shop.git"],
      ["commit", "PROVENANCE_COMMIT", "e".repeat(40)],
      ["source build", "PROVENANCE_SOURCE_BUILD", "/shop/shop-build#99"],
      ["image build", "PROVENANCE_BUILD", "/platform/shop-image#99"],
      ["image job", "PROVENANCE_BUILDER", "jenkins:/shop/shop-dev"],
    ])("refuses a provenance with another %s", async (rule, variable, value) => {
      await strip();
      await attach("sign", "own");
      await attach("sbom", "own");
      await attach("scan", "own");
      await attach("provenance", "own", { [variable]: value });
      const error = await refused();
      expect(error).toContain(`requires provenance, but no provenance of ${image.repository}@${image.digest} fits`);
      expect(error).toContain(`its ${rule} is "${value.replace("jenkins:", "")}", not "`);
      // Next to it, the right one is accepted: the image was built again.
      if (rule !== "commit") return;
      await attach("provenance", "own");
      const deployed = await deploy();
      expect(deployed.result, deployed.log).toBe("SUCCESS");
    });

    it("gets a release that keeps the image of an earlier build", async () => {
      await strip();
      for (const script of ["sign", "provenance", "sbom", "scan"]) await attach(script, "own");
      await site.application.commit({ README: tool }, "A change of no image");
      await runToDev(controller);
      const kept = await controller.result({ job: "/platform/shop-image", number: 2 });
      expect(kept.log, kept.log).toContain("The release keeps its image");
      const dev = await controller.result({ job: "/shop/shop-dev", number: 2 });
      expect(dev.result, dev.log).toBe("SUCCESS");
    });

    it("has no rollback without the build of the release", async () => {
      const result = await controller.build({
        job: "/release/shop-prod",
        user: "ann",
        parameters: { ROLLBACK_REASON: "broken" },
      });
      expect(result.error).toContain("environments.prod.requires verifies this release");
    });
  });
});
