import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CompileInput, compile } from "../../generator/compile.ts";
import type { ControllerConfig, CredentialConfig } from "../../generator/rehearse/index.ts";
import { applicationSource, mavenEnvironment } from "./applications.ts";
import { kustomizeFolder } from "./kustomize.ts";
import { makeTemporary, pushBaseImage, removeTemporary, startLab } from "./lab/index.ts";

const root = new URL("../../", import.meta.url).pathname;
export const password = "pa'ss $HOME `id` \"word";

/** The example's site for real: its registry, its git server, its engines, and a simulated Jenkins' configuration. */
export type ShopSite = Awaited<ReturnType<typeof startShopSite>>;

/** Starts the servers, compiles the example's specs for their addresses and lays out the emitted tree. */
export async function startShopSite(change: (input: CompileInput) => CompileInput = (it) => it) {
  const lab = await startLab({
    registry: { users: [{ user: "robot", password }] },
    docker: true,
    containers: true,
    git: [{ user: "jenkins", password, write: ["*"] }],
  });
  const home = await makeTemporary("shop");
  const base = await pushBaseImage(lab.registry);
  const repositories = {
    shop: await lab.git.create("shop/shop", applicationSource("shop")),
    catalog: await lab.git.create("catalog/catalog", applicationSource("catalog")),
    dev: await lab.git.create("ops/dev"),
    prod: await lab.git.create("ops/prod"),
  };
  const address = (text: string): string =>
    text
      .replaceAll("https://git.acme.internal", lab.git.url)
      .replaceAll("git.acme.internal", new URL(lab.git.url).host)
      .replaceAll(/harbor\.acme\.internal\/base\/[^@]+@sha256:[0-9a-f]{64}/g, base.pinned)
      .replaceAll("host: harbor.acme.internal", `host: '${lab.registry.host}', insecure: true`)
      .replaceAll("harbor.acme.internal", lab.registry.host)
      .replaceAll("docker:  { agent: { label: docker }", "docker:  { agent: { label: docker }, network: host");
  const input = change(await readSpecs(address));
  const { files, diagnostics } = compile(input);
  if (files === null) throw new Error(diagnostics.map((it) => `${it.at.file}:${it.at.line}: ${it.message}`).join("\n"));
  for (const file of files) {
    const path = join(home, "pipelines/out", file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content);
  }
  for (const environment of ["dev", "prod"] as const) {
    const own = files.filter((it) => it.path.startsWith(`gitops/${environment}/apps/`));
    await repositories[environment].commit(
      Object.fromEntries(own.map((it) => [it.path.replace(`gitops/${environment}/`, ""), it.content])),
      "Overlays",
    );
  }
  const path = `${await kustomizeFolder()}:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin`;
  const environment = { ...lab.environment, ...(await mavenEnvironment()), PATH: path };
  const jobs = files.filter((it) => it.path.startsWith("jenkins/jobs/"));
  const config: ControllerConfig = {
    home: join(home, "jenkins"),
    pipelines: join(home, "pipelines"),
    jobDsl: jobs.map((it) => join(home, "pipelines/out", it.path)),
    libraries: [{ name: "acme-ci", root: join(home, "pipelines/out/library"), trusted: true }],
    agents: [{ name: "agent", labels: ["linux", "linux-build", "docker"] }],
    environment,
    credentials: credentials(),
    lockableResources: [1, 2].map((it) => ({ name: `docker-${it}`, labels: ["stagewright-docker"] })),
  };
  return {
    lab,
    repositories,
    home,
    files,
    base,
    config,
    async stop() {
      await lab.stop();
      await removeTemporary(home);
    },
  };
}

async function readSpecs(address: (text: string) => string): Promise<CompileInput> {
  const read = async (path: string) => ({
    path,
    text: address(await readFile(join(root, "examples/shop", path), "utf8")),
  });
  return {
    platform: await read("stagewright.yaml"),
    services: [await read("services/catalog.yaml"), await read("services/shop.yaml")],
  };
}

/** What jenkins/credentials.md asks for, each in its folder. */
function credentials(): CredentialConfig[] {
  const user = (folder: string, id: string, username: string): CredentialConfig => ({
    folder,
    id,
    kind: "usernamePassword",
    username,
    password,
  });
  const settings = (folder: string): CredentialConfig => ({
    folder,
    id: "maven-settings",
    kind: "file",
    fileName: "settings.xml",
    content: "<settings><offline>true</offline></settings>",
  });
  return [
    user("/shop", "shop-git", "jenkins"),
    user("/platform", "shop-git", "jenkins"),
    user("/catalog", "catalog-git", "jenkins"),
    user("/platform", "catalog-git", "jenkins"),
    user("/platform", "harbor-push", "robot"),
    user("/platform", "harbor-pull", "robot"),
    user("/shop", "gitops-dev", "jenkins"),
    user("/catalog", "gitops-dev", "jenkins"),
    user("/release", "gitops-prod", "jenkins"),
    settings("/shop"),
  ];
}
