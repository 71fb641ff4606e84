import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { baseOf } from "../dockerfile/index.ts";
import { commandTool } from "../source-tools/index.ts";
import { contextOf, moduleOf, withCopied } from "./copied-files.ts";
import { readerAbove, readerOf, toolIn } from "./detect-tool.ts";
import { findJenkinsfiles } from "./existing/find-jenkinsfiles.ts";
import { libraryName, specsFolder } from "./free-names.ts";
import { gitFacts, nameOf } from "./git-facts.ts";

/** A Dockerfile of the repository. */
export interface Dockerfile {
  /** Path in the repository: `backend/Dockerfile`. */
  readonly path: string;
  /** Its folder; `.` for the root of the repository. */
  readonly context: string;
  /** The image that its last stage starts from; null for none, or a build argument. */
  readonly base: string | null;
  /** The build argument that contains the base; null for none. */
  readonly argument: string | null;
}

/** A build with another tool than that of the application, in a folder of it. */
export interface FurtherBuild {
  readonly tool: string;
  /** From the folder of the application. */
  readonly directory: string;
  /** From its own folder. */
  readonly artifacts: readonly string[];
}

/** An application. A repository has one application, or several in separate folders. */
export interface Application {
  /** Name of its service, valid in a spec. */
  readonly service: string;
  /** Its folder in the repository; `.` for the root. */
  readonly directory: string;
  /** Name of the source tool. */
  readonly tool: string;
  /** The file that identifies the tool; null if there is none. */
  readonly because: string | null;
  /** The command that builds the application with `tool: command`; null if init cannot know it. */
  readonly command: string | null;
  /** The `arguments` of the tool; empty for its defaults. */
  readonly arguments: readonly string[];
  readonly artifacts: readonly string[];
  /** The builds of folders with another tool, such as a frontend, whose files a Dockerfile copies. */
  readonly also: readonly FurtherBuild[];
  /** What the build requires and the repository lacks, with the fix; null if nothing is missing. */
  readonly lacks: string | null;
  /** Whether it has the settings of an analysis with SonarQube. */
  readonly sonar: boolean;
  readonly dockerfiles: readonly Dockerfile[];
}

/** What `init` detected in a repository. */
export interface Findings {
  /** The name of the repository, valid as the name of a team. */
  readonly name: string;
  readonly git: string;
  /** Whether `git` is the address of the remote. If not, it is a placeholder. */
  readonly remote: boolean;
  readonly branch: string;
  readonly applications: readonly Application[];
  /** The paths of Dockerfiles that belong to no application. */
  readonly otherDockerfiles: readonly string[];
  readonly jenkinsfile: boolean;
  /** Whether the repository has submodules. */
  readonly submodules: boolean;
  /** Whether the repository keeps files in Git LFS. */
  readonly lfs: boolean;
  /** The first owner in CODEOWNERS of all files: `@acme/shop`. */
  readonly reviewer: string | null;
  /** The name of the generated library, which no Jenkinsfile of the repository loads. */
  readonly library: string;
  /** The folder for the specs of services. */
  readonly specs: string;
  /** The folder for the generated files; null for the default. */
  readonly output: string | null;
}

const BUILD_FILES_OF_MAKE = ["Makefile", "makefile", "GNUmakefile"];

/** Folders with downloaded or built files, tests, docs, examples, templates or lists of packages. */
const IGNORED_FOLDERS = [
  "node_modules",
  "vendor",
  "target",
  "build",
  "dist",
  "out",
  "test",
  "tests",
  "docs",
  "examples",
  "samples",
  "template",
  "templates",
  "fixtures",
  "requirements",
];

/** The Dockerfile that projects of Quarkus begin with; its paths begin in the folder of the application. */
const QUARKUS = "src/main/docker/Dockerfile.jvm";

/** Detects the applications of a repository; only reads files. */
export function lookAt(folder: string): Findings {
  const { name, address, branch } = gitFacts(folder);
  const applications = applicationsIn(folder, name);
  return {
    name,
    git: address ?? `https://git.example.org/${name}/${name}.git`,
    remote: address !== null,
    branch,
    applications,
    otherDockerfiles: otherDockerfiles(folder, applications),
    jenkinsfile: findJenkinsfiles(folder).main !== null,
    submodules: existsSync(join(folder, ".gitmodules")),
    lfs: usesLfs(folder),
    reviewer: reviewerOf(folder),
    library: libraryName(folder, foldersBelow(folder), name),
    specs: specsFolder(folder),
    output: null,
  };
}

/**
 * The application in the root folder. If there is none, or the root only lists the packages of a workspace: the applications
 * up to three folders below.
 */
function applicationsIn(folder: string, name: string): Application[] {
  const below = foldersBelow(folder);
  const top = toolIn(folder, ".");
  const members = top?.collects?.(readerOf(folder)) === true ? below.filter((it) => isApplication(folder, it)) : [];
  const built = top === undefined ? below.filter((it) => toolIn(folder, it) !== undefined) : members;
  if (built.length === 0) {
    return [applicationIn(folder, name, ".")];
  }
  // A folder inside another application's folder is part of that application.
  const applications = built.filter((it) => !built.some((other) => it.startsWith(`${other}/`)));
  const names = applications.map((it) => nameOf(it));
  return applications.map((it, index) => {
    const own = names[index] ?? "";
    const service = names.filter((other) => other === own).length > 1 ? nameOf(it.replaceAll("/", "-")) : own;
    return applicationIn(folder, service, it);
  });
}

/** Whether a package of a workspace is an application: it makes files or an image, and is not only for the other packages. */
function isApplication(folder: string, directory: string): boolean {
  const found = toolIn(folder, directory);
  if (found === undefined) return false;
  return dockerfilesOf(folder, directory).length > 0 || found.artifacts(readerOf(join(folder, directory))).length > 0;
}

function applicationIn(folder: string, service: string, directory: string): Application {
  const found = toolIn(folder, directory);
  const dockerfiles = dockerfilesOf(folder, directory);
  const makefile = BUILD_FILES_OF_MAKE.find((name) => existsSync(join(folder, directory, name))) ?? null;
  const read = readerOf(join(folder, directory));
  // If the Dockerfiles are in other folders, so are the artifacts that they copy.
  const elsewhere = dockerfiles.some(({ context }) => context !== directory);
  const usual = found?.artifacts(read) ?? [];
  const own = elsewhere ? usual.map((it) => (it.startsWith("**/") ? it : `**/${it}`)) : usual;
  const also = furtherBuilds(folder, directory, withCopied(own, dockerfiles, directory, readerOf(folder)), found?.tool);
  return {
    ...{ service, directory, tool: found?.tool ?? commandTool().name, because: found?.file ?? makefile, dockerfiles },
    command: found?.command ?? (makefile === null ? null : "make"),
    arguments: found?.arguments?.(read) ?? [],
    ...also,
    lacks: found?.lacks?.(read, readerAbove(folder, directory)) ?? null,
    sonar: read("sonar-project.properties") !== null,
  };
}

/** The artifacts of the application's own build, and those of the builds of its folders that have another tool. */
function furtherBuilds(folder: string, directory: string, all: readonly string[], own: string | undefined) {
  const further = new Map<string, FurtherBuild>();
  const artifacts = all.filter((artifact) => {
    const module = artifact.includes("**/") ? "" : moduleOf(artifact);
    const tool = module === "" ? undefined : toolIn(folder, posix.join(directory, module))?.tool;
    if (own === undefined || tool === undefined || tool === own) return true;
    const known = further.get(module)?.artifacts ?? [];
    further.set(module, { tool, directory: module, artifacts: [...known, posix.relative(module, artifact)] });
    return false;
  });
  return { artifacts, also: [...further.values()] };
}

/** The Dockerfile of an application; if it has none, those up to three folders below it. */
function dockerfilesOf(folder: string, directory: string): Dockerfile[] {
  const own = dockerfilesIn(folder, directory);
  return own.length > 0 ? own : foldersBelow(folder, directory).flatMap((it) => dockerfilesIn(folder, it));
}

function otherDockerfiles(folder: string, applications: readonly Application[]): string[] {
  const used = new Set(applications.flatMap(({ dockerfiles }) => dockerfiles.map(({ path }) => path)));
  const all = [".", ...foldersBelow(folder)].flatMap((it) => dockerfilesIn(folder, it));
  return all.map(({ path }) => path).filter((path) => !used.has(path));
}

function dockerfilesIn(folder: string, directory: string): Dockerfile[] {
  const entries = readdirSync(join(folder, directory)).filter((name) => /^(Dockerfile|Containerfile)$/.test(name));
  const names = entries.length === 0 && existsSync(join(folder, directory, QUARKUS)) ? [QUARKUS] : entries;
  return names.slice(0, 1).map((name) => {
    const path = posix.join(directory, name);
    const text = readerOf(folder)(path) ?? "";
    const { image, argument } = baseOf(text);
    return { path, context: contextOf(text, directory, readerOf(folder)), base: image, argument };
  });
}

/** The names of folders that people write. A spec may contain no other path. */
const NAME = /^[\p{L}\p{N}_@+~][\p{L}\p{N}._@+~ -]*$/u;

/** Returns the folders up to three levels below, such as `src/apps/api`, sorted by name. */
function foldersBelow(folder: string, at = ".", depth = 3): string[] {
  if (depth === 0) return [];
  const entries = readdirSync(join(folder, at), { withFileTypes: true });
  const names = entries.filter((it) => it.isDirectory()).map((it) => it.name);
  const searched = names.filter((name) => NAME.test(name) && !IGNORED_FOLDERS.includes(name)).sort();
  return searched.flatMap((name) => {
    const path = posix.join(at, name);
    return [path, ...foldersBelow(folder, path, depth - 1)];
  });
}

/** Only a line that is no comment counts: `*.bin filter=lfs diff=lfs merge=lfs -text`. */
function usesLfs(folder: string): boolean {
  return /^[^#\n]*\sfilter=lfs(\s|$)/m.test(readerOf(folder)(".gitattributes") ?? "");
}

function reviewerOf(folder: string): string | null {
  const read = readerOf(folder);
  const path = ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"].find((it) => read(it) !== null);
  const lines = (path === undefined ? "" : (read(path) ?? "")).split("\n");
  const line = lines.find((it) => /^\s*\*\s/.test(it)) ?? lines.find((it) => /^\s*[^#\s]\S*\s+@/.test(it));
  return /\s(@[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)?)(?=\s|$)/.exec(line ?? "")?.[1] ?? null;
}
