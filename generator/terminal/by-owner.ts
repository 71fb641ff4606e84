/** The owner of a shard as it is printed: the name of a team, or `(library)` or `(site)` for shared files. */
export function ownerOf(shard: string): string {
  const slash = shard.indexOf("/");
  return slash === -1 ? `(${shard})` : shard.slice(0, slash);
}

/** Groups files by owner: first the teams by name, then shared files. */
export function byOwner<T extends { readonly shard: string }>(files: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const file of files) {
    const owner = ownerOf(file.shard);
    groups.set(owner, [...(groups.get(owner) ?? []), file]);
  }
  return new Map([...groups].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)));
}

function rank(owner: string): number {
  return owner.startsWith("(") ? 1 : 0;
}
