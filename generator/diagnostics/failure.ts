/** An expected failure: the command prints the message without a stack trace. Any other exception is a bug in stagewright. */
export class Failure extends Error {
  override readonly name = "Failure";

  /** `exitCode` is 1 for problems in the repository or the specs, 2 for problems of the machine (disk, permissions). */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}
