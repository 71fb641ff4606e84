import * as fs from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { isBrokenLink, type Matches } from "./broken-links.ts";

/** What each glob matches, with the glob library. Globs that start with `!` exclude files from all others. */
export function libraryFiles(globs: readonly string[], folder: string): Matches[] {
  const excluded = globs.filter((glob) => glob.startsWith("!"));
  return globs.map((glob) => {
    if (glob.startsWith("!")) return { files: [], links: [] };
    const found = globSync([glob, ...excluded], {
      cwd: folder,
      expandDirectories: false,
      onlyFiles: true,
      fs: { realpathSync, statSync } as unknown as typeof fs,
    });
    const isFile = (path: string) => !isBrokenLink(join(folder, path));
    return { files: found.filter(isFile), links: found.filter((path) => !isFile(path)) };
  });
}

/** The library omits a link that leads nowhere; these functions make it look like a file. */
function realpathSync(path: string): string {
  return isBrokenLink(path) ? path : fs.realpathSync(path);
}

function statSync(path: string): fs.Stats {
  return isBrokenLink(path)
    ? Object.assign(fs.lstatSync(path), { isFile: () => true, isSymbolicLink: () => false })
    : fs.statSync(path);
}
