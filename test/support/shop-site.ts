import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ControllerConfig } from "../../generator/rehearse/index.ts";
import type { GeneratedFile } from "../../generator/render/file.ts";
import { applicationSource, mavenEnvironment } from "./applications.ts";
import { kustomizePath } from "./kustomize.ts";
import { makeTemporary, pushBaseImage, removeTemporary, startLab } from "./lab/index.ts";
import { gitUsers, inspector, pusher, shopCredentials } from "./shop-secrets.ts";
import { compileShop, type ServiceKeys } from "./shop-specs.ts";

/** The example's site with a real registry, git server and engines. */
export type ShopSite = Awaited<ReturnType<typeof startShopSite>>;

/** The example's generated files, and a simulated Jenkins that runs them. */
export interface ShopTree {
  /** Contains the generated files, Jenkins' home and the builds' TMPDIR. */
  readonly home: string;
  readonly files: readonly GeneratedFile[];
  readonly config: ControllerConfig;
}

/** The tools that the example's tests need. */
export const shopCommands = [
  ...["git", "java", "mvn", "dockerd", "docker", "buildah", "podman", "skopeo"],
  ...["docker-registry", "htpasswd", "busybox", "go"],
];

/** Starts the servers and fills the repositories; `emit` then compiles the specs for them; tests may call it several times. */
export async function startShopSite() {
  const lab = await startLab({
    registry: { users: [inspector, pusher()] },
    docker: true,
    containers: true,
    git: gitUsers,
  });
  const homes: string[] = [];
  const base = await pushBaseImage(lab.registry);
  const addresses = { git: lab.git.url, registry: lab.registry.host, base: base.pinned };
  const repositories = {
    shop: await lab.git.create("shop/shop", applicationSource("shop")),
    catalog: await lab.git.create("catalog/catalog", applicationSource("catalog")),
    dev: await lab.git.create("ops/dev"),
    prod: await lab.git.create("ops/prod"),
  };
  const overlays = await compileShop(addresses);
  for (const environment of ["dev", "prod"] as const) {
    const folder = `gitops/${environment}/`;
    const own = overlays.filter((it) => it.path.startsWith(`${folder}apps/`));
    const changes = own.map((it) => [it.path.slice(folder.length), it.content]);
    await repositories[environment].commit(Object.fromEntries(changes), "Overlays");
  }
  const overlayCommits = { dev: await repositories.dev.head(), prod: await repositories.prod.head() };
  const path = `${await kustomizePath()}:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin`;
  const environment = { ...lab.environment, ...(await mavenEnvironment()), PATH: path };
  return {
    lab,
    base,
    repositories,
    /** Compiles with other service keys and a changed platform spec, and writes the files. */
    emit: async (keys: ServiceKeys = {}, platform?: (text: string) => string): Promise<ShopTree> => {
      const home = await makeTemporary("shop");
      homes.push(home);
      const files = await compileShop(addresses, keys, platform);
      await writeFiles(join(home, "pipelines/out"), files);
      await mkdir(join(home, "tmp"));
      return { home, files, config: configure(home, files, { ...environment, TMPDIR: join(home, "tmp") }) };
    },
    /** Removes everything that was pushed and deployed, so that the next run starts from scratch. */
    forget: async () => {
      const pushed = (await lab.registry.repositories()).filter((name) => name !== base.repository);
      for (const name of pushed) await lab.registry.forget(name);
      await repositories.dev.reset(overlayCommits.dev);
      await repositories.prod.reset(overlayCommits.prod);
    },
    stop: async () => {
      await lab.stop();
      await Promise.all(homes.map(removeTemporary));
    },
  };
}

async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content);
  }
}

/** Three agents for source builds, docker and buildah. Each has its own home and workspaces. */
function configure(
  home: string,
  files: readonly GeneratedFile[],
  environment: Readonly<Record<string, string>>,
): ControllerConfig {
  const pipelines = join(home, "pipelines");
  const jobs = files.filter((it) => it.path.startsWith("jenkins/jobs/"));
  return {
    home: join(home, "jenkins"),
    pipelines,
    jobDsl: jobs.map((it) => join(pipelines, "out", it.path)),
    libraries: [{ name: "acme-ci", root: join(pipelines, "out/library"), trusted: false }],
    sandbox: true,
    agents: [
      { name: "source", labels: ["linux", "pull-requests", "delivery"] },
      { name: "daemonless", labels: ["linux-build"] },
      { name: "daemon", labels: ["docker"] },
    ],
    environment,
    credentials: shopCredentials(files),
    lockableResources: [1, 2].map((it) => ({ name: `docker-${it}`, labels: ["stagewright-docker"] })),
  };
}
