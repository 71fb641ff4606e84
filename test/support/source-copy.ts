import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isShown, type Step, Walk } from "./page-walk.ts";

const root = join(import.meta.dirname, "../..");
const sources = [
  ...["docs/reference", "examples", "generator", "schemas", "scripts", "test", "vars-templates"],
  ...[".gitignore", "biome.json", "package.json", "tsconfig.json", "tsconfig.types.json", "vitest.config.ts"],
];

/** Files that the build and `npm run golden` write. Git ignores dist/ and generator/generated/. */
const generated = /^docs\/reference\//;

/** Creates a git repository with a copy of the sources, in which the generated files are up to date. */
export function copySources(): Walk {
  const home = mkdtempSync(join(tmpdir(), "stagewright-part-"));
  for (const path of sources) cpSync(join(root, path), join(home, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(home, "node_modules"));
  execFileSync(process.execPath, ["scripts/generate-docs.mjs"], { cwd: home });
  const git = (...words: string[]) => execFileSync("git", words, { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
  git("init", "--quiet");
  // The link to the packages and the state of the walk are not part of the checkout.
  writeFileSync(join(home, ".git/info/exclude"), "/node_modules\n/.walk\n");
  git("add", ".");
  git("-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", "start");
  return new Walk(home, { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" });
}

/** The files that differ from the start, without the generated ones: `?? generator/engines/nerdctl.ts`. */
export function changesIn(home: string): string[] {
  const status = ["status", "--porcelain", "--untracked-files=all"];
  const lines = execFileSync("git", status, { cwd: home, encoding: "utf8" }).split("\n");
  return lines.filter((line) => line !== "" && !generated.test(line.slice(3)));
}

/** Executes a page that adds a part, and checks that it changes only files in the part's own place and in the folder `try`. */
export function testPartPage(title: string, steps: readonly Step[], place: readonly string[]): void {
  describe(title, () => {
    let walk: Walk;
    beforeAll(() => {
      walk = copySources();
    }, 300_000);
    afterAll(() => rmSync(walk.home, { recursive: true, force: true }));

    const named = steps.map(
      (step) => [step.kind === "run" ? step.command : `${step.kind} ${step.path}`, step] as const,
    );
    it.each(named)(
      "%s",
      (_, step) => {
        // The page only adds files; it never overwrites one.
        if (step.kind === "write") expect(existsSync(join(root, step.path)), step.path).toBe(false);
        const { printed } = walk.do(step);
        if (step.kind === "run") expect(isShown(printed, step.shown), `printed:\n${printed}`).toBe(true);
      },
      300_000,
    );

    it("changes no file outside the place of the part", () => {
      const changes = changesIn(walk.home).filter((line) => !line.startsWith("?? try/"));
      expect(changes).toEqual([...place].sort().map((path) => `?? ${path}`));
    });
  });
}
