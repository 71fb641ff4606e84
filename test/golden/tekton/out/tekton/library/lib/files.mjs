// Finds the files of a build. Patterns are those of Ant: * and ? within a name, ** for any folders.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The paths of the files below a folder that match one of the patterns, sorted. */
export function find(folder, patterns) {
  const parts = patterns.map((pattern) => pattern.replace(/^\.\//, "").replace(/\/$/, "/**").split("/"));
  return walk(folder, "").filter((path) => parts.some((pattern) => fitsPath(path.split("/"), pattern)));
}

function walk(root, below) {
  const entries = readdirSync(join(root, below), { withFileTypes: true });
  return entries
    .flatMap((entry) => {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === ".git" ? [] : walk(root, path);
      return entry.isFile() ? [path] : [];
    })
    .sort();
}

function fitsPath(names, [part, ...parts]) {
  if (part === undefined) return names.length === 0;
  if (part !== "**") return names.length > 0 && fitsName(names[0], part) && fitsPath(names.slice(1), parts);
  return names.length === 0 ? fitsPath(names, parts) : fitsPath(names, parts) || fitsPath(names.slice(1), [part, ...parts]);
}

/** Compares a name with a part of a pattern, with one step back at most: the last star. */
function fitsName(name, part) {
  let [at, place, star, after] = [0, 0, -1, 0];
  while (at < name.length) {
    if (place < part.length && part[place] === "*") {
      [star, after] = [place, at];
      place += 1;
    } else if (place < part.length && (part[place] === "?" || part[place] === name[at])) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      after += 1;
      [place, at] = [star + 1, after];
    } else return false;
  }
  return part.slice(place).replaceAll("*", "") === "";
}

export function sha256(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

/** Copies files to the same paths below another folder. */
export function copyAll(paths, from, to) {
  for (const path of paths) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(from, path), join(to, path));
  }
}
