import { createHash } from "node:crypto";
import { lstat, readdir, readFile, readlink, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { execa } from "execa";
import type { RegistryClient } from "./registry-client.ts";
import { makeTemporary, removeTemporary } from "./temporary.ts";

/** The files and settings of an image's container, without times and traces of the engine. */
export interface ImagePicture {
  readonly config: Readonly<Record<"User" | "Env" | "Cmd" | "Entrypoint" | "WorkingDir" | "Labels", unknown>>;
  /** From path to type, mode, owner and the content's hash or the link's target. */
  readonly tree: Readonly<Record<string, string>>;
}

/** Reads an image in a registry; needs root to unpack file owners. */
export async function pictureOf(
  registry: RegistryClient,
  repository: string,
  reference: string,
): Promise<ImagePicture> {
  const { manifest, config } = await registry.image(repository, reference);
  const { User = "", Env = [], Cmd = null, Entrypoint = null, WorkingDir = "", Labels = {} } = config.config;
  const root = await makeTemporary("tree");
  try {
    for (const layer of manifest.layers) {
      const bytes = await registry.blob(repository, layer.digest);
      await unpack(root, bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
    }
    const tree: Record<string, string> = {};
    for (const path of (await readdir(root, { recursive: true })).sort()) tree[`/${path}`] = await describe(root, path);
    dropSecretMount(tree);
    return { config: { User, Env, Cmd, Entrypoint, WorkingDir, Labels }, tree };
  } finally {
    await removeTemporary(root);
  }
}

/** Docker and buildah leave the empty folder of a secret mount behind; the real kaniko does not. */
function dropSecretMount(tree: Record<string, string>): void {
  for (const folder of ["/run/secrets", "/run"]) {
    if (!Object.keys(tree).some((path) => path.startsWith(`${folder}/`))) delete tree[folder];
  }
}

/** Applies a layer to the previous ones: removes its whiteouts, adds the other files. */
async function unpack(root: string, input: Buffer): Promise<void> {
  const { stdout } = await execa("tar", ["-t"], { input });
  for (const path of stdout.split("\n")) {
    const name = basename(path);
    if (!name.startsWith(".wh.")) continue;
    const folder = join(root, dirname(path));
    const gone = name === ".wh..wh..opq" ? await readdir(folder).catch(() => []) : [name.slice(".wh.".length)];
    for (const it of gone) await rm(join(folder, it), { recursive: true, force: true });
  }
  const options = [
    "--numeric-owner",
    "--preserve-permissions",
    "--exclude=.wh.*",
    "--overwrite",
    "--keep-directory-symlink",
  ];
  await execa("tar", ["-x", ...options, "-C", root], { input });
}

async function describe(root: string, path: string): Promise<string> {
  const file = join(root, path);
  const found = await lstat(file);
  const owner = `${(found.mode & 0o7777).toString(8)} ${found.uid}:${found.gid}`;
  if (found.isDirectory()) return `folder ${owner}`;
  if (found.isSymbolicLink()) return `link ${owner} ${await readlink(file)}`;
  if (!found.isFile()) return `special ${owner}`;
  return `file ${owner} ${createHash("sha256")
    .update(await readFile(file))
    .digest("hex")
    .slice(0, 16)}`;
}
