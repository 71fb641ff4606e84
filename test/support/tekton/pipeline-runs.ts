import { engineNamed } from "../../../generator/engines/index.ts";
import type { PodSecurity } from "../../../generator/model/platform.ts";
import { objectsOf, type TektonObject, type TektonTree } from "./trees.ts";

/** A run of a pipeline, and the names of the tasks that it must start or skip. */
export interface PipelineRunCase {
  readonly title: string;
  readonly run: TektonObject;
  readonly tasks: readonly string[];
  /** The level of the Pod Security Standards of each task's pod. */
  readonly level: (task: string) => PodSecurity;
  /** The containers of services in the pods of all tasks, sorted. */
  readonly sidecars: readonly string[];
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
  const pipelines = objects.filter(({ kind }) => kind === "Pipeline");
  const own = objects.filter(({ kind }) => kind === "PipelineRun").map((run) => repositoryRun(objects, run));
  return [
    ...own,
    ...pipelines.map((pipeline) => {
      const { name = "", namespace = "" } = pipeline.metadata;
      const started = templates.find(({ run }) => run.spec.pipelineRef?.name === name);
      const tasks = [...(pipeline.spec.tasks ?? []), ...(pipeline.spec.finally ?? [])].map((task: Named) => task.name);
      const run = { ...(started?.run ?? plainRun(pipeline)) };
      const level = (task: string) => (task === "work" ? levelOfWork(objects, pipeline) : "restricted");
      return {
        title: `${namespace}/${name}`,
        run: { ...run, metadata: { ...run.metadata, namespace } },
        tasks,
        level,
        sidecars: sidecarsOf(objects, pipeline),
      };
    }),
  ];
}

/** Tekton begins the names of such containers with `sidecar-`. */
function sidecarsOf(objects: readonly TektonObject[], { metadata, spec }: TektonObject): readonly string[] {
  const used = (spec.tasks ?? []).map((task: { readonly taskRef?: Named }) => task.taskRef?.name);
  const tasks = objects.filter(
    (it) => it.kind === "Task" && it.metadata.namespace === metadata.namespace && used.includes(it.metadata.name),
  );
  return tasks.flatMap((task) => (task.spec.sidecars ?? []).map(({ name }: Named) => `sidecar-${name}`)).sort();
}

/** A run in the folder of a repository, as Lighthouse creates it: in its own namespace, with a value for each parameter. */
function repositoryRun(
  objects: readonly TektonObject[],
  { apiVersion, kind, metadata, spec }: TektonObject,
): PipelineRunCase {
  const { params, tasks } = spec.pipelineSpec;
  const account = objects.find(
    (it) => it.kind === "ServiceAccount" && it.metadata.name === spec.taskRunTemplate.serviceAccountName,
  );
  const namespace = account?.metadata.namespace ?? "";
  const values = [...params, { name: "JOB_NAME" }].map(({ name }: Named) => ({ name, value: "value" }));
  const run = {
    apiVersion,
    kind,
    metadata: { generateName: `${metadata.name}-`, namespace },
    spec: { ...spec, params: values },
  };
  const title = `${namespace}: ${params.map(({ name }: Named) => name).join(", ")}`;
  return { title, run, tasks: tasks.map(({ name }: Named) => name), level: () => "restricted", sidecars: [] };
}

/** The lowest level of a namespace that admits all pods of its pipelines. */
export function namespaceLevel(tree: TektonTree, namespace: string): PodSecurity {
  const levels = pipelineRuns(tree)
    .filter(({ run }) => run.metadata.namespace === namespace)
    .flatMap(({ tasks, level }) => tasks.map(level));
  return (["privileged", "baseline"] as const).find((level) => levels.includes(level)) ?? "restricted";
}

/** An engine that builds images can need a level of its own; the settings of a stage name it. */
function levelOfWork(objects: readonly TektonObject[], { metadata }: TektonObject): PodSecurity {
  const settings = objects.find((it) => it.kind === "ConfigMap" && it.metadata.name === metadata.name);
  const { engine } = JSON.parse(settings?.data?.["settings.json"] ?? "{}");
  return engine === undefined ? "restricted" : (engineNamed(engine)?.podSecurity ?? "restricted");
}

/** Trees can have pipelines with the same name, and a parameter can be a part of the name of a run. */
let created = 0;

/** The runs that a trigger's template creates; each of its parameters is a text that is valid everywhere, and new. */
function runsOf({ spec }: TektonObject): { readonly run: TektonObject }[] {
  created += 1;
  const value = `value${created}`;
  const text = JSON.stringify(spec.resourcetemplates).replaceAll(/\$\(tt\.params\.[^)]+\)/g, value);
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
