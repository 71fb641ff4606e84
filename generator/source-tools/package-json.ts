import type { ReadFile } from "./source-tool.ts";

/** The folders that programs write to without a setting, from their documentation; the others write to `dist`. */
const FOLDERS: Readonly<Record<string, string>> = {
  "react-scripts": "build",
  docusaurus: "build",
  gatsby: "public",
  next: ".next",
  nuxt: ".output",
  nuxi: ".output",
  eleventy: "_site",
};

/** The files that the script `build` of package.json makes in most projects; none without such a script, or for a workspace. */
export function builtFiles(read: ReadFile): readonly string[] {
  const script = field(read, "scripts", "build");
  if (script === undefined || isWorkspace(read)) return [];
  const words = typeof script === "string" ? script.split(/\s+/) : [];
  const folder = words.map((word) => (Object.hasOwn(FOLDERS, word) ? FOLDERS[word] : undefined)).find(Boolean);
  return [`${folder ?? (words.includes("tsc") ? outDir(read) : undefined) ?? "dist"}/**`];
}

/** The folder of the TypeScript compiler, from a file that can contain comments. */
function outDir(read: ReadFile): string | undefined {
  const folder = /^[^/\n]*"outDir"\s*:\s*"(?:\.\/)?([\w.-]+)\/?"/m.exec(read("tsconfig.json") ?? "")?.[1];
  return folder === "." || folder === ".." ? undefined : folder;
}

/** Whether package.json only lists the packages of a workspace or the tools of a repository, and has no script that builds them. */
export function collectsPackages(read: ReadFile): boolean {
  const does = ["test", "start"].some((name) => field(read, "scripts", name) !== undefined);
  return !hasBuildScript(read) && (isWorkspace(read) || !(does || field(read, "dependencies") !== undefined));
}

/** A sentence about a lock file that is missing; null for an application without packages. */
export function missingLock(read: ReadFile, above: ReadFile, locks: readonly string[], tool: string): string | null {
  const [lock = ""] = locks;
  const packages = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((key) =>
    Object.keys(field(read, key) ?? {}),
  );
  if (packages.length === 0 || locks.some((file) => above(file) !== null)) return null;
  return `There is no ${lock}, so the build fails: run ${tool} install, and commit the file.`;
}

function hasBuildScript(read: ReadFile): boolean {
  return field(read, "scripts", "build") !== undefined;
}

function isWorkspace(read: ReadFile): boolean {
  return field(read, "workspaces") !== undefined || /^packages:/m.test(read("pnpm-workspace.yaml") ?? "");
}

/** The tool that package.json names in `packageManager`, such as `pnpm` in `pnpm@10.20.0`; null if it names none. */
export function packageManager(read: ReadFile): string | null {
  const value = field(read, "packageManager");
  return typeof value === "string" ? (value.split("@")[0] ?? null) : null;
}

function field(read: ReadFile, ...keys: readonly string[]): unknown {
  try {
    let value: unknown = JSON.parse(read("package.json") ?? "{}");
    for (const key of keys) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
    return value;
  } catch {
    return undefined;
  }
}
