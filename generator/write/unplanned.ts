import { errorCode, type FileSystem } from "./file-system.ts";
import type { Containment } from "./paths.ts";

/** All files in some folders of the output folder, sorted by path. Does not follow links. */
export function filesBelow(folders: readonly string[], containment: Containment, fs: FileSystem): string[] {
  return folders.flatMap((folder) => walk(folder, containment, fs)).sort();
}

function walk(folder: string, containment: Containment, fs: FileSystem): string[] {
  return entriesOf(`${containment.out}/${folder}`, fs).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    // The output folder can contain a clone of the library's repository.
    if (entry.name === ".git") return [];
    return entry.isDirectory() ? walk(path, containment, fs) : [path];
  });
}

function entriesOf(folder: string, fs: FileSystem) {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (/^(ENOENT|ENOTDIR)$/.test(errorCode(error) ?? "")) return [];
    throw error;
  }
}
