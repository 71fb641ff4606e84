import type { Model } from "../model/model.ts";
import type { Engine as EngineSettings, PodSecurity } from "../model/platform.ts";
import type { Product } from "../model/product.ts";
import type { Site } from "../model/site.ts";

type Settings = EngineSettings["settings"];

/** A script of a build, in `image/<engine>/`. */
export interface EngineScript {
  readonly name: "login" | "platforms" | "build" | "push" | "cleanup";
  /** The container of the engine's pod in which it runs. */
  readonly container: string;
  /** That container's shell. */
  readonly shell: string;
}

/** A setting that an engine does not support. */
export interface Objection {
  /** The setting, as in the spec: `memory`, `image`. */
  readonly key: string;
  readonly message: string;
  readonly hint: string;
}

/** A limitation of an engine, and how to fix it. */
export interface Ignorance {
  readonly message: string;
  readonly hint: string;
}

/** The lowest and the highest measured value. */
export type Range = readonly [number, number];

/** The measured figures of an engine. All engines ran the same builds: `npm run bench:engines`. */
export interface EngineMeasurement {
  /** Peak memory of a build in MB. */
  readonly peak: { readonly small: Range; readonly large: Range };
  readonly seconds: { readonly small: Range; readonly large: Range };
  /** Memory of the idle daemon in MB; null for an engine without a daemon. */
  readonly idle: number | null;
  /** The measured versions and settings. */
  readonly how: string;
}

/** What a build needs beyond the rights of a restricted container. */
export type BuildNeeds = "nothing" | "user namespaces" | "root";

/** A container engine. Each engine is one file. */
export interface Engine {
  readonly name: string;
  /** Its name in a list of all engines, with the tools that belong to it. */
  readonly fullName: string;
  /** How it builds, as the end of a sentence that begins with its name: `has no daemon: …`. */
  readonly nature: string;
  /** Whether all builds fail if its daemon fails. */
  readonly daemon: boolean;
  /** Whether the stage's command builds and pushes the image, instead of a Dockerfile and the engine's own scripts. */
  readonly pushesItself?: boolean;
  /** The scripts in the order of a build; `platforms` only runs if a stage sets platforms. */
  readonly scripts: readonly EngineScript[];
  /** Its settings as environment variables of the scripts. */
  environment(settings: Settings, inPods: boolean, proxy: Site["proxy"]): Readonly<Record<string, string>>;
  /** The secret files that its login script receives: from the variable with the file's path to the setting with the credential. */
  readonly files?: Readonly<Record<string, { readonly setting: string; readonly rights: string }>>;
  /** Why it only builds in pods; null if it also builds on agents with a label. */
  readonly onlyPods: string | null;
  /** The Pod Security level that its pod needs; a test computes it from the generated pod. */
  readonly podSecurity: PodSecurity;
  /** That level if it depends on the settings; `podSecurity` is the level with the defaults. */
  podSecurityWith?(settings: Settings): PodSecurity;
  /** What its build needs in a container that a CI product starts; missing if a restricted container is enough. */
  needs?(settings: Settings): BuildNeeds;
  /** What lowers that level, as an addition to the engine's name; only with `podSecurityWith`. */
  readonly lowerPodSecurity?: { readonly level: PodSecurity; readonly how: string };
  /** Settings that its pod requires. */
  readonly podSettings: readonly string[];
  /** Why it does not limit a build to `memory` and `cpu` on agents with a label; null if it does. */
  ignoresBounds(settings: Settings): Ignorance | null;
  /** What a Dockerfile's instructions reach on agents with a label, beyond their container; null for nothing. */
  givesAway(settings: Settings): Ignorance | null;
  /** Whether it pushes layers to the cache while the Dockerfile runs, so that the login exists during the build. */
  readonly cachesDuringBuild: boolean;
  /** Whether it supports several platforms. */
  readonly platforms: "one" | "several";
  /** Whether it keeps layers between builds for several platforms. */
  readonly cachesPlatforms: boolean;
  /** What it needs for several platforms with these settings; null if nothing. */
  onePlatform(settings: Settings): Ignorance | null;
  /** Notes for users on its settings. */
  warnings(settings: Settings): readonly Objection[];
  /** The address of a remote daemon that builds use without certificates; null if there is none. */
  openDaemon?(settings: Settings): Objection | null;
  /** Settings without an effect, because another setting is missing. */
  unused?(settings: Settings): readonly Objection[];
  /** The product whose socket on agents with a label grants root access to the host; null if there is none. */
  readonly socket: string | null;
  /** Folders of certificate authorities in its own images. */
  readonly authorities: readonly string[];
  /** Settings with which its builds reach a registry on the loopback address of their machine; missing if they do anyway. */
  readonly loopback?: Settings;
  /** The values that only its `pod.yaml.hbs` reads. */
  podValues(model: Model): Readonly<Record<string, unknown>>;
  /** What it needs, as the hint of a choice in `stagewright init`; null if `init` does not propose it. */
  readonly proposal: string | null;
  /** Null before its first measurement. */
  readonly measurement: EngineMeasurement | null;
  /** Its product in `stagewright explain`, with the engine's name as id; null if there are no facts about it yet. */
  readonly product: Product | null;
  /** An earlier, archived product that some settings still select; null if there is none. */
  readonly formerProduct: { readonly product: Product; isUsed(settings: Settings): boolean } | null;
}

/** The scripts of an engine with all tools in one container. */
export function scriptsIn(container: string): readonly EngineScript[] {
  const names = ["login", "platforms", "build", "push", "cleanup"] as const;
  return names.map((name) => ({ name, container, shell: "/bin/sh" }));
}

/** Converts `500m` or `2` to a CPU quota in microseconds per 0.1 seconds; empty for no limit. */
export function cpuQuota(cpu: Settings[string] | undefined): string {
  const text = String(cpu ?? "");
  if (text === "") return "";
  return String(text.endsWith("m") ? Number.parseInt(text, 10) * 100 : Number.parseInt(text, 10) * 100_000);
}

/** The site's proxies for RUN instructions. Empty ones are set, too: a parameter of the job cannot take their place. */
export function proxySettings(proxy: Site["proxy"]): Record<string, string> {
  return {
    PROXY_HTTP: proxy?.http ?? "",
    PROXY_HTTPS: proxy?.https ?? "",
    PROXY_EXCEPT: proxy?.except.join(",") ?? "",
  };
}
