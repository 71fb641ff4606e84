import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../../generator/write/index.ts";
import { expected, file, generate, put, snapshot, states, temporaryFolder } from "./support.ts";

function times(out: string): bigint[] {
  const paths = readdirSync(out, { recursive: true, encoding: "utf8" });
  return paths.map((path) => statSync(join(out, path), { bigint: true }).mtimeNs);
}

const files = [file("a/one", "1"), file("a/two", "2"), file("b/three.sh", "3", "library", true)];

describe("compare", () => {
  it("reports new before the first run, and clean after it", () => {
    const out = temporaryFolder();
    expect(states(out, files)).toEqual({ "a/one": "new", "a/two": "new", "b/three.sh": "new" });
    generate(out, files);
    expect(states(out, files)).toEqual({ "a/one": "clean", "a/two": "clean", "b/three.sh": "clean" });
  });

  it("distinguishes changed, missing, orphaned and stale", () => {
    const out = temporaryFolder();
    generate(out, [...files, file("a/gone", "g"), file("a/left", "l")]);
    put(out, "a/one", "by hand");
    put(out, "a/left", "by hand too");
    unlinkSync(join(out, "a/two"));
    const now = [files[0], files[1], file("b/three.sh", "4", "library", true)].filter((it) => it !== undefined);
    expect(states(out, now)).toEqual({
      "a/one": "changed",
      "a/two": "missing",
      "a/gone": "orphaned",
      "a/left": "changed",
      "b/three.sh": "stale",
    });
  });

  it("treats a changed executable bit as an edit", () => {
    const out = temporaryFolder();
    generate(out, files);
    chmodSync(join(out, "b/three.sh"), 0o644);
    expect(states(out, files)["b/three.sh"]).toBe("changed");
  });

  it("adopts an existing file only if it equals the compiled file", () => {
    const out = temporaryFolder();
    put(out, "a/one", "1");
    put(out, "a/two", "written by hand");
    expect(states(out, files)).toMatchObject({ "a/one": "clean", "a/two": "changed" });
  });
});

describe("writing", () => {
  it("changes no file on the second run", () => {
    const out = temporaryFolder();
    generate(out, files);
    const first = times(out);
    generate(out, files);
    expect(times(out)).toEqual(first);
  });

  it("overwrites and removes manual edits only with force", () => {
    const out = temporaryFolder();
    generate(out, [...files, file("a/left", "l")]);
    put(out, "a/one", "by hand");
    put(out, "a/left", "by hand");
    expect(() => generate(out, files)).toThrow("refused: a/left,a/one");
    expect(readFileSync(join(out, "a/one"), "utf8")).toBe("by hand");
    generate(out, files, true);
    expect(readFileSync(join(out, "a/one"), "utf8")).toBe("1");
    expect(existsSync(join(out, "a/left"))).toBe(false);
  });

  it("removes only files in the manifest and folders that become empty", () => {
    const out = temporaryFolder();
    generate(out, [...files, file("deep/er/gone", "g", "shop/gone"), file("c/gone", "g")]);
    put(out, "c/mine", "kept");
    generate(out, files);
    expect(existsSync(join(out, "deep"))).toBe(false);
    expect(existsSync(join(out, ".stagewright/manifest/shop/gone.json"))).toBe(false);
    expect(readFileSync(join(out, "c/mine"), "utf8")).toBe("kept");
  });

  it("changes only the shard of the changed service", () => {
    const out = temporaryFolder();
    generate(out, [file("a", "1", "shop/shop"), file("b", "1", "web/web"), file("c", "1", "library")]);
    const before = snapshot(out);
    generate(out, [file("a", "2", "shop/shop"), file("b", "1", "web/web"), file("c", "1", "library")]);
    const after = snapshot(out);
    const changed = Object.keys(after)
      .filter((path) => after[path] !== before[path])
      .toSorted()
      .reverse();
    expect(changed).toEqual(["a", ".stagewright/manifest/shop/shop.json"]);
  });
});

describe("a path that is not allowed in the output folder", () => {
  it.each([
    "../up",
    "/etc/passwd",
    "a/../../up",
    "a//b",
    "./a",
    "C:/x",
    "a\\b",
    ".git/hooks/post-checkout",
    "a\nb",
    "",
  ])("%j", (path) => {
    expect(() => compare(temporaryFolder(), expected([file(path, "x")]))).toThrow("cannot be written");
  });

  it("a link at the file or above it", () => {
    const out = temporaryFolder();
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, join(out, "a"));
    expect(() => generate(out, files)).toThrow('"a" is a symbolic link');
    rmSync(join(out, "a"));
    mkdirSync(join(out, "a"));
    put(elsewhere, "one", "1");
    symlinkSync(join(elsewhere, "one"), join(out, "a/one"));
    expect(() => generate(out, files, true)).toThrow('"a/one" is a symbolic link');
    expect(snapshot(elsewhere)).toEqual({ one: "1" });
  });

  it("a link in the tool's own folder", () => {
    const out = temporaryFolder();
    const elsewhere = temporaryFolder();
    symlinkSync(elsewhere, join(out, ".stagewright"));
    expect(() => generate(out, files)).toThrow("symbolic link");
    expect(snapshot(elsewhere)).toEqual({});
  });

  it("a folder at the path of a file, and paths that differ only in case", () => {
    const out = temporaryFolder();
    mkdirSync(join(out, "a/one"), { recursive: true });
    writeFileSync(join(out, "a/one/other"), "x");
    expect(() => generate(out, files, true)).toThrow("it is a folder");
    // Like git, the comparison does not see folders without files.
    rmSync(join(out, "a/one/other"));
    generate(out, files);
    expect(Object.keys(snapshot(out))).toContain("a/one");
    expect(() => compare(out, expected([file("x/Y", ""), file("x/y", "")]))).toThrow("would be the same file");
  });
});

describe("a manifest with manual edits", () => {
  const hash = "0".repeat(64);
  it.each([
    ["not JSON", "{", "not JSON"],
    ["a merge conflict", "<<<<<<< ours\n{}\n", "merge conflict"],
    ["another version", '{"version":2}', "version 1"],
    ["no files", '{"version":1,"inputs":{}}', "missing"],
    [
      "a path outside the output folder",
      `{"version":1,"inputs":{},"files":{"../x":{"sha256":"${hash}","mode":"0644"}}}`,
      '"../x" contains the segment',
    ],
    [
      "its own folder",
      `{"version":1,"inputs":{},"files":{".stagewright/x":{"sha256":"${hash}","mode":"0644"}}}`,
      "is in",
    ],
    ["a short hash", '{"version":1,"inputs":{},"files":{"x":{"sha256":"00","mode":"0644"}}}', "no SHA-256"],
    ["an unknown mode", `{"version":1,"inputs":{},"files":{"x":{"sha256":"${hash}","mode":"4755"}}}`, "no mode"],
    ["a prototype", '{"version":1,"inputs":{},"files":{"__proto__":1}}', "no hash"],
  ])("with %s produces an error that names it", (_, text, message) => {
    const out = temporaryFolder();
    put(out, ".stagewright/manifest/shop/shop.json", text);
    expect(() => compare(out, expected(files))).toThrow(message);
    expect(() => compare(out, expected(files))).toThrow("manifest/shop/shop.json");
  });
});
