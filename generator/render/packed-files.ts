import type { GeneratedFile } from "./file.ts";

/**
 * Keeps the texts of some files as bytes in one buffer, which is outside of the heap of V8: a large heap grows to twice of
 * what it contains.
 */
export function packFiles(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  const bytes = Buffer.from(files.map(({ content }) => content).join(""));
  let end = 0;
  return files.map(({ path, shard, executable, content }) => {
    const start = end;
    end += Buffer.byteLength(content);
    return new PackedFile(path, shard, executable, bytes, start, end);
  });
}

class PackedFile implements GeneratedFile {
  constructor(
    readonly path: string,
    readonly shard: string,
    readonly executable: boolean,
    private readonly bytes: Buffer,
    private readonly start: number,
    private readonly end: number,
  ) {}

  get content(): string {
    return this.bytes.toString("utf8", this.start, this.end);
  }
}
