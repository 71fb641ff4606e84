import type { SourceToolSettings } from "../model/site.ts";

/** Reads a file of the application's folder; null where it does not exist. */
export type ReadFile = (path: string) => string | null;

/** A file by which `init` recognizes the tool. `above` also reads the folders above, up to the root of the repository. */
export interface Detection {
  /** The file in the application's folder, such as `pom.xml`; `*.sln` for any file with this ending. */
  readonly file: string;
  /** Ant patterns of the files that the build makes; empty if it makes none. */
  artifacts(read: ReadFile): readonly string[];
  /** Whether the tool can build an application with this file; without it, always. */
  readonly applies?: (read: ReadFile, above: ReadFile) => boolean;
  /** Whether the folder only lists applications that are in folders below it; without it, never. */
  readonly collects?: (read: ReadFile) => boolean;
  /** The `command` of a tool that runs one. */
  readonly command?: string;
  /** The `arguments` of an application that the tool does not test and build without them. */
  readonly arguments?: (read: ReadFile) => readonly string[];
  /** What the build requires and the repository lacks, with the fix; null if nothing is missing. */
  readonly lacks?: (read: ReadFile, above: ReadFile) => string | null;
}

/** A tool that builds the application's source. Its build script is `vars-templates/jenkins/library/resources/source/NAME.sh.hbs`. */
export interface SourceTool {
  /** Name in the spec. */
  readonly name: string;
  /** Whether the key `jdk` has an effect. */
  readonly usesJdk: boolean;
  /** The tool's configuration, a secret file of Jenkins; null for a tool without one. */
  readonly configuration: {
    /** The variable that the build script reads the file's path from. */
    readonly variable: string;
    /** What the file is called in credentials.md. */
    readonly title: string;
    /** The setting with the credential's id. */
    readonly setting: string;
    /** A valid file that contains only this comment, for a rehearsal; without it, a line that begins with `#`. */
    sample?(comment: string): string;
  } | null;
  /** Environment variables of every source build, each with the setting that it contains. */
  readonly environment: Readonly<Record<string, string>>;
  /** The addresses in each setting: builds of an offline site may only use hosts of the site. */
  addresses(settings: SourceToolSettings): Readonly<Record<string, readonly string[]>>;
  /** Whether it runs the stage's `command`; other tools take `arguments`. `init` proposes it if it detects no other tool. */
  readonly runsCommand: boolean;
  readonly detections: readonly Detection[];
  /**
   * Names of the files that list the dependencies, with `*` for any characters. A product whose agents are new for each build keeps
   * the tool's cache until one of these files changes. Without it, it keeps none.
   */
  readonly locks?: readonly string[];
  /**
   * Folders that it reads by itself, next to its files in the directory of the build or above it, such as those of its wrapper. A sparse
   * checkout always has them.
   */
  readonly folders?: readonly string[];
  /** The JUnit reports of its script, for `init`: a stage whose `tests` match no file fails. */
  readonly reports: {
    /** The paths of the reports, from the folder of the application, with `*` for any characters; empty if it writes none. */
    readonly files: readonly string[];
    /** What can write reports of tests with this tool; missing if the script writes some. */
    readonly writer?: string;
    /** Commands that the script also runs, so it writes what they write. */
    readonly sameCommands?: readonly string[];
  };
  /** Why its script cannot run an analysis with SonarQube; missing if it can. */
  readonly noAnalysis?: string;
  /** How a Jenkinsfile or another configuration names the tool, for `init`; without it, `init` finds no command of the tool. */
  readonly commandLine?: {
    /** The names of its programs, without folders. */
    readonly programs: readonly string[];
    /** Whether the goals of such a command can be the stage's `arguments`. */
    readonly argumentsReplaceGoals: boolean;
    /** Other names of the tool in `buildTool` of Piper. */
    readonly otherNames?: readonly string[];
  };
}
