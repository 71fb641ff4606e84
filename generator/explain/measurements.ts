/** One engine's figures on the same builds. */
export interface EngineMeasurement {
  readonly engine: string;
  /** Peak memory of a build in MB, the lowest and the highest that was seen. */
  readonly peak: { readonly small: readonly [number, number]; readonly large: readonly [number, number] };
  /** Seconds. */
  readonly seconds: { readonly small: readonly [number, number]; readonly large: readonly [number, number] };
  /** MB that its daemon takes while nothing is built; null without a daemon. */
  readonly idle: number | null;
  readonly how: string;
}

/** How the engines were measured, and where that was. */
export const conditions =
  "login, pull, build and push of the same image, small and with 600 MB of layers, as root on Debian 12, one noisy machine, 2026";

/** Measured by the project with `npm run bench:engines`' builds. */
export const measurements: readonly EngineMeasurement[] = [
  {
    engine: "docker",
    peak: { small: [180, 247], large: [180, 180] },
    seconds: { small: [3.5, 6], large: [21, 22] },
    idle: 120,
    how: "docker 20.10.24, storage driver vfs; the daemon included",
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
    how: "kaniko 1.28.3 with --compressed-caching=false; 1963 MB without it on the large build",
  },
];

/** An engine's measurement; undefined for one that was not measured. */
export function measurementOf(engine: string): EngineMeasurement | undefined {
  return measurements.find((it) => it.engine === engine);
}

/** The most memory of a build, in MB. */
export function peakOf({ peak }: EngineMeasurement): number {
  return Math.max(...peak.small, ...peak.large);
}
