/** Creates a part in the checkout at `root`. Throws an error for the user if the part cannot be created. */
export function createPart(
  root: string,
  kind: string | undefined,
  name: string | undefined,
): {
  created: string[];
  changed: string[];
};
