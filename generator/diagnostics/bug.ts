/** A fault of stagewright itself, never of a spec: whoever catches it says how to report it. */
export class Bug extends Error {
  override readonly name = "Bug";
}
