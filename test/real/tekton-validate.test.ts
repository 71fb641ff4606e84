import { describe, expect, it } from "vitest";
import { describeWith } from "../support/requires.ts";
import { lintProblems, tektonProblems } from "../support/tekton/checkers.ts";
import { scriptFindings, substitutedCode } from "../support/tekton/step-scripts.ts";
import { handWritten, type TektonTree, tektonTrees } from "../support/tekton/trees.ts";

/** A mistake in the hand-written files, and what a checker reports. */
interface Fault {
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly found: string;
}

const invalid: readonly Fault[] = [
  {
    title: "an unknown field",
    from: "    - name: record\n      image:",
    to: "    - name: record\n      images: x\n      image:",
    found: 'pipeline.yaml:5: Task record: strict decoding error: unknown field "spec.steps[0].images"',
  },
  {
    title: "a key that occurs twice",
    from: "  build.sh: |",
    to: "  build.sh: ''\n  build.sh: |",
    found: 'pipeline.yaml:2: ConfigMap scripts: strict decoding error: yaml: unmarshal errors: line 6: key "build.sh"',
  },
  {
    title: "a parameter that a task does not declare",
    from: "value: $(params.digest)",
    to: "value: $(params.digests)",
    found: 'pipeline.yaml:5: Task record: non-existent variable in "$(params.digests)"',
  },
  {
    title: "a task that waits for itself",
    from: "taskRef: { name: record }",
    to: "taskRef: { name: record }\n      runAfter: [record]",
    found: 'pipeline.yaml:6: Pipeline shop-image: invalid value: cycle detected; task "record" depends on "record"',
  },
  {
    title: "a run without a pipeline",
    from: "pipelineRef: { name: shop-image }",
    to: "timeouts: { pipeline: 1h }",
    found:
      "triggers.yaml:2: TriggerTemplate shop-image: spec.resourcetemplates[0]: PipelineRun shop-image-: expected exactly one",
  },
  {
    title: "a kind that neither Kubernetes nor Tekton has",
    from: "kind: ServiceAccount",
    to: "kind: ServiceAccounts",
    found: 'pipeline.yaml:1: ServiceAccounts build: no kind "ServiceAccounts" is registered for version "v1"',
  },
  {
    title: "an object without a name",
    from: "metadata: { name: record, namespace: shop }",
    to: "metadata: { namespace: shop }",
    found: "pipeline.yaml:5: Task : metadata.name: the object has no name",
  },
  {
    title: "an undeclared parameter of a template",
    from: "value: $(tt.params.commit)",
    to: "value: $(tt.params.commits)",
    found: "triggers.yaml:2: TriggerTemplate shop-image: spec.resourcetemplates[0]: undeclared parameter commits",
  },
  {
    title: "a value that no event has",
    from: "value: $(body.after)",
    to: "value: $(event.after)",
    found: 'triggers.yaml:1: TriggerBinding push: spec.params[0].value: "$(event.after)" is no part of an event',
  },
  {
    title: "an expression with a syntax error",
    from: "body.ref == 'refs/heads/main'",
    to: "body.ref == == 'refs/heads/main'",
    found:
      "triggers.yaml:3: EventListener shop: spec.triggers[0].interceptors[0].filter: ERROR: <input>:1:13: Syntax error",
  },
  {
    title: "a trigger that creates nothing",
    from: "      template: { ref: shop-image }\n",
    to: "",
    found: "triggers.yaml:3: EventListener shop: spec.triggers[0]: neither template nor triggerRef",
  },
  {
    title: "an unknown field of a trigger",
    from: "bindings: [{ ref: push }]",
    to: "bindings: [{ refs: push }]",
    found:
      'triggers.yaml:3: EventListener shop: error unmarshaling JSON: while decoding JSON: json: unknown field "refs"',
  },
];

const untidy: readonly Fault[] = [
  {
    title: "a task that does not exist",
    from: "taskRef: { name: record }",
    to: "taskRef: { name: records }",
    found: "no-missing-resource: Pipeline 'shop-image' references task 'records'",
  },
  {
    title: "a template that does not exist",
    from: "template: { ref: shop-image }",
    to: "template: { ref: shop-images }",
    found: "no-missing-resource: EventListener 'shop' defines trigger template 'shop-images'",
  },
  {
    title: "a missing parameter",
    from: "params: [{ name: digest, value: $(tasks.image.results.digest) }]",
    to: "params: []",
    found: "no-missing-param: Pipeline 'shop-image' references task 'record' (as 'record'), but parameter 'digest'",
  },
  {
    title: "an image without a version",
    from: "registry.internal/tools/buildah:1",
    to: "registry.internal/tools/buildah",
    found: "no-latest-image: Invalid image: 'registry.internal/tools/buildah'",
  },
  {
    title: "a script without a hashbang",
    from: "#!/usr/bin/env bash\n        printf",
    to: "printf",
    found: "no-missing-hashbang: Step script 'record'",
  },
  {
    title: "an unused parameter",
    from: "value: $(params.digest)",
    to: "value: none",
    found: "no-unused-param: Task 'record' defines parameter 'digest'",
  },
  {
    title: "a result that no task has",
    from: "value: $(tasks.source.results.commit)",
    to: "value: $(tasks.source.results.revision)",
    found: "no-undefined-result: In Pipeline 'shop-image' the value on path",
  },
  {
    title: "a volume that does not exist",
    from: "    - name: scripts\n      configMap",
    to: "    - name: programs\n      configMap",
    found: "no-undefined-volume: Task 'source' wants to mount volume 'scripts' in step 'build'",
  },
];

/** The hand-written files with one mistake. */
function withFault({ from, to }: Pick<Fault, "from" | "to">): TektonTree {
  const { name, files } = handWritten();
  const changed = [...files].map(([path, text]) => [path, text.replace(from, () => to)] as const);
  expect(changed.filter(([path, text]) => text !== files.get(path))).toHaveLength(1);
  return { name, files: new Map(changed) };
}

describeWith(["go", "shellcheck"], "Tekton's validation and tekton-lint", () => {
  it.each(tektonTrees())("have no findings in $name", async (tree) => {
    const [validation, lint] = [await tektonProblems(tree), await lintProblems(tree)];
    const found = { validation, lint, code: substitutedCode(tree), scripts: scriptFindings(tree) };
    expect(found).toEqual({ validation: [], lint: [], code: [], scripts: [] });
  });

  it("do not report a mistake in a script, but shellcheck does", async () => {
    const tree = withFault({ from: '"shop:$COMMIT"', to: "shop:$COMMIT" });
    expect(await tektonProblems(tree)).toEqual([]);
    expect(await lintProblems(tree)).toEqual([]);
    expect(scriptFindings(tree).join()).toMatch(/^Task image: build: .*SC2086/);
  });

  it("do not report a value that becomes code, but this test does", async () => {
    const tree = withFault({ from: '"$DIGEST"', to: "$(params.digest)" });
    expect(await tektonProblems(tree)).toEqual([]);
    expect(await lintProblems(tree)).toEqual([]);
    expect(substitutedCode(tree)).toEqual(["Task record: record: $(params.digest)"]);
  });

  describe("Tekton's validation reports", () => {
    it.each(invalid)("$title", async (fault) => {
      const problems = await tektonProblems(withFault(fault));
      expect(problems.join("\n")).toContain(fault.found);
    });
  });

  describe("tekton-lint reports", () => {
    it.each(untidy)("$title", async (fault) => {
      const problems = await lintProblems(withFault(fault));
      expect(problems.join("\n")).toContain(fault.found);
    });
  });
});
