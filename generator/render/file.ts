/** A file of the output folder. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
  /** SHA-256 of the content, if it is known without rendering the file. */
  readonly sha256?: string;
  readonly executable: boolean;
  readonly shard: string;
}
