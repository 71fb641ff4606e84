/** About the bytes of a part. */
const size = 1_000_000;

/** Joins small parts of a file to large ones, so that few calls write it. */
export function* largeParts(parts: Iterable<string | Buffer>): Generator<Buffer> {
  let joined: Buffer[] = [];
  let length = 0;
  for (const part of parts) {
    const bytes = typeof part === "string" ? Buffer.from(part) : part;
    joined.push(bytes);
    length += bytes.length;
    if (length < size) continue;
    yield Buffer.concat(joined);
    [joined, length] = [[], 0];
  }
  yield Buffer.concat(joined);
}
