import { Failure } from "../diagnostics/failure.ts";

/** The current folder. Throws a Failure if it was removed. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new Failure("the current folder no longer exists", 1, "change to another folder");
  }
}
