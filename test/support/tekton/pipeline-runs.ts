import { objectsOf, type TektonObject, type TektonTree } from "./trees.ts";

/** A run of a pipeline, and the names of the tasks that it must start or skip. */
export interface PipelineRunCase {
  readonly title: string;
  readonly run: TektonObject;
  readonly tasks: readonly string[];
}

interface Named {
  readonly name: string;
}

interface Param extends Named {
  readonly default?: unknown;
  readonly type?: string;
}

/** One run of each pipeline of a tree: as the tree's trigger creates it, or else with a value for each parameter. */
export function pipelineRuns(tree: TektonTree): readonly PipelineRunCase[] {
  const objects = objectsOf(tree);
  const templates = objects.filter(({ kind }) => kind === "TriggerTemplate").flatMap(runsOf);
  return objects
    .filter(({ kind }) => kind === "Pipeline")
    .map((pipeline) => {
      const { name = "", namespace = "" } = pipeline.metadata;
      const started = templates.find(({ run }) => run.spec.pipelineRef?.name === name);
      const tasks = [...(pipeline.spec.tasks ?? []), ...(pipeline.spec.finally ?? [])].map((task: Named) => task.name);
      const run = { ...(started?.run ?? plainRun(pipeline)) };
      return { title: `${namespace}/${name}`, run: { ...run, metadata: { ...run.metadata, namespace } }, tasks };
    });
}

/** The runs that a trigger's template creates; each of its parameters is a text that is valid everywhere. */
function runsOf({ spec }: TektonObject): { readonly run: TektonObject }[] {
  const text = JSON.stringify(spec.resourcetemplates).replaceAll(/\$\(tt\.params\.[^)]+\)/g, "value");
  const runs: TektonObject[] = JSON.parse(text);
  return runs.filter(({ kind }) => kind === "PipelineRun").map((run) => ({ run }));
}

function plainRun({ metadata, spec }: TektonObject): TektonObject {
  const params: readonly Param[] = spec.params ?? [];
  const workspaces: readonly Named[] = spec.workspaces ?? [];
  const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
  return {
    ...{ apiVersion: "tekton.dev/v1", kind: "PipelineRun", metadata: { generateName: `${metadata.name}-` } },
    spec: {
      pipelineRef: { name: metadata.name },
      params: params
        .filter((param) => param.default === undefined)
        .map(({ name, type }) => ({ name, value: type === "array" ? ["value"] : "value" })),
      workspaces: workspaces.map(({ name }) => ({ name, emptyDir: {} })),
      taskRunTemplate: { podTemplate: { securityContext } },
    },
  };
}
