import { posix } from "node:path";

/** `./backend/` as `backend`: what begins with a folder's path begins with one spelling of it. */
export function tidyFolder(path: string): string {
  return posix.normalize(path).replace(/\/$/, "");
}

/** Whether one tidy folder is, or holds, the other; the root, `.` or nothing, holds all. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [within(one), within(other)] as const;
  return a.startsWith(b) || b.startsWith(a);
}

function within(folder: string): string {
  return folder === "" || folder === "." ? "" : `${folder}/`;
}
