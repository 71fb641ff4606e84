import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton } from "./accepted-spec.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as parsed from text.
type Any = any;

const objects = objectsOf();
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

describe("a run of a stage after the stages before it", () => {
  it("has no reason, so it never replaces a newer release", () => {
    const reasons = ["shop-dev", "shop-prod"].map(
      (name) => find("Pipeline", name).spec.tasks[1].params.find((it: Any) => it.name === "reason").value,
    );
    expect(reasons).toEqual(["", ""]);
  });
});

describe("the right to send a message to the event listener", () => {
  it("covers its service and no other", () => {
    const roles = objects.filter(({ kind, rules = [] }) => kind === "Role" && JSON.stringify(rules).includes("/proxy"));
    expect(roles.map(({ metadata }) => metadata.name)).toEqual(["stagewright-approvers", "stagewright-approvers"]);
    for (const { rules } of roles)
      expect(rules[1]).toEqual({
        ...{ apiGroups: [""], resources: ["services/proxy"], resourceNames: ["el-stagewright:8080"] },
        verbs: ["create"],
      });
  });
});

function objectsOf(): Any[] {
  const spec = { platform: [...accepted, ...forTekton], service: [...acceptedService] };
  const { files, diagnostics } = compile({ ...inputOf(spec), target: "tekton" });
  if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  return files
    .filter(({ path }) => /^tekton\/.*\.yaml$/.test(path) && !path.endsWith("kustomization.yaml"))
    .flatMap(({ content }) => parseAllDocuments(content).map((it) => it.toJS()));
}
