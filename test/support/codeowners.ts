/**
 * Reads CODEOWNERS like the git hosts, according to their documentation and independent of the generator.
 * GitHub: docs.github.com/en/repositories/…/about-code-owners: patterns as in gitignore, the last match counts.
 * GitLab: docs.gitlab.com/user/project/codeowners/reference: the same within a section; each section counts by itself.
 */
export function resolveOwners(text: string, path: string, dialect: "github" | "gitlab"): string[][] {
  const sections: string[][][] = [[]];
  for (const line of text.split("\n")) {
    if (/^\s*(#|$)/.test(line)) continue;
    if (dialect === "gitlab" && /^\^?\[[^\]]+\](\[\d+\])?/.test(line)) sections.push([]);
    else sections.at(-1)?.push(line.match(/(\\.|[^\s\\])+/g) ?? []);
  }
  return sections.flatMap((rules) => {
    const last = rules.findLast(([pattern = ""]) => matches(pattern, path));
    return last === undefined ? [] : [last.slice(1)];
  });
}

/** Leading slash: from the root. Trailing slash: all below. Otherwise a file, or a folder with all below it. */
function matches(pattern: string, path: string): boolean {
  const rooted = pattern.slice(0, -1).includes("/");
  const body = pattern.replace(/^\//, "").replace(/\/$/, "");
  let regex = "";
  for (let index = 0; index < body.length; index += 1) {
    const rest = body.slice(index);
    if (rest.startsWith("**/")) {
      regex += "(.*/)?";
      index += 2;
    } else if (rest.startsWith("**")) {
      regex += ".*";
      index += 1;
    } else if (rest[0] === "*") regex += "[^/]*";
    else if (rest[0] === "?") regex += "[^/]";
    else if (rest[0] === "\\") {
      index += 1;
      regex += escaped(body[index] ?? "");
    } else regex += escaped(rest[0] ?? "");
  }
  const end = pattern.endsWith("/") ? "/.+" : "(/.*)?";
  return new RegExp(`^${rooted ? "" : "(.*/)?"}${regex}${end}$`).test(path);
}

function escaped(char: string): string {
  return char.replace(/[.*+?^${}()|[\]\\/]/, "\\$&");
}
