import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { put, runProgram } from "../../support/tekton/programs.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton } from "./accepted-spec.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as parsed from text.
type Any = any;

type Change = readonly (readonly [string, string])[];

/** Deployments to `prod` are merge requests. */
const withRequests: Change = [
  [
    "credentials: gitops-prod }",
    "credentials: gitops-prod, pullRequest: { host: gitlab, api: 'https://git.acme.internal/api/v4', project: ops/prod, token: gitops-api } }",
  ],
];

const commit = "c".repeat(40);
const { objects } = objectsOf();
const find = (kind: string, name: string, namespace?: string): Any =>
  objects.find(
    (it) =>
      it.kind === kind && it.metadata.name === name && (namespace === undefined || it.metadata.namespace === namespace),
  );
const filters = (name: string): string[] =>
  objects
    .filter(({ kind }) => kind === "EventListener")
    .flatMap(({ spec }) => spec.triggers)
    .find((it: Any) => it.name === name)
    .interceptors.map((it: Any) => it.params[0].value);

describe.each(["dev", "prod"])("a run that deploys an earlier release to %s", (environment) => {
  const name = `shop-${environment}-redeploy`;
  const { spec } = find("TriggerTemplate", name).spec.resourcetemplates[0];

  it("waits until an approver starts it, whether or not the stage has an approval", () => {
    expect(spec.status).toBe("PipelineRunPending");
    const starters = find("RoleBinding", "stagewright-approvers", find("Pipeline", name).metadata.namespace);
    expect(starters.subjects.length).toBeGreaterThan(0);
  });

  it("has the same tasks, accounts and pods as the stage, and neither a record nor stages after it", () => {
    const { tasks, results } = find("Pipeline", name).spec;
    const ofStage = find("Pipeline", `shop-${environment}`).spec;
    expect(tasks.map((it: Any) => it.taskRef)).toEqual(ofStage.tasks.slice(0, 2).map((it: Any) => it.taskRef));
    expect(tasks.map((it: Any) => it.name)).toEqual(["admit", "work"]);
    expect(results).toBeUndefined();
    const run = find("TriggerTemplate", `shop-${environment}`).spec.resourcetemplates[0].spec;
    expect(spec.taskRunSpecs).toEqual(run.taskRunSpecs);
    expect(spec.taskRunTemplate).toEqual(run.taskRunTemplate);
  });

  it("names the first stage's run with an ID only, and a reason without signs that have a meaning", () => {
    expect(spec.params).toEqual([
      { name: "source", value: "shop-build-$(tt.params.run)" },
      { name: "reason", value: "$(tt.params.reason)" },
    ]);
    const [filter = ""] = filters(name);
    expect(filter).toContain(`body.stage == '${name}' && body.run.matches('^[a-z0-9]{5}$')`);
    const pattern = new RegExp(/body\.reason\.matches\('(.*)'\)$/.exec(filter)?.[1] ?? "none");
    for (const good of ["", "broken: see ticket SHOP-12, 2026"]) expect(pattern.test(good), good).toBe(true);
    for (const bad of ['"}]', "$(params.source)", "a\nb", "`id`", "\\", " x", "a".repeat(201)])
      expect(pattern.test(bad), bad).toBe(false);
  });
});

describe("the history of an environment", () => {
  const files = new Map(filesOf().map(({ path, content }) => [path, content]));
  const record = {
    ...{ schema: 1, service: "shop", version: "1.2.7", artifacts: [] },
    source: { ...made("build"), branch: "main", tag: "", pullRequest: "", repository: "https://a/b.git", commit },
    images: {
      "shop/shop": {
        ...{ ...made("image"), repository: "harbor.acme.internal/shop/shop", tags: ["1.2.7"], engine: "buildah" },
        ...{ digest: `sha256:${"a".repeat(64)}`, base: "", baseDigest: "" },
      },
    },
    producer: made("image"),
  };
  const deploy = async (ofRun: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(join(tmpdir(), "stagewright-redeploy-"));
    try {
      for (const [name, text] of Object.entries(find("ConfigMap", "shop-prod").data))
        await put(folder, `settings/${name}`, String(text));
      const of = { STAGEWRIGHT_NAMESPACE: "ci-release", STAGEWRIGHT_PIPELINE: "shop-prod", BUILD: "7" };
      const place = { WORKSPACE: folder, COMMIT: commit, REF: "refs/heads/main", RECORD: JSON.stringify(record) };
      const { code, log } = await runProgram(files, folder, "prepare", { ...of, ...place, ...ofRun });
      expect([code, log]).toEqual([0, ""]);
      const { variables } = JSON.parse(readFileSync(join(folder, "stage/stage.json"), "utf8"));
      return [variables.RELEASE_BUILD, variables.REQUEST_BRANCH];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it("names the run that deployed an earlier release, and its request has a branch of its own", async () => {
    const params = (name: string) =>
      find("Pipeline", name).spec.tasks[1].params.find((it: Any) => it.name === "redeploy").value;
    expect([params("shop-prod"), params("shop-prod-redeploy")]).toEqual(["", "$(context.pipelineRun.name)"]);
    expect(await deploy({ REASON: "", REDEPLOY: "" })).toEqual(["/ci-release/shop-prod#7", "deploy/prod/shop-7"]);
    expect(await deploy({ REASON: "", REDEPLOY: "shop-prod-redeploy-8w4zq" })).toEqual([
      ...["/ci-release/shop-prod-redeploy#8w4zq", "deploy/prod/shop-8w4zq"],
    ]);
  });
});

describe("a run of a stage after the stages before it", () => {
  it("has no reason, so it never replaces a newer release", () => {
    const reasons = ["shop-dev", "shop-prod"].map(
      (name) => find("Pipeline", name).spec.tasks[1].params.find((it: Any) => it.name === "reason").value,
    );
    expect(reasons).toEqual(["", ""]);
  });
});

describe("the users who start a run with an earlier release", () => {
  const subjects = (team: string) => {
    const of = objectsOf([["approvers: [shop-leads], reviewers: ['@acme/shop']", team]]);
    const binding = of.objects.find(
      ({ kind, metadata }) =>
        kind === "RoleBinding" && metadata.name === "stagewright-approvers" && metadata.namespace === "ci-shop",
    );
    return { ...of, users: binding?.subjects.map(({ kind, name }: Any) => `${kind} ${name}`) };
  };

  it.each([
    ["approvers", "reviewers: [anna@acme.internal], approvers: [shop-leads]", ["Group shop-leads", "User shop-leads"]],
    ["group", "reviewers: [anna@acme.internal], group: shop-team", ["Group shop-team", "User shop-team"]],
  ])("are the %s of the team, not its reviewers", (_key, team, users) => {
    expect(subjects(team).users).toEqual(users);
  });

  it("do not exist for a team with reviewers only, so there is no such run", () => {
    const { users, objects: all, warnings } = subjects("reviewers: [anna@acme.internal]");
    expect(users).toBeUndefined();
    expect(JSON.stringify(all)).not.toContain("shop-dev-redeploy");
    expect(JSON.stringify(all)).toContain("shop-prod-redeploy");
    expect(warnings).toContain(
      "on Tekton, the deploy stages of shop have no pipeline for earlier releases: no user or group may start its runs",
    );
  });

  it("can reach the event listener where its NetworkPolicy does not admit the API server", () => {
    const roles = objects.filter(({ kind, metadata }) => kind === "Role" && metadata.name === "stagewright-approvers");
    expect(roles).toHaveLength(2);
    for (const { rules } of roles)
      expect(rules.slice(1)).toEqual([
        { apiGroups: [""], resources: ["services"], resourceNames: ["el-stagewright"], verbs: ["get"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
        { apiGroups: [""], resources: ["pods/portforward"], verbs: ["create", "get"] },
      ]);
  });
});

function made(stage: string) {
  return { job: `/ci-shop/shop-${stage}`, build: "7", url: "", stage };
}

function filesOf() {
  return compiled(withRequests).files;
}

function compiled(change: Change) {
  const spec = { platform: [...accepted, ...forTekton, ...change], service: [...acceptedService] };
  const { files, diagnostics } = compile({ ...inputOf(spec), target: "tekton" });
  if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  return { files, diagnostics };
}

function objectsOf(change: Change = []) {
  const { files, diagnostics } = compiled([...withRequests, ...change]);
  const all: Any[] = files
    .filter(({ path }) => /^tekton\/.*\.yaml$/.test(path) && !path.endsWith("kustomization.yaml"))
    .flatMap(({ content }) => parseAllDocuments(content).map((it) => it.toJS()));
  return { objects: all, warnings: diagnostics.map(({ message }) => message) };
}
