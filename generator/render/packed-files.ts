import type { GeneratedFile } from "./file.ts";

/** Texts of at least this many characters share a buffer. */
const groupSize = 16_384;

/**
 * Keeps texts as bytes in buffers, which are outside of the heap of V8: a heap grows to more than what it contains. A copy of
 * a packed file with `...` has no content.
 */
export function packFiles(files: Iterable<GeneratedFile>): GeneratedFile[] {
  const packed: GeneratedFile[] = [];
  let group: GeneratedFile[] = [];
  let size = 0;
  for (const file of files) {
    group.push(file);
    size += file.content.length;
    if (size < groupSize) continue;
    packed.push(...packGroup(group));
    [group, size] = [[], 0];
  }
  packed.push(...packGroup(group));
  return packed;
}

function packGroup(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  const texts = files.map(({ content }) => Buffer.from(content));
  const bytes = Buffer.concat(texts);
  let end = 0;
  return files.map(({ path, shard, executable }, index) => {
    const start = end;
    end += texts[index]?.length ?? 0;
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
