import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** The file with the checksums, next to the jars of a published package. */
const LIST = "checksums.json";

interface Checksums {
  /** The hash of the sources that the jars were built from. */
  readonly sources: string;
  /** SHA-256 of each jar. */
  readonly jars: Readonly<Record<string, string>>;
}

/** Whether a folder contains jars that were built from these sources; null stands for a package without sources. */
export async function isShipped(folder: string, sources: string | null): Promise<boolean> {
  if (!existsSync(join(folder, LIST))) return false;
  return sources === null || (await readList(folder)).sources === sources;
}

/** Compares the SHA-256 of each jar with the list. Throws if a jar is missing or differs. */
export async function verifyShipped(folder: string): Promise<void> {
  const { jars } = await readList(folder);
  for (const [name, expected] of Object.entries(jars)) {
    const content = await readFile(join(folder, name)).catch(() => null);
    if (content === null || sha256(content) !== expected)
      throw new Error(
        `The file ${join(folder, name)} is ${content === null ? "missing" : "damaged: its SHA-256 differs from the list of the package"}. Install stagewright again.`,
      );
  }
}

/** Copies built jars to a folder of the package, with their checksums. */
export async function shipJars(built: string, folder: string, sources: string): Promise<readonly string[]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(built, folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith(".jar")).sort();
  const jars: Record<string, string> = {};
  for (const name of names) jars[name] = sha256(await readFile(join(folder, name)));
  await writeFile(join(folder, LIST), `${JSON.stringify({ sources, jars } satisfies Checksums, null, 2)}\n`);
  return names;
}

/** A hash of all files below a folder, without the output of Maven. */
export function hashTree(root: string): string {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !path.split(sep).includes("target"))
    .sort();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}

async function readList(folder: string): Promise<Checksums> {
  return JSON.parse(await readFile(join(folder, LIST), "utf8")) as Checksums;
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
