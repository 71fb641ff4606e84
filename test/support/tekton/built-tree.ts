import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { kustomizeBuild } from "../kustomize.ts";
import { makeTemporary, removeTemporary } from "../lab/index.ts";
import type { TektonTree } from "./trees.ts";

const LIBRARY = "tekton/library";

/** What `kubectl apply -k` sends for each team of a tree; a tree without files of kustomize stays as it is. */
export async function builtTree(tree: TektonTree): Promise<TektonTree> {
  const overlays = [...tree.files.keys()]
    .filter((path) => path.endsWith("/kustomization.yaml") && !path.startsWith(LIBRARY))
    .map((path) => dirname(path));
  if (overlays.length === 0) return tree;
  const folder = await makeTemporary("kustomize");
  try {
    await writeTree(tree, folder);
    const built = new Map<string, string>();
    for (const overlay of overlays) built.set(`${overlay}.yaml`, await kustomizeBuild(join(folder, overlay)));
    return { name: tree.name, files: built };
  } finally {
    await removeTemporary(folder);
  }
}

/** Writes a tree. Teams with their own repository refer to the library by the address of its repository: here, by a path. */
export async function writeTree({ files }: TektonTree, folder: string): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const library = relative(dirname(path), LIBRARY);
    const isOverlay = path.endsWith("/kustomization.yaml");
    const text = isOverlay ? content.replace(/^( *- ).*\/\/.*tekton\/library\?ref=.*$/m, `$1${library}`) : content;
    await writeFile(join(folder, path), text);
  }
}
