import { afterAll, beforeAll, expect, it } from "vitest";
import type { Model } from "../../generator/model/model.ts";
import { render } from "../../generator/render/index.ts";
import { argocd } from "../../generator/targets/argocd/index.ts";
import { type GitRepository, type GitServer, startLab } from "../support/lab/index.ts";
import { environment, gitopsOf, model, service } from "../support/model.ts";
import { planTarget } from "../support/plan-target.ts";
import { describeWith } from "../support/requires.ts";
import { type ArgoCd, startArgoCd } from "./lab/argocd.ts";
import { type Cluster, startCluster, until } from "./lab/cluster.ts";

const user = { user: "argocd", password: "reads", read: ["*"] };

/** The generated settings with what an operator adds: the repositories' credentials. */
function withCredentials(text: string): string {
  return text.replaceAll("stringData:\n", `stringData:\n  username: ${user.user}\n  password: ${user.password}\n`);
}

function instances(applications: "each" | "set" | "git" | "clusters") {
  const server = "https://argocd.acme.internal";
  const environments = ["dev", "prod"];
  return [{ name: "argocd", server, environments, namespace: "argocd", highAvailability: false, applications }];
}

function digest(letter: string): string {
  return `sha256:${letter.repeat(64)}`;
}

describeWith(["git", "go", "redis-server"], "one Argo CD for two environments, for real", () => {
  let git: GitServer;
  let stopLab: () => Promise<void> = async () => {};
  let cluster: Cluster;
  let server: ArgoCd;
  let repositories: Record<"dev" | "prod", GitRepository>;
  let generated: Model;

  beforeAll(async () => {
    const lab = await startLab({ git: [user] });
    git = lab.git;
    stopLab = lab.stop;
    repositories = { dev: await git.create("ops/dev"), prod: await git.create("ops/prod") };
    const at = (name: "dev" | "prod") =>
      environment(name, { gitops: gitopsOf(name, { git: `${git.url}/ops/${name}.git` }) });
    generated = model({
      delivery: { handoff: "argocd", settings: {}, instances: instances("each") },
      environments: [at("dev"), at("prod")],
      services: [service("shop")],
    });
    const started = Date.now();
    cluster = await startCluster();
    server = await startArgoCd(cluster);
    console.log(`cluster and Argo CD started in ${Date.now() - started} ms`);
    await install();
  });

  afterAll(async () => {
    await server?.stop();
    await cluster?.stop();
    await stopLab();
  });

  /** Lays out the repositories and applies the settings, as the generated page says. */
  async function install(): Promise<void> {
    const files = render(planTarget(argocd, generated));
    for (const name of ["dev", "prod"] as const) {
      const own = files.filter(({ path }) => path.startsWith(`gitops/${name}/`));
      const changes = own.map(({ path, content }) => [path.slice(`gitops/${name}/`.length), content]);
      await repositories[name].commit(Object.fromEntries(changes), "Overlays");
    }
    const manifests = files.filter(({ path }) => path.startsWith("argocd/") && path.endsWith(".yaml"));
    const texts = manifests.map(({ path, content }) =>
      path.endsWith("repositories.yaml") ? withCredentials(content) : content,
    );
    for (const part of ["settings", "projects", "applications"]) {
      const chosen = texts.filter((_text, index) => manifests[index]?.path.includes(`/${part}/`));
      await cluster.kubectl(["apply", "--validate=strict", "-f", "-"], chosen.join("\n---\n"));
    }
  }

  /** Sets the image in an overlay, as the handoff does; gives the commit. */
  async function commitImage(name: "dev" | "prod", image: string): Promise<string> {
    const file = `apps/shop/overlays/${name}/kustomization.yaml`;
    const [repository, pinned] = image.split("@");
    const kustomization = {
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      namespace: `shop-${name}`,
      resources: ["deployment.yaml"],
      images: [{ name: repository, digest: pinned }],
    };
    return repositories[name].commit({ [file]: JSON.stringify(kustomization) }, `shop to ${name}`);
  }

  async function application(name: string) {
    const { body } = await server.api("GET", `applications/${name}?refresh=normal`);
    return body.status;
  }

  /** Waits until a commit is what an application has and all of it runs. */
  async function healthy(name: string, commit: string): Promise<void> {
    let last: unknown = null;
    await until(30, async () => {
      const status = await application(name);
      last = [status?.sync, status?.health, status?.conditions, status?.operationState?.message];
      const done = status?.sync?.revision === commit && status.sync.status === "Synced";
      return done && status.health.status === "Healthy" ? true : null;
    }).catch(() => {
      throw new Error(`${name} did not become healthy: ${JSON.stringify(last)}`);
    });
  }

  it("takes a digest to Healthy in dev, and nothing to prod", async () => {
    const image = `harbor.acme.internal/shop/shop@${digest("a")}`;
    const commit = await commitImage("dev", image);
    const started = Date.now();
    await healthy("shop-dev", commit);
    console.log(`healthy in ${Date.now() - started} ms`);
    expect(await imagesOf("shop-dev")).toBe(image);
    expect(await imagesOf("shop-prod")).not.toContain("sha256");
  });

  it("takes the same digest to prod, next to dev", async () => {
    const image = `harbor.acme.internal/shop/shop@${digest("a")}`;
    await healthy("shop-prod", await commitImage("prod", image));
    expect(await imagesOf("shop-prod")).toBe(image);
  });

  it("changes back what a hand changed in the cluster", async () => {
    const image = `harbor.acme.internal/shop/shop@${digest("a")}`;
    const change = ["set", "image", "deployment/shop", "image=harbor.acme.internal/shop/shop:other"];
    await cluster.kubectl(["-n", "shop-prod", ...change]);
    await until(60, async () => ((await imagesOf("shop-prod")) === image ? true : null));
  });

  it("gives the pipeline of dev a token that can sync dev, and neither see nor touch prod", async () => {
    const made = await server.api("POST", "projects/dev.shop/roles/ci-deploy/token", { expiresIn: 3600 });
    expect([made.status, made.body.message]).toEqual([200, undefined]);
    const { token } = made.body;
    expect((await server.api("GET", "applications/shop-dev", undefined, token)).status).toBe(200);
    for (const [method, path] of [
      ["GET", "applications/shop-prod"],
      ["POST", "applications/shop-prod/sync"],
      ["DELETE", "applications/shop-prod"],
      ["DELETE", "applications/shop-dev"],
    ] as const) {
      const { status } = await server.api(method, path, method === "POST" ? {} : undefined, token);
      expect([method, path, status]).toEqual([method, path, 403]);
    }
    expect((await server.api("POST", "applications/shop-dev/sync", {}, token)).status).toBe(200);
  });

  it("refuses what the project does not admit: another namespace, another repository", async () => {
    const { body } = await server.api("GET", "applications/shop-dev");
    const wrong = { ...body.spec, destination: { ...body.spec?.destination, namespace: "kube-system" } };
    const create = { metadata: { name: "sneaky", namespace: "argocd" }, spec: wrong };
    const answer = await server.api("POST", "applications", create);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain("do not match any of the allowed destinations in project 'dev.shop'");
  });

  it.each(["set", "git", "clusters"] as const)(
    "makes of an ApplicationSet what the Application was: %s",
    async (kind) => {
      if (kind === "set") await server.startSets();
      const specOf = async (name: string) =>
        JSON.parse(await cluster.kubectl(["-n", "argocd", "get", "application", name, "-o", "jsonpath={.spec}"]));
      const before = await specOf("shop-prod");
      const sets = { ...generated, delivery: { ...generated.delivery, instances: instances(kind) } };
      const files = render(planTarget(argocd, sets)).filter(({ path }) =>
        /\/(clusters|applications\/.*)\.yaml$/.test(path),
      );
      await cluster.kubectl(["-n", "argocd", "delete", "applicationsets,applications", "--all", "--cascade=orphan"]);
      await cluster.kubectl(
        ["apply", "--validate=strict", "-f", "-"],
        files.map(({ content }) => content).join("\n---\n"),
      );
      await until(60, async () => ((await specOf("shop-prod")) !== null ? true : null));
      expect(await specOf("shop-prod")).toEqual(before);
      const { uid } = JSON.parse(
        await cluster.kubectl(["-n", "argocd", "get", "applicationset", "prod.release", "-o", "jsonpath={.metadata}"]),
      );
      const owner = ["-o", "jsonpath={.metadata.ownerReferences[0].uid}"];
      expect(await cluster.kubectl(["-n", "argocd", "get", "application", "shop-prod", ...owner])).toBe(uid);
    },
  );

  async function imagesOf(namespace: string): Promise<string> {
    const path = "jsonpath={.spec.template.spec.containers[*].image}";
    return cluster.kubectl(["-n", namespace, "get", "deployment", "shop", "-o", path]);
  }
});
