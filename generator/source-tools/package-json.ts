import type { ReadFile } from "./source-tool.ts";

/** The files that the script `build` of package.json makes in most projects; none without such a script, or for a workspace. */
export function builtFiles(read: ReadFile): readonly string[] {
  return hasBuildScript(read) && !isWorkspace(read) ? ["dist/**"] : [];
}

/** Whether package.json only lists the packages of a workspace, and has no script that builds them. */
export function collectsPackages(read: ReadFile): boolean {
  return isWorkspace(read) && !hasBuildScript(read);
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
