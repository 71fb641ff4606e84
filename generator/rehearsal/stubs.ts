import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../diagnostics/failure.ts";

/** Copies the Groovy files of a folder, one for each step, and its classes in `src` to a library. Throws a Failure if there are none. */
export async function stubLibrary(folder: string, target?: string): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".groovy"));
  const classes = join(folder, "src");
  if (names.length === 0 && !existsSync(classes))
    throw new Failure(
      `the folder of stubs ${folder} has no Groovy files`,
      1,
      "write one file for each step: NAME.groovy",
    );
  const root = target ?? (await mkdtemp(join(tmpdir(), "stagewright-stubs-")));
  await mkdir(join(root, "vars"), { recursive: true });
  for (const name of names) await cp(join(folder, name), join(root, "vars", name));
  if (existsSync(classes)) await cp(classes, join(root, "src"), { recursive: true });
  return root;
}
