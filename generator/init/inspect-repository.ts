import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { commandTool, sourceTools } from "../source-tools/index.ts";
import type { ReadFile } from "../source-tools/source-tool.ts";

/** A Dockerfile of the repository. */
export interface Dockerfile {
  /** Path in the repository: `backend/Dockerfile`. */
  readonly path: string;
  /** Its folder; `.` for the root of the repository. */
  readonly context: string;
  /** Its last base image; null if there is none. */
  readonly base: string | null;
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
  readonly artifacts: readonly string[];
  readonly dockerfiles: readonly Dockerfile[];
}

/** What `init` detected in a repository. */
export interface Findings {
  /** The name of the repository, valid as the name of a team. */
  readonly name: string;
  readonly git: string;
  readonly branch: string;
  readonly applications: readonly Application[];
  readonly jenkinsfile: boolean;
  /** The first owner in CODEOWNERS of all files: `@acme/shop`. */
  readonly reviewer: string | null;
}

const DETECTIONS = sourceTools.flatMap(({ name, detections }) => detections.map((it) => ({ ...it, tool: name })));

/** Folders with downloaded or built files, tests, docs or examples. */
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
];

/** Detects the applications of a repository; only reads files. */
export function lookAt(folder: string): Findings {
  const git = runGit(folder, ["remote", "get-url", "origin"]);
  const name = nameOf(git ?? folder);
  return {
    name,
    git: withoutPassword(git) ?? `https://git.example.org/${nameOf(folder)}/${nameOf(folder)}.git`,
    branch: runGit(folder, ["symbolic-ref", "--short", "HEAD"]) ?? "main",
    applications: applicationsIn(folder, name),
    jenkinsfile: existsSync(join(folder, "Jenkinsfile")),
    reviewer: reviewerOf(folder),
  };
}

/** The application in the root folder; if there is none, the applications up to two folders below. */
function applicationsIn(folder: string, name: string): Application[] {
  const below = foldersBelow(folder);
  const top = toolIn(folder, ".");
  const built = below.filter((directory) => toolIn(folder, directory) !== undefined);
  if (top !== undefined || built.length === 0) {
    const dockerfiles = dockerfilesIn(folder, ".");
    const deeper = dockerfiles.length > 0 ? [] : below.flatMap((it) => dockerfilesIn(folder, it));
    return [applicationIn(folder, name, ".", [...dockerfiles, ...deeper])];
  }
  // A folder inside another application's folder is part of that application.
  const applications = built.filter((it) => !built.some((other) => it.startsWith(`${other}/`)));
  const names = applications.map((it) => nameOf(it));
  return applications.map((it, index) => {
    const own = names[index] ?? "";
    const service = names.filter((other) => other === own).length > 1 ? nameOf(it.replaceAll("/", "-")) : own;
    return applicationIn(folder, service, it, dockerfilesIn(folder, it));
  });
}

function applicationIn(
  folder: string,
  service: string,
  directory: string,
  dockerfiles: readonly Dockerfile[],
): Application {
  const found = toolIn(folder, directory);
  // If the Dockerfiles are in other folders, so are the artifacts that they copy.
  const elsewhere = dockerfiles.some(({ context }) => context !== directory);
  return {
    ...{ service, directory, tool: found?.tool ?? commandTool().name, because: found?.file ?? null, dockerfiles },
    artifacts: (found?.builds(readerOf(join(folder, directory))) ? found.artifacts : []).map((pattern) =>
      elsewhere ? `**/${pattern}` : pattern,
    ),
  };
}

/** Reads a file of the application; a folder reads as an empty text. */
function readerOf(folder: string): ReadFile {
  return (path) => {
    const status = statSync(join(folder, path), { throwIfNoEntry: false });
    if (status === undefined) return null;
    return status.isFile() ? readFileSync(join(folder, path), "utf8") : "";
  };
}

function toolIn(folder: string, directory: string): (typeof DETECTIONS)[number] | undefined {
  return DETECTIONS.find(({ file }) => existsSync(join(folder, directory, file)));
}

function dockerfilesIn(folder: string, directory: string): Dockerfile[] {
  const names = readdirSync(join(folder, directory)).filter((name) => /^(Dockerfile|Containerfile)$/.test(name));
  return names.slice(0, 1).map((name) => {
    const path = posix.join(directory, name);
    return { path, context: directory, base: baseOf(readFileSync(join(folder, path), "utf8")) };
  });
}

/** Returns the folders one and two levels below, such as `apps/api`, sorted by name. */
function foldersBelow(folder: string, at = ".", depth = 2): string[] {
  if (depth === 0) return [];
  const entries = readdirSync(join(folder, at), { withFileTypes: true });
  const names = entries.filter((it) => it.isDirectory()).map((it) => it.name);
  const searched = names.filter((name) => !name.startsWith(".") && !IGNORED_FOLDERS.includes(name)).sort();
  return searched.flatMap((name) => {
    const path = posix.join(at, name);
    return [path, ...foldersBelow(folder, path, depth - 1)];
  });
}

function runGit(folder: string, words: readonly string[]): string | null {
  try {
    const output = execFileSync("git", [...words], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.trim() || null;
  } catch {
    return null;
  }
}

/** Removes the user info from a URL, because it may contain a password. */
function withoutPassword(git: string | null): string | null {
  return git?.replace(/^(https?:\/\/)[^/@]*@/, "$1") ?? null;
}

function nameOf(path: string): string {
  const name = basename(path)
    .replace(/\.git$/, "")
    .toLowerCase();
  const plain = name.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^[^a-z]+|-+$/g, "");
  return plain.slice(0, 30).replace(/-+$/, "") || "service";
}

function baseOf(dockerfile: string): string | null {
  const images = [...dockerfile.matchAll(/^\s*FROM\s+(?:--\S+\s+)*(\S+)/gim)].map(([, image = ""]) => image);
  return images.filter((image) => !image.includes("$") && image !== "scratch").at(-1) ?? null;
}

function reviewerOf(folder: string): string | null {
  const path = ["CODEOWNERS", ".github/CODEOWNERS", "docs/CODEOWNERS"].find((it) => existsSync(join(folder, it)));
  if (path === undefined) return null;
  const lines = readFileSync(join(folder, path), "utf8").split("\n");
  const line = lines.find((it) => /^\s*\*\s/.test(it)) ?? lines.find((it) => /^\s*[^#\s]\S*\s+@/.test(it));
  return /\s(@[\w./-]+)/.exec(line ?? "")?.[1] ?? null;
}
