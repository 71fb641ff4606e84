/** A place in a text: line and column start at 1, the offset at 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A reader of a text that tracks its line and column. */
export class Source {
  private offset = 0;
  private line = 1;
  private lineStart = 0;

  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.offset >= this.text.length;
  }

  place(): Place {
    return { line: this.line, column: this.offset - this.lineStart + 1, offset: this.offset };
  }

  /** Whether the rest of the text starts with `start`. */
  at(start: string): boolean {
    return this.text.startsWith(start, this.offset);
  }

  /** Consumes and returns the match of a sticky pattern; null without a match. */
  match(pattern: RegExp): string | null {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0];
    return found === undefined || found === "" ? null : this.skip(found.length);
  }

  /** Whether a sticky pattern matches here; consumes nothing. */
  looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    return pattern.test(this.text);
  }

  skip(length: number): string {
    const taken = this.text.slice(this.offset, this.offset + length);
    for (let index = taken.indexOf("\n"); index !== -1; index = taken.indexOf("\n", index + 1)) {
      this.line += 1;
      this.lineStart = this.offset + index + 1;
    }
    this.offset += taken.length;
    return taken;
  }

  /** Skips to the end of the line. */
  skipLine(): void {
    const end = this.text.indexOf("\n", this.offset);
    this.skip((end === -1 ? this.text.length : end) - this.offset);
  }

  /** Skips past the next `end` after `from` characters; to the end of the text if there is none. */
  skipPast(end: string, from: number): void {
    const found = this.text.indexOf(end, this.offset + from);
    this.skip((found === -1 ? this.text.length : found + end.length) - this.offset);
  }

  /** The number of characters since a place, up to the end of its line. */
  lengthSince({ offset }: Place): number {
    const end = this.text.slice(offset, this.offset).indexOf("\n");
    return end === -1 ? this.offset - offset : end;
  }
}
