import type { Engine as EngineSettings, PodSecurity } from "../model/platform.ts";

type Settings = EngineSettings["settings"];

/** One of the scripts of a build, below `image/<engine>/`. */
export interface EngineScript {
  readonly name: "login" | "platforms" | "build" | "push" | "cleanup";
  /** In which container of the engine's pod it runs. */
  readonly container: string;
  /** That container's shell. */
  readonly shell: string;
}

/** Something that an engine cannot do as it was told. */
export interface Objection {
  /** The setting, as in the spec: `memory`, `image`. */
  readonly key: string;
  readonly message: string;
  readonly hint: string;
}

/** Something that an engine does not do, and what would help. */
export interface Ignorance {
  readonly message: string;
  readonly hint: string;
}

/** What a container engine needs of the library; one file for each engine. */
export interface Engine {
  readonly name: string;
  /** What its builds rest on, after its name: `has no daemon: …`. */
  readonly nature: string;
  /** Whether all builds fall with a daemon. */
  readonly daemon: boolean;
  /** In the order of a build; `platforms` runs where a stage names some. */
  readonly scripts: readonly EngineScript[];
  /** Its settings as environment variables of the scripts. */
  environment(settings: Settings): Readonly<Record<string, string>>;
  /** Why it builds nowhere but in pods; null where agents with a label do as well. */
  readonly onlyPods: string | null;
  /** What its pod asks of the namespace; a test computes it from the emitted pod. */
  readonly podSecurity: PodSecurity;
  /** Settings that its pod cannot do without. */
  readonly podSettings: readonly string[];
  /** Why it does not keep a build within `memory` and `cpu` on agents with a label; null where it does. */
  ignoresBounds(settings: Settings): Ignorance | null;
  /** Whether it can build for several platforms at all. */
  readonly platforms: "one" | "several";
  /** Whether it keeps layers between builds for several platforms. */
  readonly cachesPlatforms: boolean;
  /** What it lacks to build for several platforms, set as it is; null where nothing. */
  onePlatform(settings: Settings): Ignorance | null;
  /** What its users should know of its settings, wherever it builds. */
  warnings(settings: Settings): readonly Objection[];
}

/** The scripts of an engine whose tools are all in one container. */
export function scriptsIn(container: string): readonly EngineScript[] {
  const names = ["login", "platforms", "build", "push", "cleanup"] as const;
  return names.map((name) => ({ name, container, shell: "/bin/sh" }));
}

/** `500m` or `2` as what builders take for a tenth of a second: microseconds; empty for no bound. */
export function cpuQuota(cpu: Settings[string] | undefined): string {
  const text = String(cpu ?? "");
  if (text === "") return "";
  return String(text.endsWith("m") ? Number.parseInt(text, 10) * 100 : Number.parseInt(text, 10) * 100_000);
}
