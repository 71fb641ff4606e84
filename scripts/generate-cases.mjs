import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { cases } from "./cases.mjs";
import { committedFiles, reference } from "./golden-tree.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Generates every example and golden case in a temporary folder.
 * Returns `{ out, files }` for each: `files` maps the paths that are committed below `out` to `{ text, executable }`.
 * Throws an error if a case does not compile.
 */
export function generateCases() {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-golden-"));
  try {
    const trees = cases().map(([spec, out], index) => ({ out, files: generate(spec, join(folder, String(index))) }));
    const whole = trees.find(({ out }) => out === reference)?.files;
    if (whole === undefined) throw new Error(`${reference} is not a case`);
    return trees.map(({ out, files }) => ({ out, files: out === reference ? files : selectCommitted(files, whole) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files below a folder, as generateCases returns them; empty for a missing folder. */
export function readTree(folder) {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  return new Map(
    paths.map((path) => [
      relative(folder, path),
      { text: readFileSync(path, "utf8"), executable: (statSync(path).mode & 0o100) !== 0 },
    ]),
  );
}

function selectCommitted(files, whole) {
  const paths = committedFiles(texts(files), texts(whole));
  return new Map([...files].filter(([path]) => paths.has(path)));
}

function texts(files) {
  return new Map([...files].map(([path, { text }]) => [path, text]));
}

function generate(spec, out) {
  const command = ["dist/cli.js", "generate", "--quiet", "--today", "2026-11-25", "--spec", spec, "--out", out];
  const run = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${spec} cannot be generated: ${run.stdout}${run.stderr}`);
  return readTree(out);
}
