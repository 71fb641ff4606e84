import { objectsOf, type TektonTree } from "./trees.ts";

interface Container {
  readonly name: string;
  readonly script?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** Variables that Tekton replaces with paths of its own; all others can contain any text. */
const safe = /^\$\((workspaces|results|step\.results)\.[^)]+\.path\)$/;

/**
 * The places where Tekton would replace a variable inside a script or a command. There, a text of a release or of an event would
 * become code: a task passes such values in environment variables.
 */
export function substitutedCode(tree: TektonTree): readonly string[] {
  return objectsOf(tree).flatMap(({ kind, metadata, spec }) => {
    const specs = kind === "Task" ? [spec] : kind === "Pipeline" ? inlineSpecs(spec) : [];
    const containers: Container[] = specs.flatMap((it) => [...(it.steps ?? []), ...(it.sidecars ?? [])]);
    return containers.flatMap(({ name, script = "", command = [], args = [] }) =>
      [script, ...command, ...args]
        .flatMap((text) => text.match(/\$\([a-z][A-Za-z0-9_-]*(\.|\[)[^)]*\)/g) ?? [])
        .filter((variable) => !safe.test(variable))
        .map((variable) => `${kind} ${metadata.name}: ${name}: ${variable}`),
    );
  });
}

interface PipelineTask {
  readonly taskSpec?: { readonly steps?: readonly Container[]; readonly sidecars?: readonly Container[] };
}

function inlineSpecs(spec: { readonly tasks?: readonly PipelineTask[]; readonly finally?: readonly PipelineTask[] }) {
  return [...(spec.tasks ?? []), ...(spec.finally ?? [])].flatMap(({ taskSpec }) => taskSpec ?? []);
}
