import { createHmac, type Hmac, randomBytes, timingSafeEqual } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/**
 * Signs cache files with a key that only the user can read. Without it, anyone who can write a cache file, such as a build
 * that restores a shared cache, decides what `check` reports.
 */
export class CacheKey {
  private constructor(private readonly key: Buffer) {}

  /** Reads the user's key, and creates it the first time; null if the key cannot be read or is not private. */
  static read(folder: string | null): CacheKey | null {
    if (folder === null) return null;
    const path = join(folder, "cache-key");
    try {
      return new CacheKey(readPrivate(path) ?? createPrivate(folder, path));
    } catch {
      // The commands work without a cache.
      return null;
    }
  }

  /** The text with its signature. `name` is the file's name: a signed file counts only under its own name. */
  sign(name: string, text: string): string {
    return `${this.signer(name).update(text).digest("hex")}\n${text}`;
  }

  /** Computes the signature of a text that is added in parts. Its hexadecimal digest and a line break precede the text. */
  signer(name: string): Hmac {
    return createHmac("sha256", this.key).update(`${name}\0`);
  }

  /** The signed text; null if the signature is wrong. */
  verify(name: string, signed: Buffer): Buffer | null {
    const end = signed.indexOf("\n");
    const [found, text] = [signed.toString("latin1", 0, Math.max(end, 0)), signed.subarray(end + 1)];
    const expected = this.signer(name).update(text).digest("hex");
    return found.length === expected.length && timingSafeEqual(Buffer.from(found), Buffer.from(expected)) ? text : null;
  }
}

const length = 32;

/** Reads a key; null if it does not exist. Throws if another user owns it or can access it. */
function readPrivate(path: string): Buffer | null {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const stats = fstatSync(file);
    const shared = process.getuid !== undefined && (stats.uid !== process.getuid() || (stats.mode & 0o077) !== 0);
    const key = readFileSync(file);
    if (!stats.isFile() || shared || key.length !== length) throw new Error(`${path} is not a private key`);
    return key;
  } finally {
    closeSync(file);
  }
}

/** Creates a key. Of several runs at once, one creates it and all read it. */
function createPrivate(folder: string, path: string): Buffer {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, randomBytes(length), { flag: "wx", mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  const key = readPrivate(path);
  if (key === null) throw new Error(`${path} does not exist`);
  return key;
}
