/** Prepares a release of the checkout at `root`. Returns its tag, and the specs that do not accept the new version. */
export function prepareRelease(
  root: string,
  version: string | undefined,
  date: string,
): { tag: string; outdated: string[] };
