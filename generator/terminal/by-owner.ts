/** Whose shard it is, as it is printed: a team's name, or `(library)` and `(site)` for what is every team's. */
export function ownerOf(shard: string): string {
  const slash = shard.indexOf("/");
  return slash === -1 ? `(${shard})` : shard.slice(0, slash);
}

/** Groups by owner: teams by name, then what is every team's. */
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
