import { posix } from "node:path";
import { copiedPaths } from "../dockerfile/index.ts";
import type { ReadFile } from "../source-tools/source-tool.ts";

/** Folders that only a build makes. */
const BUILT = ["target", "build", "dist"];

/** Other paths are no patterns that a spec may contain. */
const PLAIN = /^[\w.*/-]{1,200}$/;

/** A Dockerfile with the folder that its paths begin in. */
interface Copier {
  readonly path: string;
  readonly context: string;
}

/** The artifacts of a tool, and the built files that the Dockerfiles copy and these do not contain. Paths are from `directory`. */
export function withCopied(
  artifacts: readonly string[],
  dockerfiles: readonly Copier[],
  directory: string,
  read: ReadFile,
): string[] {
  let all = [...artifacts];
  for (const { path, context } of dockerfiles) {
    for (const copied of copiedPaths(read(path) ?? "")) {
      const from = posix.relative(directory, posix.join(context, copied));
      const isBuilt =
        PLAIN.test(from) && !from.startsWith("..") && from.split("/").some((part) => BUILT.includes(part));
      if (!isBuilt || all.some((it) => contains(it, from))) continue;
      const pattern = patternOf(copied, from);
      all = [...all.filter((it) => !contains(pattern, it)), pattern];
    }
  }
  return all;
}

/** The folder whose build makes an artifact: `web` for `web/build/**`; empty for one of the application's own folder. */
export function moduleOf(artifact: string): string {
  const parts = artifact.split("/");
  const built = parts.findIndex((part) => BUILT.includes(part));
  return parts.slice(0, Math.max(built, 0)).join("/");
}

/** A name without a dot is a folder. */
function patternOf(copied: string, path: string): string {
  const isFile = !copied.endsWith("/") && /\.|\*/.test(posix.basename(path));
  return isFile ? path : `${path}/**`;
}

/** Whether an artifact of a tool, such as `dist/**` or `target/*.jar`, contains a path. */
function contains(artifact: string, path: string): boolean {
  const [folder, last] = [posix.dirname(artifact), posix.basename(artifact)];
  if (artifact === path) return true;
  if (artifact.startsWith("**/")) {
    const below = artifact.slice("**/".length);
    const end = path.split("/").slice(-below.split("/").length);
    return contains(below, end.join("/"));
  }
  if (last === "**") return path === folder || path.startsWith(`${folder}/`);
  return posix.dirname(path) === folder && last.startsWith("*") && path.endsWith(last.slice(1));
}

/** The folder that the paths of a Dockerfile begin in: its own, unless more of them exist from a folder above. */
export function contextOf(text: string, directory: string, read: ReadFile): string {
  const paths = copiedPaths(text).filter((path) => PLAIN.test(path) && !path.includes("*"));
  const found = (context: string) => paths.filter((path) => read(posix.join(context, path)) !== null).length;
  let best = directory;
  for (let above = directory; above !== "."; ) {
    above = posix.dirname(above);
    if (found(above) > found(best)) best = above;
  }
  return best;
}
