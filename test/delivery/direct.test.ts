import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { handoffScripts } from "../support/handoff-scripts.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { environment, model } from "../support/model.ts";
import { describeWith } from "../support/requires.ts";
import { toolFolder } from "../support/slow-tools.ts";
import { type Cluster, startCluster } from "./lab/cluster.ts";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const image = "registry.acme.internal/shop/web";

const deployment = (reference: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  progressDeadlineSeconds: 5
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: ${reference} }] }
`;

/** What an application's repository holds for each of the tools. */
const application: Readonly<Record<string, string>> = {
  "deploy/dev/deployment.yaml": deployment(image),
  "deploy/overlays/dev/kustomization.yaml": "resources: [deployment.yaml]\n",
  "deploy/overlays/dev/deployment.yaml": deployment(image),
  "deploy/chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "deploy/chart/templates/deployment.yaml": deployment("'{{ .Values.image.repository }}:{{ .Values.image.tag }}'"),
  "deploy/values/dev.yaml": "image: {}\n",
  "deploy/fixed/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "deploy/fixed/templates/deployment.yaml": deployment(`${image}:1`),
};

/** Each of kustomize's names, in a folder of its own; the manifest names the image by another name. */
const kustomizeFiles = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
const renamed = Object.fromEntries(
  kustomizeFiles.flatMap((name, index) => [
    [
      `deploy/named/${index}/${name}`,
      `resources: [deployment.yaml]\nimages: [{ name: web, newName: ${image}, newTag: "0.9" }]\n`,
    ],
    [`deploy/named/${index}/deployment.yaml`, deployment("web")],
  ]),
);

const places: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  kubectl: { FOLDER: "deploy/dev" },
  kustomize: { FOLDER: "deploy/overlays/dev" },
  helm: { CHART: "deploy/chart", VALUES: "deploy/values/dev.yaml" },
};

describeWith(["git", "go"], "deployments from Jenkins, against a real API server", () => {
  let cluster: Cluster;
  let home: string;
  let path: string;
  const commits: string[] = [];

  beforeAll(async () => {
    cluster = await startCluster();
    home = await makeTemporary("direct");
    const helm = await toolFolder("helm");
    path = [cluster.tools, helm, await kustomizePath(), process.env.PATH].join(":");
    for (const [name, text] of Object.entries({ ...application, ...renamed })) {
      await mkdir(dirname(join(home, "app", name)), { recursive: true });
      await writeFile(join(home, "app", name), text);
    }
    const git = async (...given: string[]) =>
      (
        await execa("git", ["-c", "user.name=A", "-c", "user.email=a@acme.internal", ...given], {
          cwd: join(home, "app"),
        })
      ).stdout;
    await git("init", "-q", "-b", "main");
    await git("add", ".");
    for (const subject of ["first", "second"]) {
      await git("commit", "-q", "--allow-empty", "-m", subject);
      commits.push(await git("rev-parse", "HEAD"));
    }
  });
  afterAll(async () => {
    await cluster?.stop();
    await removeTemporary(home);
  });

  /** Runs a handoff's script as a deploy job does; its failure's sentence, empty where it succeeded. */
  async function deploy(
    handoff: string,
    release: { commit: number; letter: string; tag?: string; rollback?: string; variables?: Record<string, string> },
  ) {
    const settings = { kubeconfig: "kube-dev", minutes: 5 };
    const own = environment("dev", { handoff, gitops: null, settings });
    const script = handoffScripts(model({ environments: [own, environment("prod")] })).get(`${handoff}/deploy.sh`);
    const state = join(home, "state");
    const { exitCode, all } = await execa("sh", ["-ec", script ?? "exit 99"], {
      cwd: home,
      reject: false,
      all: true,
      env: {
        ...{ PATH: path, HOME: home, KUBECONFIG: join(cluster.home, ".kube/config"), STATE: state, NAMESPACE: handoff },
        ...{ MINUTES: "1", SERVICE: "web", ENVIRONMENT: "dev", OWNER: "shop", VERSION: "1.0", ROLLBACK: "" },
        ...{ SOURCE_BUILD: "/shop/web-build#7", IMAGE_BUILD: "/shop/web-image#4", RELEASE_BUILD: "/shop/web-dev#2" },
        ...{
          COMMIT: commits[release.commit],
          IMAGE_COUNT: "1",
          IMAGE_0: `${image}:${release.tag ?? "1.0"}@${digest(release.letter)}`,
        },
        ...{ ...places[handoff], ...(release.rollback === undefined ? {} : { ROLLBACK: release.rollback }) },
        ...release.variables,
      },
    });
    const failure = exitCode === 0 ? "" : (await readFile(join(state, "failure"), "utf8")).trim();
    return { failure, all };
  }

  const running = (namespace: string) =>
    cluster.kubectl([
      "-n",
      namespace,
      "get",
      "deployment",
      "web",
      "-o",
      "jsonpath={.spec.template.spec.containers[0].image}",
    ]);

  it.each(Object.keys(places))(
    "%s: deploys the digest, shows what changes, refuses an older one, rolls back",
    async (handoff) => {
      const missing = await deploy(handoff, { commit: 1, letter: "a" });
      expect(missing.failure).not.toBe("");
      await cluster.kubectl(["create", "namespace", handoff]);

      const first = await deploy(handoff, { commit: 1, letter: "a" });
      expect(first.failure, first.all).toBe("");
      expect(first.all).toContain(`@${digest("a")}`);
      expect(await running(handoff)).toBe(`${image}:1.0@${digest("a")}`);
      const record = [
        "-n",
        handoff,
        "get",
        "configmap",
        "stagewright-web",
        "-o",
        "jsonpath={.data.Commit} {.data.Images}",
      ];
      expect(await cluster.kubectl(record)).toContain(`${commits[1]} ${image}:1.0@${digest("a")}`);

      const older = await deploy(handoff, { commit: 0, letter: "c" });
      expect(older.failure).toContain(`dev already has commit ${commits[1]}; ${commits[0]} is older.`);
      expect(await running(handoff)).toContain(digest("a"));

      const back = await deploy(handoff, { commit: 0, letter: "c", rollback: "the new one loses orders" });
      expect(back.failure, back.all).toBe("");
      expect(await running(handoff)).toContain(digest("c"));
    },
  );

  it.each(Object.keys(places))(
    "%s: a release that does not come up is said to be so, and what ran before is back",
    async (handoff) => {
      const bad = await deploy(handoff, { commit: 1, letter: "b", tag: "never" });
      expect(bad.failure).toContain("did not start in dev within 1 minutes");
      await expect.poll(() => running(handoff), { timeout: 60_000 }).toContain(digest("c"));
      const record = ["-n", handoff, "get", "configmap", "stagewright-web", "-o", "jsonpath={.data.Images}"];
      expect(await cluster.kubectl(record)).toContain(digest("c"));
    },
  );

  it.each(["kubectl", "kustomize"].flatMap((handoff) => kustomizeFiles.map((name) => [handoff, name] as const)))(
    "%s: reads the file %s, and sets the digest of an image that it renames",
    async (handoff, name) => {
      const index = kustomizeFiles.indexOf(name);
      const namespace = `${handoff}-${index}`;
      await cluster.kubectl(["create", "namespace", namespace]);
      const variables = { NAMESPACE: namespace, FOLDER: `deploy/named/${index}` };
      const { failure, all } = await deploy(handoff, { commit: 1, letter: "a", variables });
      expect(failure, all).toBe("");
      expect(await running(namespace)).toBe(`${image}:1.0@${digest("a")}`);
    },
  );

  it.each([
    ["kubectl", { IMAGE_0: `${image}-other:1.0@${digest("a")}` }, "The manifests of deploy/dev do not use the image"],
    ["kustomize", { IMAGE_0: `${image}-other:1.0@${digest("a")}` }, "The manifests of deploy/overlays/dev do not use"],
    ["helm", { CHART: "deploy/fixed" }, "The chart deploy/fixed does not use the image"],
  ])("%s: an image that the files do not use is an error", async (handoff, variables, problem) => {
    const { failure } = await deploy(handoff, {
      commit: 1,
      letter: "a",
      variables: { ...variables, NAMESPACE: "default" },
    });
    expect(failure).toContain(problem);
  });
});
