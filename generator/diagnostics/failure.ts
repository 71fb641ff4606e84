/** An expected failure: the run ends with this sentence and no stack. Anything else that is thrown is a bug of ours. */
export class Failure extends Error {
  override readonly name = "Failure";

  /** `exitCode` is 1 for what the user mends in the tree or the specs, 2 for what the machine refused (disk, rights). */
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
    readonly hint: string | null = null,
  ) {
    super(message);
  }
}
