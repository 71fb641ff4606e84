import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CompileResult, compile } from "../../../generator/compile.ts";
import type { ControllerConfig, CredentialConfig } from "../../../generator/rehearse/index.ts";
import type { GeneratedFile } from "../../../generator/render/file.ts";
import { kustomizePath } from "../../support/kustomize.ts";
import { makeTemporary, pushBaseImage, removeTemporary, startLab } from "../../support/lab/index.ts";
import { type ArgoCd, startArgoCd } from "./argocd.ts";
import { startCluster, until } from "./cluster.ts";
import { platform, type Shape, service } from "./site-specs.ts";

/** A site for real: git, registry, buildah, a cluster, and an Argo CD for each environment. */
export type DeliverySite = Awaited<ReturnType<typeof startDeliverySite>>;

/** Images of this version never start. */
export const badVersion = "1.3.0";

const passwords = { "git-read": "reads", "gitops-dev": "writes dev", "gitops-prod": "writes prod" } as const;
const users = [
  { user: "argocd", password: "reads", read: ["*"] },
  { user: "git-read", password: passwords["git-read"], read: ["*"] },
  { user: "gitops-dev", password: passwords["gitops-dev"], write: ["ops/dev"] },
  { user: "gitops-prod", password: passwords["gitops-prod"], write: ["ops/prod"] },
];

/** Starts everything; `emit` then compiles for a topology, applies what is generated and gives Jenkins' configuration. */
export async function startDeliverySite() {
  const homes: string[] = [];
  const lab = await startLab({
    git: users,
    registry: { users: [{ user: "robot", password: "pushes" }] },
    containers: true,
  });
  const repositories = {
    shop: await lab.git.create("shop/shop"),
    web: await lab.git.create("shop/web"),
    dev: await lab.git.create("ops/dev"),
    prod: await lab.git.create("ops/prod"),
  };
  for (const name of ["dev", "prod"] as const) await repositories[name].commit({ "README.md": name }, "Begin");
  const base = await pushBaseImage(lab.registry);
  const source = { Dockerfile: 'ARG BASE\nFROM $BASE\nCOPY dist/page /page\nCMD ["/bin/busybox"]\n' };
  for (const name of ["shop", "web"] as const) await repositories[name].commit({ ...source, page: name }, "A page");
  const cluster = await startCluster(`:${badVersion}@`);
  const argocds: Record<"dev" | "prod", ArgoCd> = {
    dev: await startArgoCd(cluster, "argocd-dev"),
    prod: await startArgoCd(cluster, "argocd-prod"),
  };
  const addresses = { git: lab.git.url, registry: lab.registry.host, base: base.pinned };

  const compiled = (shape: Shape): CompileResult =>
    compile({
      platform: { path: "stagewright.yaml", text: platform(addresses, shape, argocds) },
      services: ["shop", "web"].map((name) => ({
        path: `services/${name}.yaml`,
        text: service(addresses, name, shape.major),
      })),
    });

  const emit = async (shape: Shape): Promise<ControllerConfig> => {
    const { files: generated, diagnostics } = compiled(shape);
    const files = shape.concurrent ? generated?.map(unbounded) : generated;
    if (!files) throw new Error(JSON.stringify(diagnostics, null, 1));
    for (const name of ["dev", "prod"] as const) await layOut(repositories[name], name, files);
    for (const part of ["settings", "projects", "applications"]) {
      const texts = files.filter(({ path }) => path.startsWith("argocd/") && path.includes(`/${part}/`));
      const manifests = texts.filter(({ path }) => path.endsWith(".yaml")).map(({ content }) => withLogin(content));
      await cluster.kubectl(["apply", "--validate=strict", "-f", "-"], manifests.join("\n---\n"));
    }
    const home = await makeTemporary("delivery");
    homes.push(home);
    await writeFiles(join(home, "pipelines/out"), files);
    const tokens = await Promise.all(
      (["dev", "prod"] as const).flatMap((instance) =>
        (shape.instances[instance] ?? []).map((it) => tokenOf(argocds[instance], it)),
      ),
    );
    const path = `${await kustomizePath()}:/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin`;
    return {
      home: join(home, "jenkins"),
      pipelines: join(home, "pipelines"),
      jobDsl: files
        .filter((it) => it.path.startsWith("jenkins/jobs/"))
        .map((it) => join(home, "pipelines/out", it.path)),
      libraries: [{ name: "acme-ci", root: join(home, "pipelines/out/library"), trusted: false }],
      sandbox: true,
      agents: [{ name: "linux", labels: ["linux", "delivery"], executors: 24 }],
      environment: { ...lab.environment, PATH: path },
      credentials: [...logins(), ...tokens],
    };
  };

  return {
    lab,
    cluster,
    argocds,
    repositories,
    compiled,
    emit,
    /** The images that a service's workload asks for. */
    running: (name: string, environment: string, kind = "deployment") =>
      cluster.kubectl([
        ...["-n", `${name}-${environment}`, "get", kind, name],
        ...["-o", "jsonpath={.spec.template.spec.containers[*].image}"],
      ]),
    /** What Argo CD and the cluster have of a service, for the message of a test that fails. */
    state: async (name: string, environment: string) => {
      const what = ["applications,deployments,replicasets,pods", "--all-namespaces", "-o", "wide"];
      const events = ["-n", `${name}-${environment}`, "get", "events", "--sort-by=.lastTimestamp"];
      return `${await cluster.kubectl(["get", ...what])}\n${await cluster.kubectl(events)}`;
    },
    stop: async () => {
      for (const argocd of Object.values(argocds)) await argocd.stop();
      await cluster.stop();
      await lab.stop();
      await Promise.all(homes.map(removeTemporary));
    },
  };
}

/** Job definitions whose deploy jobs may run at once. */
function unbounded(file: GeneratedFile): GeneratedFile {
  if (!file.path.startsWith("jenkins/jobs/")) return file;
  const jobs = file.content.split(/(?=^pipelineJob)/m);
  const bound = "        disableConcurrentBuilds()\n";
  return {
    ...file,
    content: jobs.map((it) => (/^pipelineJob\('\w+\/\w+-(dev|prod)'/.test(it) ? it.replace(bound, "") : it)).join(""),
  };
}

/** What the repository starts with, once; a rollout that stands still is given up after three seconds, not ten minutes. */
async function layOut(
  repository: { files(): Promise<string[]>; commit(changes: Record<string, string>, message: string): Promise<string> },
  name: string,
  files: readonly GeneratedFile[],
): Promise<void> {
  const folder = `gitops/${name}/`;
  const there = await repository.files();
  const own = files
    .filter(({ path }) => path.startsWith(folder) && !there.includes(path.slice(folder.length)))
    .map(({ path, content }) => [
      path.slice(folder.length),
      path.endsWith("/deployment.yaml")
        ? content.replace("\nspec:\n", "\nspec:\n  progressDeadlineSeconds: 3\n")
        : content,
    ]);
  if (own.length > 0) await repository.commit(Object.fromEntries(own), "Overlays");
}

async function tokenOf(argocd: ArgoCd, environment: "dev" | "prod"): Promise<CredentialConfig> {
  const team = environment === "dev" ? "shop" : "release";
  const secret = await until(60, async () => {
    const { body } = await argocd.api("POST", `projects/${environment}.${team}/roles/ci-deploy/token`, {
      expiresIn: 3600,
    });
    return body.token ?? null;
  });
  return { folder: `/${team}`, id: `argocd-${environment}`, kind: "string", secret };
}

function logins(): CredentialConfig[] {
  const login = (folder: string, username: keyof typeof passwords): CredentialConfig => ({
    ...{ folder, id: username, kind: "usernamePassword", username, password: passwords[username] },
  });
  const registry = { kind: "usernamePassword", username: "robot", password: "pushes" } as const;
  return [
    { folder: "/shop", id: "lab-registry", ...registry },
    ...[login("/shop", "git-read"), login("/release", "git-read")],
    ...[login("/shop", "gitops-dev"), login("/release", "gitops-prod")],
  ];
}

/** The generated settings with what an operator adds: the repositories' logins. */
function withLogin(text: string): string {
  return text.replaceAll("stringData:\n", "stringData:\n  username: argocd\n  password: reads\n");
}

async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<void> {
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.content);
  }
}
