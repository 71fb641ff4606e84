import { createReadStream } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";

/** Where a secret was found, and in which of its forms. */
export interface Leak {
  readonly file: string;
  readonly form: string;
}

/** A search text: the name of the secret's form, and the text. */
export type Needles = Readonly<Record<string, string>>;

/** A user's password, unchanged and in the forms that tools write: `auth` of docker, JSON, URLs, a shell's quotes, XML. */
export function secretForms(user: string, password: string): Needles {
  return {
    [`password of ${user}`]: password,
    [`base64 password of ${user}`]: Buffer.from(password).toString("base64"),
    [`base64 login of ${user}`]: Buffer.from(`${user}:${password}`).toString("base64"),
    [`JSON password of ${user}`]: JSON.stringify(password).slice(1, -1),
    [`URL password of ${user}`]: encodeURIComponent(password),
    [`quoted password of ${user}`]: password.replaceAll("'", "'\\''"),
    [`XML password of ${user}`]: password.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("'", "&apos;"),
  };
}

/** The search texts that a text contains. */
export function leaksOf(text: string, needles: Needles): string[] {
  return Object.entries(needles).flatMap(([form, needle]) => (text.includes(needle) ? [form] : []));
}

/** Searches all files in the folders, including gzip content and file names; not again those that `clean` has, unchanged. */
export async function findLeaks(
  folders: readonly string[],
  needles: Needles,
  clean = new Set<string>(),
): Promise<{ files: number; leaks: Leak[] }> {
  const leaks: Leak[] = [];
  let files = 0;
  for (const folder of folders) {
    for await (const file of walk(folder)) {
      files += 1;
      const found = leaksOf(file, needles);
      const version = await versionOf(file);
      if (version === null || !clean.has(version)) {
        const inside = await searchFile(file, needles);
        found.push(...inside);
        if (version !== null && inside.length === 0) clean.add(version);
      }
      for (const form of found) leaks.push({ file, form });
    }
  }
  return { files, leaks };
}

/** The file and its state; null for a file that may still change without a new time of change. */
async function versionOf(file: string): Promise<string | null> {
  const stats = await lstat(file).catch(gone(null));
  if (stats === null || Date.now() - stats.ctimeMs < 2000) return null;
  return [stats.dev, stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(":");
}

async function* walk(folder: string): AsyncGenerator<string> {
  // A shared daemon's store changes while it is read.
  const entries = await readdir(folder, { withFileTypes: true }).catch(gone<[]>([]));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (entry.isFile()) yield path;
  }
}

async function searchFile(file: string, needles: Needles): Promise<string[]> {
  const handle = await open(file, "r").catch(gone(null));
  if (handle === null) return [];
  const packed = await isGzip(handle);
  await handle.close();
  const plain = await searchStream(createReadStream(file), needles);
  if (!packed) return plain;
  const source = createReadStream(file);
  const unpacked = await searchStream(source.pipe(createGunzip()), needles).catch(gone([]));
  return [...plain, ...unpacked.map((form) => `${form} (gzip)`)];
}

async function isGzip(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
}

/** Keeps the end of each piece, because a match may span two pieces. */
async function searchStream(stream: AsyncIterable<Buffer>, needles: Needles): Promise<string[]> {
  const longest = Math.max(...Object.values(needles).map((needle) => Buffer.byteLength(needle)));
  const found = new Set<string>();
  let rest = Buffer.alloc(0);
  for await (const piece of stream) {
    const bytes = Buffer.concat([rest, piece]);
    for (const [form, needle] of Object.entries(needles)) if (bytes.includes(needle)) found.add(form);
    rest = bytes.subarray(Math.max(0, bytes.length - longest + 1));
  }
  return [...found];
}

/** Ignores files that were removed or are not gzip. */
function gone<T>(nothing: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === "ENOENT" || error.code?.startsWith("Z_")) return nothing;
    throw error;
  };
}
