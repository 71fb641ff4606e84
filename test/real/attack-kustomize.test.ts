import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { handoffScripts } from "../support/handoff-scripts.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { type HttpSink, makeTemporary, removeTemporary, startLab } from "../support/lab/index.ts";
import { environment, model } from "../support/model.ts";
import { describeWith } from "../support/requires.ts";

const tools = ["kubectl", "kustomize"] as const;
const scripts = handoffScripts(
  model({ environments: tools.map((handoff) => environment(handoff, { handoff, settings: { folder: "k8s" } })) }),
);
const manifest =
  "apiVersion: v1\nkind: Pod\nmetadata: { name: shop }\nspec: { containers: [{ name: shop, image: registry/shop }] }\n";

describeWith(["git", "kubectl"], "manifests of an application that read more than the application", () => {
  let sink: HttpSink;
  let stop: () => Promise<void>;
  let folder: string;

  beforeAll(async () => {
    ({ sink, stop } = await startLab({ sink: true }));
  });
  beforeEach(async () => {
    folder = await makeTemporary("kustomize");
    sink.clear();
    // A cluster that accepts everything: only kustomize is real.
    await put(
      "tools/kubectl",
      '#!/bin/sh\ncase " $* " in *" kustomize "*) exec /usr/bin/kubectl "$@" ;; esac\n',
      0o755,
    );
    await put("app/k8s/shop.yaml", manifest);
  });
  afterAll(() => stop?.());

  async function put(path: string, text: string, mode = 0o644): Promise<void> {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { mode });
  }

  async function deploy(tool: string, variables: Readonly<Record<string, string>> = {}) {
    const { exitCode, all } = await execa("sh", ["-c", scripts.get(`${tool}/deploy.sh`) ?? "exit 9"], {
      ...{ cwd: folder, reject: false, all: true, extendEnv: false },
      env: {
        ...{ HOME: join(folder, "home"), PATH: `${join(folder, "tools")}:${await kustomizePath()}:/usr/bin:/bin` },
        ...{ STATE: join(folder, "state"), NAMESPACE: "shop", MINUTES: "1", FOLDER: "k8s", SERVICE: "shop" },
        ...{ OWNER: "shop", ENVIRONMENT: "dev", VERSION: "1", COMMIT: "c".repeat(40), IMAGE_COUNT: "1" },
        ...{ SOURCE_BUILD: "/shop/shop-build#1", IMAGE_BUILD: "/shop/shop-image#1", RELEASE_BUILD: "/shop/shop-dev#1" },
        ...{ IMAGE_0: `registry/shop:1@sha256:${"d".repeat(64)}`, ...variables },
      },
    });
    const manifests = await readFile(join(folder, "state/manifests.yaml"), "utf8").catch(() => "");
    const failure = await readFile(join(folder, "state/failure"), "utf8").catch(() => "");
    await removeTemporary(folder);
    return { exitCode, output: all ?? "", manifests, failure };
  }

  it("reads plain manifests and an overlay", async () => {
    const plain = await deploy("kubectl");
    expect(plain.exitCode, plain.failure).toBe(0);
    expect(plain.manifests).toContain("name: shop");
  });

  it.each(tools)("%s: a file above the folder", async (tool) => {
    await put("secret", "password");
    await put(
      "app/k8s/kustomization.yaml",
      "resources: [shop.yaml]\nconfigMapGenerator: [{ name: stolen, files: [../../secret] }]\n",
    );
    const { exitCode, manifests, output } = await deploy(tool);
    expect(exitCode).toBe(1);
    expect(manifests).not.toContain("password");
    expect(output).toContain("security;");
  });

  it.each(tools)("%s: a link to such a file", async (tool) => {
    await put("secret", "password");
    await symlink("../../secret", join(folder, "app/k8s/link"));
    await put(
      "app/k8s/kustomization.yaml",
      "resources: [shop.yaml]\nconfigMapGenerator: [{ name: stolen, files: [link] }]\n",
    );
    const { exitCode, manifests } = await deploy(tool);
    expect(exitCode).toBe(1);
    expect(manifests).not.toContain("password");
  });

  it("kubectl: a manifest that is a link", async () => {
    await put("secret.yaml", manifest.replace("name: shop", "name: stolen"));
    await symlink("../../secret.yaml", join(folder, "app/k8s/link.yaml"));
    expect((await deploy("kubectl")).manifests).not.toContain("stolen");
  });

  it.each(tools)("%s: a repository on a host that the site does not list", async (tool) => {
    await put("app/k8s/kustomization.yaml", "resources: ['https://evil.example/attack/config//base?ref=main']\n");
    const { exitCode, output } = await deploy(tool, { KUSTOMIZE_HOSTS: "git.acme.internal" });
    expect(exitCode).toBe(1);
    expect(output).toContain(
      "The resource https://evil.example/attack/config is on a host that the site does not list in hosts.",
    );
  });

  it.each(tools)("%s: a file on a host that the site does not list", async (tool) => {
    await put("app/k8s/kustomization.yaml", "resources: ['http://evil.example/attack.yaml']\n");
    const { exitCode, output } = await deploy(tool);
    expect(exitCode).toBe(1);
    expect(output).toContain("127.0.0.1:9");
  });
});
