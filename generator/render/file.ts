/** A file of the output folder. */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
  readonly shard: string;
}
