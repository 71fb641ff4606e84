import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, parseAllDocuments } from "yaml";

/** Names and texts of an object. */
export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly generateName?: string;
  readonly creationTimestamp?: string;
}

export interface Param {
  readonly name: string;
  readonly value: string;
}

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}

export interface Step {
  readonly name: string;
  readonly env?: readonly Variable[];
  readonly script: string;
}

export interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string; readonly items?: readonly { key: string; path: string }[] };
  readonly secret?: { readonly secretName: string };
}

export interface Task {
  readonly metadata: Metadata;
  readonly spec: {
    readonly results?: readonly { readonly name: string }[];
    readonly volumes?: readonly Volume[];
    readonly stepTemplate?: { readonly env?: readonly Variable[] };
    readonly steps: readonly Step[];
  };
}

export interface Pipeline {
  readonly metadata: Metadata;
  readonly spec: {
    readonly results?: readonly Param[];
    readonly tasks: readonly { name: string; taskRef: { name: string }; params: readonly Param[] }[];
  };
}

export interface EventListener {
  readonly metadata: Metadata;
  readonly spec: {
    readonly triggers: readonly {
      readonly interceptors: readonly {
        readonly ref: { name: string };
        params: readonly { name: string; value: unknown }[];
      }[];
      readonly template: { readonly ref: string };
    }[];
  };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: Metadata;
}

/** The objects of a folder with generated files, and the content of the ConfigMaps that kustomize generates. */
export interface Cluster {
  find<T>(kind: string, namespace: string, name: string): T;
  /** The entries of a ConfigMap. */
  config(namespace: string, name: string): Readonly<Record<string, string>>;
}

/**
 * Reads all generated objects. Objects without a namespace are in each namespace, as kustomize puts them there. `lighthouse` is the
 * folder with the objects of Lighthouse's namespace.
 */
export async function readCluster(folder: string, lighthouse: string | null = null): Promise<Cluster> {
  const objects: Manifest[] = [];
  for (const each of [folder, ...(lighthouse === null ? [] : [lighthouse])]) {
    const paths = (await readdir(each, { recursive: true })).filter((path) => path.endsWith(".yaml"));
    for (const path of paths.filter((it) => !it.endsWith("kustomization.yaml")))
      for (const document of parseAllDocuments(await readFile(join(each, path), "utf8")))
        objects.push(document.toJS() as Manifest);
  }
  const library = {
    ...(await readLibrary(join(folder, "library"))),
    ...(lighthouse === null ? {} : await readLibrary(lighthouse)),
  };
  const find = <T>(kind: string, namespace: string, name: string): T => {
    const found = objects.find(
      (it) => it.kind === kind && it.metadata.name === name && (it.metadata.namespace ?? namespace) === namespace,
    );
    if (found === undefined) throw new Error(`there is no ${kind} ${name} in ${namespace}`);
    return found as T;
  };
  return {
    find,
    config: (namespace, name) =>
      library[name] ?? find<{ data: Readonly<Record<string, string>> }>("ConfigMap", namespace, name).data,
  };
}

async function readLibrary(folder: string): Promise<Record<string, Record<string, string>>> {
  const { configMapGenerator } = parse(await readFile(join(folder, "kustomization.yaml"), "utf8")) as {
    configMapGenerator: readonly { name: string; files: readonly string[] }[];
  };
  const maps: Record<string, Record<string, string>> = {};
  for (const { name, files } of configMapGenerator) {
    const entries: Record<string, string> = {};
    for (const file of files) {
      const [key = "", path = key] = file.split("=");
      entries[path === key ? (key.split("/").at(-1) ?? key) : key] = await readFile(join(folder, path), "utf8");
    }
    maps[name] = entries;
  }
  return maps;
}
