/** Converts a Kubernetes memory quantity (`1Gi`, `512Mi`, `1G`, `500M`) to MB, rounded; null if it is not a quantity. */
export function megabytes(quantity: unknown): number | null {
  const found = /^(\d+(?:\.\d+)?)(Ki|Mi|Gi|Ti|k|K|M|G|T|m|g)?$/.exec(String(quantity ?? ""));
  if (found === null) return null;
  const unit = UNITS[found[2] ?? ""] ?? 1;
  return Math.round((Number(found[1]) * unit) / 1_000_000);
}

const UNITS: Readonly<Record<string, number>> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  m: 1e6,
  G: 1e9,
  g: 1e9,
  T: 1e12,
};
