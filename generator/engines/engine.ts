import type { Engine as EngineSettings } from "../model/platform.ts";

/** What a container engine needs of the library. */
export interface Engine {
  readonly name: string;
  /** Scripts below `image/<name>/`, in the order of a build. */
  readonly scripts: readonly string[];
  /** Its settings as environment variables of the scripts. */
  environment(settings: EngineSettings["settings"]): Readonly<Record<string, string>>;
}
