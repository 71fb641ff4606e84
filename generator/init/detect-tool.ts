import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { sourceTools } from "../source-tools/index.ts";
import type { Detection, ReadFile } from "../source-tools/source-tool.ts";

/** The tool of a folder, with the file that identifies it. */
export type DetectedTool = Detection & { readonly tool: string };

/** A tool that runs commands builds an application that no other tool builds. */
const DETECTIONS = [...sourceTools]
  .sort((one, other) => Number(one.runsCommand) - Number(other.runsCommand))
  .flatMap(({ name, detections }) => detections.map((it) => ({ ...it, tool: name })));

/** Detects the tool of a folder of the repository; undefined without a build file that a tool reads. */
export function toolIn(folder: string, directory: string): DetectedTool | undefined {
  const read = readerOf(join(folder, directory));
  const above = readerAbove(folder, directory);
  for (const detection of DETECTIONS) {
    const file = fileIn(join(folder, directory), detection.file);
    if (file !== undefined && (detection.applies?.(read, above) ?? true)) return { ...detection, file };
  }
  return undefined;
}

/** Reads a file of a folder; a folder reads as an empty text. A path that the system refuses, such as a link to itself, is absent. */
export function readerOf(folder: string): ReadFile {
  return (path) => {
    try {
      return statSync(join(folder, path)).isFile() ? readFileSync(join(folder, path), "utf8") : "";
    } catch {
      return null;
    }
  };
}

/** The entries of a folder; none for a path that is no folder, or that the system refuses. */
export function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Reads a file of a directory of the repository, or of the nearest directory above that has it. */
export function readerAbove(folder: string, directory: string): ReadFile {
  const parent = posix.dirname(directory);
  const read = readerOf(join(folder, directory));
  return directory === parent ? read : (path) => read(path) ?? readerAbove(folder, parent)(path);
}

function fileIn(place: string, pattern: string): string | undefined {
  if (!pattern.startsWith("*")) return existsSync(join(place, pattern)) ? pattern : undefined;
  return readdirSync(place)
    .sort()
    .find((name) => name.endsWith(pattern.slice(1)));
}
