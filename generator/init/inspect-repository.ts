import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { sourceTools } from "../source-tools/index.ts";
import type { ReadFile } from "../source-tools/source-tool.ts";

/** A Dockerfile of the repository. */
export interface Dockerfile {
  /** In the repository: `backend/Dockerfile`. */
  readonly path: string;
  /** Its folder, `.` at the top. */
  readonly context: string;
  /** Its last base image; null where it has none of its own. */
  readonly base: string | null;
}

/** An application: a repository has one, or several in folders of their own. */
export interface Application {
  /** Name of its service, fit for a spec. */
  readonly service: string;
  /** Where it lies in the repository, `.` at the top. */
  readonly directory: string;
  /** Name of the source tool. */
  readonly tool: string;
  /** The file that tells the tool; null where none does. */
  readonly because: string | null;
  readonly artifacts: readonly string[];
  readonly dockerfiles: readonly Dockerfile[];
}

/** What a repository was found to hold. */
export interface Findings {
  /** The repository's name, fit for a team. */
  readonly name: string;
  readonly git: string;
  readonly branch: string;
  readonly applications: readonly Application[];
  readonly jenkinsfile: boolean;
  /** The first owner that CODEOWNERS names for everything: `@acme/shop`. */
  readonly reviewer: string | null;
}

const DETECTIONS = sourceTools.flatMap(({ name, detections }) => detections.map((it) => ({ ...it, tool: name })));

/** Folders that hold what was fetched or built, or examples of it. */
const NOT_LOOKED_INTO = [
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

/** Looks at a repository; reads, and changes nothing. */
export function lookAt(folder: string): Findings {
  const git = ask(folder, ["remote", "get-url", "origin"]);
  const name = nameOf(git ?? folder);
  return {
    name,
    git: withoutPassword(git) ?? `https://git.example.org/${nameOf(folder)}/${nameOf(folder)}.git`,
    branch: ask(folder, ["symbolic-ref", "--short", "HEAD"]) ?? "main",
    applications: applicationsIn(folder, name),
    jenkinsfile: existsSync(join(folder, "Jenkinsfile")),
    reviewer: reviewerOf(folder),
  };
}

/** The application at the top; where nothing is built there, those two folders down or nearer. */
function applicationsIn(folder: string, name: string): Application[] {
  const below = foldersBelow(folder);
  const top = toolIn(folder, ".");
  const built = below.filter((directory) => toolIn(folder, directory) !== undefined);
  if (top !== undefined || built.length === 0) {
    const dockerfiles = dockerfilesIn(folder, ".");
    const deeper = dockerfiles.length > 0 ? [] : below.flatMap((it) => dockerfilesIn(folder, it));
    return [applicationIn(folder, name, ".", [...dockerfiles, ...deeper])];
  }
  // What lies in another application's folder is a part of that one.
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
  // Where images are made in folders of their own, so are the files that they take.
  const elsewhere = dockerfiles.some(({ context }) => context !== directory);
  return {
    ...{ service, directory, tool: found?.tool ?? "command", because: found?.file ?? null, dockerfiles },
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

/** Folders one and two steps down, as `apps/api`, in the order of their names. */
function foldersBelow(folder: string, at = ".", depth = 2): string[] {
  if (depth === 0) return [];
  const entries = readdirSync(join(folder, at), { withFileTypes: true });
  const names = entries.filter((it) => it.isDirectory()).map((it) => it.name);
  const looked = names.filter((name) => !name.startsWith(".") && !NOT_LOOKED_INTO.includes(name)).sort();
  return looked.flatMap((name) => {
    const path = posix.join(at, name);
    return [path, ...foldersBelow(folder, path, depth - 1)];
  });
}

function ask(folder: string, words: readonly string[]): string | null {
  try {
    const said = execFileSync("git", [...words], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return said.trim() || null;
  } catch {
    return null;
  }
}

/** What a URL says before its host may be a password. */
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
