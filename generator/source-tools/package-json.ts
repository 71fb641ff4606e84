import type { ReadFile } from "./source-tool.ts";

/** Whether package.json has a script `build`, so that the build makes files. */
export function hasBuildScript(read: ReadFile): boolean {
  return field(read, "scripts", "build") !== undefined;
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
