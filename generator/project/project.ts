import { type CompileInput, readValue } from "../compile.ts";
import type { Console, Options } from "../terminal/console.ts";
import { type Chosen, chosen, prefixOf, readInput, readPlatform } from "./inputs.ts";
import { type ReferencedPaths, referencedPaths } from "./referenced-paths.ts";

/** The specs read from disk. Their paths are relative to the platform spec, so that every clone generates the same files. */
export interface Project {
  /** The platform spec's folder, absolute. */
  readonly folder: string;
  /** The prefix that makes a path of a spec relative to the current folder. */
  readonly prefix: string;
  readonly referenced: ReferencedPaths;
  readonly input: CompileInput;
}

/** Reads the platform spec and the files that it refers to. Throws a Failure if a spec cannot be read. */
export async function loadProject(options: Pick<Options, "spec"> & Chosen, console: Console): Promise<Project> {
  const platform = readPlatform(options, console);
  const { folder } = platform;
  const referenced = referencedPaths(readValue(platform.platform));
  const input = await readInput(platform, referenced, chosen(options, console));
  return { folder, prefix: prefixOf(folder, console), referenced, input };
}

/** Whether the files of a project are as they were when it was loaded. */
export async function isCurrent(
  { referenced, input }: Project,
  options: Pick<Options, "spec"> & Chosen,
  console: Console,
): Promise<boolean> {
  const platform = readPlatform(options, console);
  if (platform.platform.text !== input.platform.text) return false;
  const now = await readInput(platform, referenced, chosen(options, console));
  return JSON.stringify(now) === JSON.stringify(input);
}
