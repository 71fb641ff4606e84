import { sourceTools } from "../generated/source-tools.ts";
import type { SourceTool } from "./source-tool.ts";

export { sourceTools };

/** Returns a source tool by its name in the spec; undefined for an unknown name. */
export function sourceToolNamed(name: string): SourceTool | undefined {
  return sourceTools.find((it) => it.name === name);
}

/** Whether the key `jdk` has an effect on builds with this tool. True for an unknown tool: its name is the error. */
export function usesJdk(tool: string): boolean {
  return sourceToolNamed(tool)?.usesJdk ?? true;
}

/** The tool that runs a stage's `command`. */
export function commandTool(): SourceTool {
  const tool = sourceTools.find(({ runsCommand }) => runsCommand);
  if (tool === undefined) throw new Error("no source tool runs commands");
  return tool;
}
