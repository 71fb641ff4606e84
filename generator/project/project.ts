import { type CompileInput, readValue } from "../compile.ts";
import type { Console, Options } from "../terminal/console.ts";
import { prefixOf, readInput, readPlatform } from "./inputs.ts";
import { type Beside, besideOf } from "./referenced-paths.ts";

/** The specs as they lie on the disk. Their paths are relative to the platform spec, so that every clone emits the same. */
export interface Project {
  /** The platform spec's folder, absolute. */
  readonly folder: string;
  /** What to put before a spec's path to name it from where the command runs. */
  readonly prefix: string;
  readonly beside: Beside;
  readonly input: CompileInput;
}

/** Reads the platform spec and what it names. Throws a Failure where a spec cannot be read. */
export async function loadProject(options: Pick<Options, "spec" | "today">, console: Console): Promise<Project> {
  const { folder, platform } = readPlatform(options, console);
  const beside = besideOf(readValue(platform));
  const input = await readInput(folder, platform, beside, options.today ?? console.today);
  return { folder, prefix: prefixOf(folder, console), beside, input };
}
