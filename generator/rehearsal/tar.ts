/** An entry of an archive: a folder (no content), a file or a symbolic link. */
export interface TarEntry {
  readonly path: string;
  readonly content?: Buffer | null;
  readonly link?: string;
  readonly mode?: number;
}

/** Writes an archive in the format ustar, without times, so that the same entries give the same bytes. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = entry.content ?? Buffer.alloc(0);
    const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
    return [headerOf(entry, content.length), content, padding];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

function headerOf({ path, content, link, mode }: TarEntry, size: number): Buffer {
  const header = Buffer.alloc(512);
  const folder = content === null;
  header.write(path, 0);
  header.write(octal(mode ?? (folder ? 0o755 : 0o644), 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size, 11), 124);
  header.write(octal(0, 11), 136);
  header.write("        ", 148);
  header.write(link !== undefined ? "2" : folder ? "5" : "0", 156);
  header.write(link ?? "", 157);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\u0000 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}
