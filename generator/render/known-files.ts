import type { GeneratedFile } from "./file.ts";

/** The files of services that an earlier compile rendered from the same texts. */
export interface KnownFiles {
  /**
   * The files of the service with this spec file. `render` creates them if they are not known, or when their content is
   * needed. `others` is what they contain of the other services.
   */
  filesOf(specFile: string, others: string, render: () => readonly GeneratedFile[]): readonly GeneratedFile[];
}
