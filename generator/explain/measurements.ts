/** The measured figures of one engine. All engines ran the same builds. */
export interface EngineMeasurement {
  readonly engine: string;
  /** Peak memory of a build in MB: the lowest and the highest measured value. */
  readonly peak: { readonly small: readonly [number, number]; readonly large: readonly [number, number] };
  /** Seconds. */
  readonly seconds: { readonly small: readonly [number, number]; readonly large: readonly [number, number] };
  /** Memory of the idle daemon in MB; null for an engine without a daemon. */
  readonly idle: number | null;
  readonly how: string;
}

/** How and where the engines were measured. */
export const conditions =
  "login, pull, build and push of the same image, small and with 600 MB of layers, as root on Debian 12, on one shared machine, 2026";

/** Measured by the project with the builds of `npm run bench:engines`. */
export const measurements: readonly EngineMeasurement[] = [
  {
    engine: "docker",
    peak: { small: [180, 247], large: [180, 180] },
    seconds: { small: [3.5, 6], large: [21, 22] },
    idle: 120,
    how: "docker 20.10.24, storage driver vfs; including the daemon",
  },
  {
    engine: "buildah",
    peak: { small: [74, 91], large: [73, 73] },
    seconds: { small: [8.5, 9.4], large: [28, 34] },
    idle: null,
    how: "podman 4.3.1, buildah 1.28.2, skopeo 1.9.3, storage driver vfs",
  },
  {
    engine: "kaniko",
    peak: { small: [44, 44], large: [42, 42] },
    seconds: { small: [2.1, 2.4], large: [13.8, 13.8] },
    idle: null,
    how: "kaniko 1.28.3 with --compressed-caching=false; without it, the large build needs 1963 MB",
  },
];

/** Returns the measurement of an engine; undefined if the engine was not measured. */
export function measurementOf(engine: string): EngineMeasurement | undefined {
  return measurements.find((it) => it.engine === engine);
}

/** Returns the highest peak memory of a build, in MB. */
export function peakOf({ peak }: EngineMeasurement): number {
  return Math.max(...peak.small, ...peak.large);
}
