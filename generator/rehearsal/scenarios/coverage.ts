import { relative } from "node:path";
import type { CoverageCounts } from "../../rehearse/index.ts";
import type { JenkinsModel } from "../../targets/jenkins/jenkins-model.ts";

/** The coverage of one Groovy file. */
export interface FileCoverage {
  /** A path of the own folder, or of the generated library. */
  readonly path: string;
  readonly lines: { readonly covered: number; readonly total: number; readonly missed: readonly number[] };
  readonly branches: { readonly covered: number; readonly total: number };
}

/** Adds up the counts of rehearsals, by the path of the file in the own folder or in the generated library. */
export class CoverageSum {
  private readonly files = new Map<string, { lines: Map<string, number>; branches: Map<string, number> }>();

  /** Adds the counts of one rehearsal, whose library is in `root`. */
  add(counts: CoverageCounts, root: string, model: JenkinsModel): void {
    for (const [absolute, { lines, branches }] of Object.entries(counts)) {
      const path = pathOf(relative(root, absolute), model);
      if (path === null) continue;
      const file = this.files.get(path) ?? { lines: new Map(), branches: new Map() };
      this.files.set(path, file);
      increase(file.lines, lines);
      increase(file.branches, branches);
    }
  }

  /** The files of the own folder; of the library if there is no own folder. */
  defaults(): readonly string[] {
    const own = [...this.files.keys()].filter((path) => !path.startsWith("library/"));
    return own.length > 0 ? own : ["library/**"];
  }

  /** The coverage of the files that a pattern matches, by path. */
  of(patterns: readonly string[]): readonly FileCoverage[] {
    const wanted = [...this.files].filter(([path]) => patterns.some((pattern) => matches(path, pattern)));
    return wanted
      .map(([path, { lines, branches }]) => ({
        path,
        lines: { ...covered(lines), missed: [...lines].filter(([, runs]) => runs === 0).map(([line]) => Number(line)) },
        branches: covered(branches),
      }))
      .sort((one, other) => (one.path < other.path ? -1 : 1));
  }
}

/** The path in the own folder, or `library/…`; null for a file outside of the library. */
function pathOf(inLibrary: string, { library }: JenkinsModel): string | null {
  if (inLibrary.startsWith("..")) return null;
  const own = library.ownPart?.files.some(({ path }) => path === inLibrary);
  return own ? `${library.ownPart?.folder}/${inLibrary}` : `library/${inLibrary}`;
}

function increase(sum: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, runs] of Object.entries(counts)) sum.set(key, (sum.get(key) ?? 0) + runs);
}

function covered(counts: ReadonlyMap<string, number>): { covered: number; total: number } {
  return { covered: [...counts.values()].filter((runs) => runs > 0).length, total: counts.size };
}

/** `own/**` matches all files below `own`. */
function matches(path: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("**", "\u0000")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]")
    .replaceAll("\u0000", ".*");
  return new RegExp(`^${expression}$`).test(path);
}

/** Percent of all files, rounded down; 100 if nothing can run. */
export function percent(files: readonly FileCoverage[], kind: "lines" | "branches"): number {
  const total = files.reduce((sum, file) => sum + file[kind].total, 0);
  const hit = files.reduce((sum, file) => sum + file[kind].covered, 0);
  return total === 0 ? 100 : Math.floor((hit / total) * 100);
}

/** `3-5, 9` for the lines that did not run. */
export function ranges(lines: readonly number[]): string {
  const parts: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const first = lines[index] ?? 0;
    let last = first;
    while (lines[index + 1] === last + 1) last = lines[++index] ?? last;
    parts.push(first === last ? `${first}` : `${first}-${last}`);
    index += 1;
  }
  return parts.join(", ");
}
