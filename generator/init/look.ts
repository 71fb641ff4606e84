import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What a repository was found to hold. */
export interface Findings {
  /** Name of the service, fit for a spec. */
  readonly service: string;
  readonly git: string;
  readonly branch: string;
  readonly tool: "maven" | "gradle" | "npm" | "go" | "command";
  /** The file that tells the tool; null where none does. */
  readonly because: string | null;
  readonly artifacts: readonly string[];
  readonly dockerfile: string | null;
  /** The Dockerfile's first base image; null where it has none of its own. */
  readonly base: string | null;
  readonly jenkinsfile: boolean;
  /** The first owner that CODEOWNERS names for everything: `@acme/shop`. */
  readonly reviewer: string | null;
}

const TOOLS = [
  { file: "pom.xml", tool: "maven", artifacts: ["target/*.jar"] },
  { file: "build.gradle", tool: "gradle", artifacts: ["build/libs/*.jar"] },
  { file: "build.gradle.kts", tool: "gradle", artifacts: ["build/libs/*.jar"] },
  { file: "package.json", tool: "npm", artifacts: ["dist/**"] },
  { file: "go.mod", tool: "go", artifacts: ["bin/*"] },
] as const;

/** Looks at a repository; reads, and changes nothing. */
export function lookAt(folder: string): Findings {
  const found = TOOLS.find(({ file }) => existsSync(join(folder, file)));
  const git = ask(folder, ["remote", "get-url", "origin"]);
  const dockerfile = readdirSync(folder).find((name) => /^(Dockerfile|Containerfile)$/.test(name)) ?? null;
  return {
    service: nameOf(git ?? folder),
    git: withoutPassword(git) ?? `https://git.example.org/${nameOf(folder)}/${nameOf(folder)}.git`,
    branch: ask(folder, ["symbolic-ref", "--short", "HEAD"]) ?? "main",
    tool: found?.tool ?? "command",
    because: found?.file ?? null,
    artifacts: found?.artifacts ?? [],
    dockerfile,
    base: dockerfile === null ? null : baseOf(readFileSync(join(folder, dockerfile), "utf8")),
    jenkinsfile: existsSync(join(folder, "Jenkinsfile")),
    reviewer: reviewerOf(folder),
  };
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
