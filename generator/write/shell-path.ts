import { isAbsolute, relative } from "node:path";

/** A path for a command that the user pastes into a shell: relative to the current folder if it is below it, and quoted. */
export function shellPath(path: string): string {
  const below = relativePath(path);
  const safe = below.startsWith("-") ? `./${below}` : below;
  return /^[\w./@:+-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", "'\\''")}'`;
}

function relativePath(path: string): string {
  try {
    const below = relative(process.cwd(), path).replaceAll("\\", "/");
    return below === "" || below.startsWith("../") || below === ".." || isAbsolute(below) ? path : below;
  } catch {
    // The current folder was removed.
    return path;
  }
}
