import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { type Controller, type ControllerConfig, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizePath } from "./kustomize.ts";
import { makeTemporary, pushBaseImage, removeTemporary, startLab } from "./lab/index.ts";
import { emitSmall } from "./small-site.ts";

/** The tools that the attacks need. */
export const attackCommands = [
  ...["git", "java", "mvn", "buildah", "podman", "skopeo", "docker-registry", "htpasswd", "busybox", "go", "python3"],
];

/** A change of a generated Jenkinsfile that its owner alone reviews. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Keys of the service, a changed platform, changed Jenkinsfiles and settings of the controller. */
export interface AttackKeys extends Partial<ControllerConfig> {
  readonly service?: Readonly<Record<string, unknown>>;
  readonly platform?: Readonly<Record<string, unknown>>;
  readonly site?: Readonly<Record<string, unknown>>;
  /** The command of the source build. */
  readonly command?: string;
  readonly approval?: Readonly<Record<string, unknown>>;
  /** Further keys of the image stage. */
  readonly imageKeys?: Readonly<Record<string, unknown>>;
  /** Further keys of both environments. */
  readonly environmentKeys?: Readonly<Record<string, unknown>>;
  /** Further keys of the prod stage. */
  readonly prod?: Readonly<Record<string, unknown>>;
  /** Whether the library is trusted, like a global one; else it runs in the sandbox. */
  readonly trusted?: boolean;
  readonly edits?: readonly Edit[];
}

/** The digest of no image. */
export const evilDigest = `sha256:${"e".repeat(64)}`;

const user = { user: "git", password: "git's", write: ["*"] };
const robot = { user: "robot", password: "registry's" };

/** A site with real git, registry and engine, whose source, image, dev and prod stages belong to three teams. */
export async function startAttackSite() {
  const [lab, runner, kustomize] = await Promise.all([
    startLab({ git: [user], registry: { users: [robot] }, containers: true, sink: true }),
    startRunner(),
    kustomizePath(),
  ]);
  const folders: string[] = [];
  const folder = async () => {
    const made = await makeTemporary("attack");
    folders.push(made);
    return made;
  };
  const base = await pushBaseImage(lab.registry);
  const files = join(await folder(), "application");
  await mkdir(files);
  await writeFile(join(files, "Dockerfile"), "ARG BASE\nFROM $BASE\nCOPY Dockerfile /\n");
  const application = await lab.git.create("shop/shop", files);
  let sites = 0;
  return {
    lab,
    application,
    folder,
    /** Starts a Jenkins with the generated files after the attacker's changes, and new GitOps repositories. */
    open: async (keys: AttackKeys = {}) => {
      const { service, platform, site, command = "true", approval, prod, trusted = true, edits = [], ...rest } = keys;
      const { imageKeys = {}, environmentKeys = {}, ...config } = rest;
      sites += 1;
      const names = { dev: `ops/dev-${sites}`, prod: `ops/prod-${sites}` };
      const home = await folder();
      const gitops = (name: string) => ({
        gitops: { git: `${lab.git.url}/${name}.git`, credentials: "git" },
        namespace: "{service}-{environment}",
        ...environmentKeys,
      });
      const generated = await emitSmall(home, application.url, {
        trusted,
        ...(site === undefined ? {} : { site }),
        platform: {
          teams: { shop: {}, platform: {}, release: { approvers: ["managers"] } },
          registries: { lab: { host: lab.registry.host, insecure: true, credentials: { push: "robot" } } },
          engines: { buildah: { agent: { label: "images" } } },
          delivery: {
            handoff: "argocd",
            argocd: { one: { server: "https://argocd.acme.internal", environments: ["dev", "prod"] } },
          },
          environments: { dev: gitops(names.dev), prod: { ...gitops(names.prod), protected: true } },
          locks: { replace: ["credentials"] },
          ...platform,
        },
        service: {
          credentials: "git",
          stages: [
            { id: "build", kind: "source", owner: "shop", tool: "command", command },
            {
              ...{ id: "image", kind: "image", owner: "platform", engine: "buildah" },
              image: { registry: "lab", name: `shop/shop-${sites}` },
              base: { image: base.pinned, argument: "BASE" },
              movingTags: ["{branch}"],
              ...imageKeys,
            },
            { id: "dev", kind: "deploy", owner: "shop", environment: "dev" },
            {
              ...{ id: "prod", kind: "deploy", owner: "release", environment: "prod" },
              ...(approval === undefined ? {} : { approval }),
              ...prod,
            },
          ],
          ...service,
        },
      });
      const pipelines = join(generated.pipelines ?? "", "out");
      for (const { file, from, to } of edits) {
        const path = join(pipelines, "jenkinsfiles", file);
        const before = await readFile(path, "utf8");
        expect(before).toContain(from);
        await writeFile(
          path,
          before.replace(from, () => to),
        );
      }
      const overlays = {
        dev: await lab.git.create(names.dev, join(pipelines, "gitops/dev")),
        prod: await lab.git.create(names.prod, join(pipelines, "gitops/prod")),
      };
      const account = (id: string, { user: username, password }: typeof robot) =>
        ({ id, kind: "usernamePassword", username, password }) as const;
      const controller = await runner.controller({
        ...generated,
        agents: [
          { name: "source", labels: ["linux"] },
          { name: "deployer", labels: ["delivery"] },
          { name: "engine", labels: ["images"] },
        ],
        environment: { ...lab.environment, PATH: `${kustomize}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin` },
        inputs: [{ submitter: "rita", groups: ["managers"], parameters: { REASON: "fine" } }],
        ...config,
        credentials: [account("git", user), account("robot", robot), ...(config.credentials ?? [])],
      });
      return { controller, overlays, home, pipelines, image: `shop/shop-${sites}` };
    },
    stop: async () => {
      await runner.stop();
      await lab.stop();
      await Promise.all(folders.map(removeTemporary));
    },
  };
}

/** The site of the attacks. */
export type AttackSite = Awaited<ReturnType<typeof startAttackSite>>;

/** Runs a pipeline up to dev; the attacked jobs may fail. */
export async function runToDev(controller: Controller): Promise<void> {
  await controller.startBuild({ job: "/shop/shop-build", user: "tim" });
  await controller.idle();
}

/**
 * A step of an attacker's Jenkinsfile that archives a changed record. `change` is Groovy code that changes `text`, and
 * `label` selects the agent on which the stage has the record.
 */
export function rewrite(change: string, label: "linux" | "delivery" = "linux"): string {
  return [
    `script { node('${label}') {`,
    "  String text = readFile(env.WORKSPACE_TMP + '/record/release.json')",
    `  writeFile(file: 'release.json', text: text${change})`,
    "  archiveArtifacts(artifacts: 'release.json')",
    "} }",
  ].join("\n");
}
