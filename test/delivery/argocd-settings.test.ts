import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Model } from "../../generator/model/model.ts";
import { render } from "../../generator/render/index.ts";
import { argocd } from "../../generator/targets/argocd/index.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { model, team } from "../support/model.ts";
import { planTarget } from "../support/plan-target.ts";
import { describeWith } from "../support/requires.ts";
import { type Cluster, startCluster } from "./lab/cluster.ts";

const others = { "policy.csv": "p, role:ops, applications, *, */*, allow\n", "policy.default": "role:readonly" };
const group = "acme:shop";

/** The commands of the generated page that apply rights and notifications. */
function patches(readme: string): string {
  const [, shell = ""] = /```sh\n([\s\S]*?)```/.exec(readme) ?? [];
  const commands = shell.replaceAll("\\\n", " ").split("\n");
  return commands.filter((it) => it.includes("configmap") || /rbac|notifications/.test(it)).join("\n") || "exit 99";
}

describeWith(["go"], "the settings of a shared Argo CD, with a real API server", () => {
  let cluster: Cluster;
  let home: string;
  beforeAll(async () => {
    cluster = await startCluster();
    home = await makeTemporary("settings");
    await cluster.kubectl(["create", "namespace", "argocd"]);
    const manifest = (name: string, data: object) =>
      JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "argocd" }, data });
    await cluster.kubectl(["apply", "-f", "-"], manifest("argocd-rbac-cm", others));
    await cluster.kubectl(["apply", "-f", "-"], manifest("argocd-notifications-cm", { "service.slack": "token: $t" }));
  });
  afterAll(async () => {
    await cluster?.stop();
    if (home !== undefined) await removeTemporary(home);
  });

  /** Runs the commands of the page in the generated folder. */
  async function apply(values: Model) {
    const files = render(planTarget(argocd, values)).filter(({ path }) => path.startsWith("argocd/argocd-dev/"));
    for (const { path, content } of files) {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), content);
    }
    const readme = files.find(({ path }) => path.endsWith("README.md"))?.content ?? "";
    const env = { PATH: `${cluster.tools}:${process.env.PATH}`, KUBECONFIG: join(cluster.home, ".kube/config") };
    const folder = join(home, "argocd/argocd-dev");
    return await execa("sh", ["-ec", patches(readme)], { cwd: folder, env, reject: false, all: true });
  }

  const dataOf = async (name: string) =>
    JSON.parse(await cluster.kubectl(["-n", "argocd", "get", "configmap", name, "-o", "jsonpath={.data}"]));
  const own = "policy.stagewright-argocd-dev.csv";
  const teams = [team("shop", { group }), team("platform"), team("release")];

  it("rights and notifications are merged with those of other users, again and again", async () => {
    const first = await apply(model({ teams }));
    expect(first.exitCode, first.all).toBe(0);
    expect(await dataOf("argocd-rbac-cm")).toEqual({
      ...others,
      [own]: expect.stringContaining(`g, ${group}, role:team-shop`),
    });
    expect(await dataOf("argocd-notifications-cm")).toMatchObject({
      "service.slack": "token: $t",
      "trigger.on-degraded": expect.stringContaining("Degraded"),
    });
    await apply(model());
    const { [own]: policy, ...rest } = await dataOf("argocd-rbac-cm");
    expect(policy).not.toContain(group);
    expect(rest).toEqual(others);
  });
});
