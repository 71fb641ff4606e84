/** The output folder whose files are all committed. */
export const reference: string;

/** Returns the files of a case that are committed; both trees map paths below the output folder to texts. */
export function committedFiles(
  tree: ReadonlyMap<string, string>,
  referenceTree: ReadonlyMap<string, string>,
): Map<string, string>;
