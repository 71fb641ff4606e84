import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { type TargetName, targetNames } from "../../../generator/model/model.ts";
import { readInput, specFolders } from "../generated-files.ts";

/** Files with objects of Tekton. */
export interface TektonTree {
  readonly name: string;
  /** The texts by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** An object of the cluster; tests read only these parts. */
export interface TektonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly generateName?: string; readonly namespace?: string };
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own fields, which Tekton's own program checks.
  readonly spec?: any;
}

/** The examples and golden cases that compile for Tekton, and hand-written files. */
export function tektonTrees(): readonly TektonTree[] {
  return [handWritten(), ...specFolders().flatMap((folder) => generatedTree(folder) ?? [])];
}

/** The files that stagewright generates for Tekton from a spec; null if this target does not support the spec. */
export function generatedTree(folder: string): TektonTree | null {
  if (!(targetNames as readonly string[]).includes("tekton")) return null;
  const { files, diagnostics } = compile({ ...readInput(folder), target: "tekton" as TargetName });
  if (files !== null) {
    const manifests = files.filter(({ path, content }) => isManifest(path, content));
    return { name: folder, files: new Map(manifests.map(({ path, content }) => [path, content])) };
  }
  const other = diagnostics.filter(({ code, severity }) => severity === "error" && code !== "SW378");
  if (other.length > 0) throw new Error(`${folder}: ${JSON.stringify(other, null, 1)}`);
  return null;
}

/** The files in `fixtures`, which the tests of the checkers change. */
export function handWritten(): TektonTree {
  const folder = join(import.meta.dirname, "fixtures");
  const names = readdirSync(folder).sort();
  return {
    name: "hand-written",
    files: new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")])),
  };
}

/** The objects of a tree, in the order of its files. */
export function objectsOf({ files }: TektonTree): readonly TektonObject[] {
  return [...files.values()].flatMap((text) =>
    parseAllDocuments(text)
      .map((document) => document.toJS())
      .filter((it) => it !== null),
  );
}

/** Manifests of Argo CD and kustomize belong to other tests. */
function isManifest(path: string, content: string): boolean {
  const head = /^apiVersion: *(\S+)$/m.exec(content);
  return path.endsWith(".yaml") && head !== null && !/argoproj\.io|kustomize/.test(`${head[1]}`);
}
