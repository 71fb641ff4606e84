import { Failure } from "../diagnostics/failure.ts";
import { git, indexOfHook } from "../write/git.ts";

/** Returns the files whose content in the folder differs from the content that git would commit. Throws a Failure outside a work tree. */
export function unstaged(folder: string, paths: Iterable<string>): readonly string[] {
  const wanted = new Set(paths);
  const options = ["ls-files", "-z", "--modified", "--deleted", "--others", "--exclude-standard", "--", "."];
  try {
    const listed = git(folder, options, "", indexOfHook(folder));
    return [...new Set(listed.split("\0"))].filter((path) => wanted.has(path)).sort();
  } catch (error) {
    const reason = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Failure(`git cannot list the staged files: ${reason}`, 1, "run the hook in the work tree of the commit");
  }
}
