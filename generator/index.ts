/** Stagewright as a library: compiles specs, and compares and writes the generated files. */
export { type CompileInput, type CompileResult, compile, type SourceText } from "./compile.ts";
export type { Diagnostic, Severity } from "./diagnostics/diagnostic.ts";
export { Failure } from "./diagnostics/failure.ts";
export type { Model } from "./model/model.ts";
export type { GeneratedFile } from "./render/file.ts";
export {
  type Comparison,
  Containment,
  compare,
  compareWhenIdle,
  type Expected,
  type FileState,
  type FileStatus,
  planWrites,
  type WritePlan,
  Writer,
} from "./write/index.ts";
