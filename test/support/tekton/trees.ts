import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import type { TargetName } from "../../../generator/model/model.ts";
import { readInput, specFolders } from "../generated-files.ts";
import { asTektonSpec } from "./adapted-specs.ts";

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
  readonly data?: Readonly<Record<string, string>>;
}

/** The examples and golden cases that Tekton can run, some with changes, and hand-written files. */
export function tektonTrees(): readonly TektonTree[] {
  const folders = specFolders();
  return [
    handWritten(),
    ...folders.flatMap((folder) => generatedTree(folder) ?? []),
    ...folders.flatMap((folder) => generatedTree(folder, "jenkins-x") ?? []),
  ];
}

/** The files with objects of Tekton that stagewright generates from a spec; null if the target cannot run the spec. */
export function generatedTree(folder: string, target: TargetName = "tekton"): TektonTree | null {
  const input = readInput(folder);
  const adapted = asTektonSpec(folder, input);
  const { files, diagnostics } = compile({ ...(adapted ?? input), target });
  if (files !== null) {
    const own = files.filter(({ path }) => /(^|\/)(tekton|jenkins-x|\.lighthouse)\//.test(path));
    return {
      name: target === "tekton" ? folder : `${folder} for ${target}`,
      files: new Map(own.map(({ path, content }) => [path, content])),
    };
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  // A spec for Tekton must compile: without this, a new error of the target would remove its tests.
  const optional = adapted === null && !new RegExp(`^target: ${target}$`, "m").test(input.platform.text);
  const unexpected = optional ? errors.filter(({ code }) => code !== "SW378") : errors;
  if (unexpected.length > 0) throw new Error(`${folder}: ${JSON.stringify(unexpected, null, 1)}`);
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

/** The manifests of a tree, without the files that only kustomize reads. */
export function manifestsOf({ files }: TektonTree): ReadonlyMap<string, string> {
  return new Map([...files].filter(([path, text]) => isManifest(path, text)));
}

/** The objects of a tree, in the order of its files. */
export function objectsOf(tree: TektonTree): readonly TektonObject[] {
  return [...manifestsOf(tree).values()].flatMap((text) =>
    parseAllDocuments(text)
      .map((document) => document.toJS())
      .filter((it) => it !== null),
  );
}

function isManifest(path: string, content: string): boolean {
  // Lighthouse reads its trigger files itself; they are no objects of the cluster.
  return /\.ya?ml$/.test(path) && !/^apiVersion: (kustomize|config\.lighthouse)/m.test(content);
}
