import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onTestFinished } from "vitest";
import type { GeneratedFile } from "../../../generator/render/file.ts";
import {
  type Comparison,
  Containment,
  compare,
  type Expected,
  type FileSystem,
  hasLeftovers,
  nodeFileSystem,
  planWrites,
  type Wait,
  Writer,
} from "../../../generator/write/index.ts";

/** A new folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-write-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function file(path: string, content: string, shard = "shop/shop", executable = false): GeneratedFile {
  return { path, content, executable, shard };
}

export function expected(files: readonly GeneratedFile[], tool = "1.0.0"): Expected {
  return { files, tool, inputs: () => new Map(), jobs: () => new Map() };
}

/** Writes files to a folder like `generate`. */
export function generate(
  out: string,
  files: readonly GeneratedFile[],
  force = false,
  fs: FileSystem = nodeFileSystem,
  wait: Wait = { limit: 100, notify: () => {} },
): Comparison {
  const first = compare(out, expected(files), fs);
  if (planWrites(first, force).changes.length === 0 && !hasLeftovers(first.containment, fs)) return first;
  const writer = Writer.open(new Containment(out, fs), fs, wait);
  try {
    writer.recover(
      files.map(({ path }) => path),
      force,
    );
    const comparison = compare(out, expected(files), fs);
    const plan = planWrites(comparison, force);
    if (plan.refused.length > 0) throw new Error(`refused: ${plan.refused.map((it) => it.path).join()}`);
    writer.commit(plan.changes);
    return comparison;
  } finally {
    writer.close();
  }
}

export function states(out: string, files: readonly GeneratedFile[]): Record<string, string> {
  return Object.fromEntries(compare(out, expected(files)).files.map((it) => [it.path, it.state]));
}

/** Every file below a folder, with its content and whether it is executable. */
export function snapshot(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) continue;
    const mode = (lstatSync(path).mode & 0o100) !== 0 ? " x" : "";
    found[relative(folder, path) + mode] = readFileSync(path, "utf8");
  }
  return found;
}

export function put(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** A file system whose call number `at` fails; later calls succeed (`once`) or all fail like after a kill (`dead`). */
export function failing(at: number, how: "once" | "dead"): { fs: FileSystem; calls: () => number } {
  let calls = 0;
  const fs = new Proxy(nodeFileSystem, {
    get(target, name: keyof FileSystem) {
      const real = target[name] as (...given: unknown[]) => unknown;
      return (...given: unknown[]) => {
        calls += 1;
        if (calls === at || (how === "dead" && calls > at))
          throw Object.assign(new Error(`EIO: ${name}`), { code: "EIO" });
        return real(...given);
      };
    },
  });
  return { fs, calls: () => calls };
}
