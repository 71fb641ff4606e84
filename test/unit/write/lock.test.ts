import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Containment, compareWhenIdle, nodeFileSystem, Writer } from "../../../generator/write/index.ts";
import { expected, failing, file, generate, put, snapshot, states, temporaryFolder } from "./support.ts";

const files = [file("jenkinsfiles/a", "1"), file("library/b", "2", "library")];
const next = [file("jenkinsfiles/a", "one"), file("library/c", "3", "library")];
const wait = { limit: 200, notify: () => {} };
const lockFile = ".stagewright/lock";

function open(out: string, limit = 200, notify: (text: string) => void = () => {}): Writer {
  return Writer.open(new Containment(out, nodeFileSystem), nodeFileSystem, { limit, notify });
}

/** A process id that no process has. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "0"]);
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("the lock", () => {
  it("excludes other runs until the limit, with a message", () => {
    const out = temporaryFolder();
    const first = open(out);
    const messages: string[] = [];
    expect(() => open(out, 600, (text) => messages.push(text))).toThrow(`another run (process ${process.pid} on `);
    expect(messages).toEqual([expect.stringContaining("waiting for another run (process")]);
    first.close();
    open(out).close();
    expect(readdirSync(out)).toEqual([]);
  });

  it("is never empty, and only its owner removes it", () => {
    const out = temporaryFolder();
    const first = open(out);
    expect(readFileSync(join(out, lockFile), "utf8")).toMatch(/^\d+ \S+ \S+ \S+ [0-9a-f]{16}$/);
    writeFileSync(join(out, lockFile), "1 elsewhere another");
    first.close();
    expect(readFileSync(join(out, lockFile), "utf8")).toBe("1 elsewhere another");
  });

  it("of a dead process is removed, with the files that it left", async () => {
    const out = temporaryFolder();
    const pid = await deadProcess();
    put(out, lockFile, `${pid} ${hostname()} 1`);
    put(out, `${lockFile}.${pid}.12`, `${pid} ${hostname()} 1`);
    open(out).close();
    expect(readdirSync(out, { recursive: true })).toEqual([".stagewright"]);
  });

  it("of another machine counts for ten minutes after its last refresh", () => {
    const out = temporaryFolder();
    put(out, lockFile, "17 elsewhere 1");
    expect(() => open(out)).toThrow("another run (process 17 on elsewhere)");
    const old = new Date(Date.now() - 11 * 60_000);
    utimesSync(join(out, lockFile), old, old);
    open(out).close();
  });

  it("works in file systems without links", () => {
    const out = temporaryFolder();
    const linkSync = () => {
      throw Object.assign(new Error("EPERM"), { code: "EPERM" });
    };
    const fs = { ...nodeFileSystem, linkSync };
    const first = Writer.open(new Containment(out, fs), fs, wait);
    expect(() => Writer.open(new Containment(out, fs), fs, wait)).toThrow("another run");
    first.close();
  });

  it("leaves a complete tree after many runs at once", { timeout: 120_000 }, async () => {
    const out = temporaryFolder();
    const program = join(import.meta.dirname, "write-forever.mjs");
    const runs = Array.from({ length: 6 }, () => spawn(process.execPath, [program, out, "6"], { stdio: "inherit" }));
    const codes = await Promise.all(runs.map(async (it) => (await once(it, "exit"))[0]));
    expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
    const paths = Object.keys(snapshot(out)).filter((path) => path.startsWith("jenkinsfiles/"));
    expect(paths.length).toBe(40);
    expect(new Set(paths.map((path) => path.at(-"0.Jenkinsfile".length))).size).toBe(1);
    expect(readdirSync(join(out, ".stagewright"))).toEqual(["manifest"]);
  });
});

describe("a comparison", () => {
  it("waits while another run writes, and fails after the limit", () => {
    const out = temporaryFolder();
    generate(out, files);
    const writer = open(out);
    expect(() => compareWhenIdle(out, expected(files), wait)).toThrow("another run");
    writer.close();
    expect(compareWhenIdle(out, expected(files), wait).files.map(({ state }) => state)).toEqual(["clean", "clean"]);
  });
});

describe("a rollback", () => {
  it("leaves changes that another program made", () => {
    const out = temporaryFolder();
    generate(out, files);
    // Another program makes one of the changes first; the run then meets an edited file.
    const renameSync: typeof nodeFileSystem.renameSync = (from, to) => {
      nodeFileSystem.renameSync(from, to);
      if (String(to).endsWith(".stagewright/journal")) {
        put(out, "library/c", "3");
        put(out, "jenkinsfiles/a", "by hand");
      }
    };
    expect(() => generate(out, next, false, { ...nodeFileSystem, renameSync })).toThrow("was changed while");
    expect(snapshot(out)).toMatchObject({ "jenkinsfiles/a": "by hand", "library/b": "2", "library/c": "3" });
  });
});

/** A folder with a run that was killed after it changed its first file. */
function interrupted(): string {
  for (let at = 1; ; at += 1) {
    const out = temporaryFolder();
    generate(out, files);
    expect(() => generate(out, next, false, failing(at, "dead").fs)).toThrow();
    if (!existsSync(join(out, "library/b"))) return out;
  }
}

const journal = ".stagewright/journal";

describe("an interrupted run", () => {
  it("is not taken for edits by hand", () => {
    const out = interrupted();
    expect(Object.values(states(out, next))).not.toContain("changed");
    expect(Object.values(states(out, files))).not.toContain("changed");
  });

  it("counts only where this user wrote its journal", () => {
    const out = interrupted();
    const copy = temporaryFolder();
    generate(copy, files);
    const tree = snapshot(copy);
    mkdirSync(join(copy, ".stagewright"), { recursive: true });
    copyFileSync(join(out, journal), join(copy, journal));
    expect(() => generate(copy, files)).toThrow("cannot be used: it is a copy");
    expect(snapshot(copy)).toMatchObject(tree);
    generate(copy, files, true);
    expect(snapshot(copy)).toEqual(tree);
  });

  it("counts for nothing if git tracks its journal", () => {
    const out = interrupted();
    const copy = temporaryFolder();
    generate(copy, files);
    const tree = snapshot(copy);
    copyFileSync(join(out, journal), join(copy, journal));
    execFileSync("git", ["init", "--quiet"], { cwd: copy });
    execFileSync("git", ["add", "--force", journal], { cwd: copy });
    expect(() => generate(copy, files)).not.toThrow();
    expect(snapshot(copy)).toMatchObject(tree);
  });

  it("is not followed through a link", () => {
    const out = interrupted();
    renameSync(join(out, journal), join(out, "journal"));
    symlinkSync("../journal", join(out, journal));
    expect(() => generate(out, files)).toThrow("symbolic link");
  });

  it("of another version of stagewright is reported as such", () => {
    const out = interrupted();
    const text = readFileSync(join(out, journal), "latin1");
    const head = text.slice(65, text.indexOf("\n", 65)).replace('"version":3', '"version":2');
    const { createHash } = process.getBuiltinModule("node:crypto");
    const hash = createHash("sha256").update(head).digest("hex");
    writeFileSync(join(out, journal), `${hash}\n${head}\n`);
    expect(() => generate(out, files)).toThrow("another version of stagewright wrote it");
  });

  it("cannot have changed a file that is neither compiled nor in a manifest", () => {
    const before = { content: Buffer.from("precious"), sha256: sha256Of("precious"), mode: "0644" } as const;
    const removal = { path: "services/shop.yaml", before, after: null };
    const killedAt = (at: number) => {
      const out = temporaryFolder();
      generate(out, files);
      put(out, "services/shop.yaml", "precious");
      const { fs } = failing(at, "dead");
      expect(() => Writer.open(new Containment(out, fs), fs, wait).commit([removal])).toThrow();
      return out;
    };
    const out = Array.from({ length: 30 }, (_, at) => at + 1)
      .map(killedAt)
      .find((it) => existsSync(join(it, journal)));
    if (out === undefined) throw new Error("no run wrote a journal");
    unlinkSync(join(out, lockFile));
    expect(existsSync(join(out, journal))).toBe(true);
    expect(() => generate(out, next)).toThrow('it contains "services/shop.yaml", which is not a generated file');
    expect(readFileSync(join(out, "services/shop.yaml"), "utf8")).toBe("precious");
  });
});

function sha256Of(text: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");
}

describe("a path that changes from a file to a folder", () => {
  it("is generated in both directions", () => {
    const out = temporaryFolder();
    generate(out, [file("a", "file"), file("b/c", "x")]);
    generate(out, [file("a/deep/er", "folder"), file("b/c", "x")]);
    expect(readFileSync(join(out, "a/deep/er"), "utf8")).toBe("folder");
    generate(out, [file("a", "file"), file("b/c", "x")]);
    expect(readFileSync(join(out, "a"), "utf8")).toBe("file");
  });

  it("at any failed call leaves one of both trees", () => {
    const before = [file("a", "file"), file("b/c", "x")];
    const after = [file("a/deep/er", "folder"), file("b", "y")];
    const trees = [before, after].map((it) => {
      const out = temporaryFolder();
      generate(out, it);
      return snapshot(out);
    });
    for (let at = 1; at < 400; at += 1) {
      const out = temporaryFolder();
      generate(out, before);
      const { fs, calls } = failing(at, "once");
      try {
        generate(out, after, false, fs);
      } catch {}
      const tree = Object.fromEntries(
        Object.entries(snapshot(out)).filter(([path]) => !/^.stagewright\/(lock|journal|staged)/.test(path)),
      );
      expect(trees, `call ${at}`).toContainEqual(tree);
      generate(out, after);
      expect(snapshot(out), `after call ${at}`).toEqual(trees[1]);
      if (calls() < at) break;
    }
  });

  it("with a file of the user in the folder changes nothing", () => {
    const out = temporaryFolder();
    generate(out, [file("a/one", "1")]);
    put(out, "a/mine", "kept");
    expect(() => generate(out, [file("a", "file")])).toThrow('"a" cannot be written: it is a folder');
    expect(snapshot(out)).toMatchObject({ "a/one": "1", "a/mine": "kept" });
  });
});

describe("a pipe in the output folder", () => {
  it("is reported and not read", async () => {
    const out = temporaryFolder();
    generate(out, files);
    unlinkSync(join(out, "library/b"));
    const made = spawn("mknod", [join(out, "library/b"), "p"]);
    await once(made, "exit");
    expect(lstatSync(join(out, "library/b")).isFIFO()).toBe(true);
    expect(() => states(out, files)).toThrow('"library/b" cannot be written: it is not a regular file');
  });
});
