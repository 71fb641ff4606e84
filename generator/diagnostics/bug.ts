/** A bug in stagewright itself, never an error in a spec. The command that catches it explains how to report it. */
export class Bug extends Error {
  override readonly name = "Bug";
}
