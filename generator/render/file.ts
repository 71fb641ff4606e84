/** A file of the output folder. */
export interface EmittedFile {
  readonly path: string;
  readonly content: string;
  readonly executable: boolean;
  readonly shard: string;
}
