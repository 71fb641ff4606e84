import { Bug } from "../diagnostics/bug.ts";
import type { GeneratedFile } from "./file.ts";

/** Sorts files by path, and checks that no path is planned twice. */
export function sortFiles(files: GeneratedFile[]): GeneratedFile[] {
  files.sort((one, other) => (one.path < other.path ? -1 : 1));
  files.forEach((file, index) => {
    if (file.path === files[index - 1]?.path) throw new Bug(`${file.path} is planned twice`);
  });
  return files;
}
