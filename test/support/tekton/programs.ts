import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What a program of the generated files did. */
export interface ProgramResult {
  readonly code: number;
  readonly log: string;
  /** Its results, by the name in its variables. */
  readonly results: Readonly<Record<string, string>>;
}

/** Writes a file below a folder. */
export async function put(folder: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

/**
 * Runs a program of Tekton's library on this machine. `folder` stands for `/stagewright` of a container, and `results` are the
 * variables with the paths of results.
 */
export async function runProgram(
  files: ReadonlyMap<string, string>,
  folder: string,
  program: string,
  env: Readonly<Record<string, string>>,
  results: readonly string[] = [],
): Promise<ProgramResult> {
  const library = "tekton/library/lib/";
  for (const [path, text] of files)
    if (path.startsWith(library))
      await put(folder, `lib/${path.slice(library.length)}`, text.replaceAll('"/stagewright"', JSON.stringify(folder)));
  await mkdir(join(folder, "results"), { recursive: true });
  const paths = Object.fromEntries(results.map((name) => [`RESULT_${name}`, join(folder, "results", name)]));
  const { code, log } = await execute(join(folder, "lib", `${program}.mjs`), { ...env, ...paths });
  const written = await readdir(join(folder, "results"));
  const found = await Promise.all(
    written.map(async (name) => [name, await readFile(join(folder, "results", name), "utf8")] as const),
  );
  return { code, log, results: Object.fromEntries(found) };
}

function execute(path: string, env: Readonly<Record<string, string>>): Promise<{ code: number; log: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [path], { env: { PATH: process.env.PATH, ...env } }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 1, log: stdout + stderr }),
    );
  });
}
