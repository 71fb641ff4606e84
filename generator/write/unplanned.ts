import { errorCode, type FileSystem } from "./file-system.ts";
import type { Containment } from "./paths.ts";

/** A workflow that the people of the repository wrote has this line in its first comment, so that it is no leftover. */
const OWN_WORKFLOW = /^# stagewright: not generated\s*$/;

/** The files in some folders of the output folder that are not planned, and that no one declares as their own. */
export function unplannedFiles(
  folders: readonly string[],
  isPlanned: (path: string) => boolean,
  containment: Containment,
  fs: FileSystem,
): string[] {
  return filesBelow(folders, containment, fs).filter((path) => !isPlanned(path) && !isOwn(path, containment, fs));
}

/** Only GitHub has a single folder for all workflows; in the other folders, every file is generated. */
function isOwn(path: string, { out }: Containment, fs: FileSystem): boolean {
  if (!path.startsWith(".github/workflows/")) return false;
  try {
    const lines = fs.readFileSync(`${out}/${path}`, "utf8").split("\n");
    // Below the first comment, the line can be a part of a script or text.
    const end = lines.findIndex((line) => !/^\s*(#|$)/.test(line) && !/^---\s*$/.test(line));
    return lines.slice(0, end === -1 ? lines.length : end).some((line) => OWN_WORKFLOW.test(line));
  } catch {
    // A link that leads nowhere, or to a folder, is no workflow.
    return false;
  }
}

/** All files in some folders of the output folder, sorted by path. Does not follow links. */
function filesBelow(folders: readonly string[], containment: Containment, fs: FileSystem): string[] {
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
