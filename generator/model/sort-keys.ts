/** A value with the keys of its mappings sorted, at every depth. Lists keep their order, which has a meaning. */
export function sortKeys<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sortKeys) as T;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  const sorted = Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
  const prototype = Object.getPrototypeOf(value);
  return (prototype === Object.prototype ? sorted : Object.setPrototypeOf(sorted, prototype)) as T;
}
