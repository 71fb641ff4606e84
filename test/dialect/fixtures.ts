import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DialectFile } from "../../generator/rehearse/dialect.ts";

const FOLDER = join(fileURLToPath(import.meta.url), "../fixtures");
const DEFAULT_PATH = "library/vars/fixture.groovy";

/** One file of test/dialect/fixtures/RULE/. */
export interface Fixture {
  readonly rule: string;
  readonly name: string;
  readonly bad: boolean;
  readonly files: readonly DialectFile[];
}

/** All fixtures, by rule and name. */
export function readFixtures(): readonly Fixture[] {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((rule) =>
      readdirSync(join(FOLDER, rule))
        .sort()
        .map((name) => ({
          rule,
          name,
          bad: name.startsWith("bad"),
          files: splitFixture(readFileSync(join(FOLDER, rule, name), "utf8")),
        })),
    );
}

/** A line `//// PATH` starts a file, and `//// own PATH` one of the site's own. The text before the first such line is a step with a help file. */
function splitFixture(text: string): readonly DialectFile[] {
  const [first = "", ...rest] = text.split(/^\/\/\/\/ (.*)\n/m);
  const files: DialectFile[] = [];
  if (first.trim() !== "") {
    files.push(
      { path: DEFAULT_PATH, text: expand(first) },
      { path: DEFAULT_PATH.replace("groovy", "txt"), text: "Help.\n" },
    );
  }
  for (let index = 0; index < rest.length; index += 2) {
    const [, own, path = ""] = /^(own )?(.*)$/.exec(rest[index] ?? "") ?? [];
    files.push({ path, text: expand(rest[index + 1] ?? ""), own: own !== undefined });
  }
  return files;
}

/** Repeats the text between the comments `repeat N` and `end`; `#` becomes the number of the copy. */
function expand(text: string): string {
  return text.replace(/\/\*repeat (\d+)\*\/(.*?)\/\*end\*\//gs, (_, count: string, part: string) =>
    Array.from({ length: Number(count) }, (_, index) => part.replaceAll("#", String(index))).join(""),
  );
}
