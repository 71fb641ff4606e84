import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { nodeFileSystem } from "../../../generator/write/index.ts";
import { failing, file, generate, put, snapshot, states, temporaryFolder } from "./support.ts";

const before = [
  file("jenkinsfiles/shop/shop/build.Jenkinsfile", "build 1"),
  file("jenkinsfiles/shop/shop/old.Jenkinsfile", "old"),
  file("library/vars/say.groovy", "say 1", "library"),
];
const after = [
  file("jenkinsfiles/shop/shop/build.Jenkinsfile", "build 2"),
  file("jenkinsfiles/shop/shop/new/deploy.Jenkinsfile", "deploy"),
  file("library/vars/say.groovy", "say 1", "library"),
  file("library/resources/run.sh", "run", "library", true),
];

/** The expected files after each of two complete runs. */
function bothTrees(): { old: Record<string, string>; new: Record<string, string> } {
  const out = temporaryFolder();
  generate(out, before);
  const old = snapshot(out);
  generate(out, after);
  return { old, new: snapshot(out) };
}

function callsOfCompleteRun(): number {
  const out = temporaryFolder();
  generate(out, before);
  const counting = failing(Number.POSITIVE_INFINITY, "once");
  generate(out, after, false, counting.fs);
  return counting.calls();
}

function fails(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

function withoutOwn(tree: Record<string, string>): Record<string, string> {
  const own = /^\.stagewright\/(journal|staged|lock)/;
  return Object.fromEntries(Object.entries(tree).filter(([path]) => !own.test(path)));
}

describe("a run that fails", { timeout: 120_000 }, () => {
  it("at any call leaves either all old files or all new files", () => {
    const expectedTrees = bothTrees();
    const calls = callsOfCompleteRun();
    expect(calls).toBeGreaterThan(40);
    for (let at = 1; at <= calls; at += 1) {
      const out = temporaryFolder();
      generate(out, before);
      const failed = fails(() => generate(out, after, false, failing(at, "once").fs));
      const tree = withoutOwn(snapshot(out));
      expect(failed ? [expectedTrees.old, expectedTrees.new] : [expectedTrees.new], `call ${at}`).toContainEqual(tree);
      generate(out, after);
      expect(snapshot(out), `after call ${at}`).toEqual(expectedTrees.new);
    }
  });

  it("in a new folder removes that folder again", () => {
    const out = join(temporaryFolder(), "out");
    const counting = failing(Number.POSITIVE_INFINITY, "once");
    generate(join(temporaryFolder(), "out"), before, false, counting.fs);
    let untouched = 0;
    for (let at = 1; at <= counting.calls(); at += 1) {
      try {
        generate(out, before, false, failing(at, "once").fs);
      } catch {
        if (Object.keys(snapshot(out)).length === 0) untouched += 1;
      }
      rmSync(out, { recursive: true, force: true });
    }
    expect(untouched).toBeGreaterThan(10);
  });
});

describe("a run that is killed", { timeout: 120_000 }, () => {
  it("at any call is completed by the next run", () => {
    const expectedTrees = bothTrees();
    for (let at = 1; at <= callsOfCompleteRun(); at += 1) {
      const out = temporaryFolder();
      generate(out, before);
      expect(() => generate(out, after, false, failing(at, "dead").fs), `call ${at}`).toThrow();
      generate(out, after);
      expect(snapshot(out), `after call ${at}`).toEqual(expectedTrees.new);
    }
  });

  it("at any call is completed by the next run even if the specs are reverted in between", () => {
    const expectedTrees = bothTrees();
    for (let at = 1; at <= callsOfCompleteRun(); at += 1) {
      const out = temporaryFolder();
      generate(out, before);
      expect(() => generate(out, after, false, failing(at, "dead").fs), `call ${at}`).toThrow();
      generate(out, before);
      expect(snapshot(out), `after call ${at}`).toEqual(expectedTrees.old);
    }
  });

  it("at any call loses no manual edit made before the next run", () => {
    const path = "jenkinsfiles/shop/shop/build.Jenkinsfile";
    for (let at = 1; at <= callsOfCompleteRun(); at += 1) {
      const out = temporaryFolder();
      generate(out, before);
      expect(() => generate(out, after, false, failing(at, "dead").fs)).toThrow();
      put(out, path, "by hand");
      expect(() => generate(out, after), `call ${at}`).toThrow(`refused: ${path}`);
      expect(readFileSync(join(out, path), "utf8")).toBe("by hand");
      expect(states(out, after)[path]).toBe("changed");
    }
  });

  it("before it filled its lock leaves a file, which the next run removes", () => {
    const out = temporaryFolder();
    generate(out, before);
    const left = (pid: number) => join(out, `.stagewright/lock.${pid}.0123456789abcdef`);
    // No process can have the first id; the second one is this process.
    for (const pid of [2 ** 30, process.pid]) writeFileSync(left(pid), "");
    generate(out, before);
    expect([2 ** 30, process.pid].map((pid) => existsSync(left(pid)))).toEqual([false, true]);
  });

  it("by a real signal at a random moment is completed by the next run", async () => {
    const program = join(import.meta.dirname, "write-forever.mjs");
    const tree = (round: number) =>
      Array.from({ length: 40 }, (_, n) =>
        file(`jenkinsfiles/t${n % 5}/s${n}/${round % 2}.Jenkinsfile`, `${n} in ${round % 2}`),
      );
    const out = temporaryFolder();
    for (let kill = 0; kill < 12; kill += 1) {
      const child = spawn(process.execPath, [program, out], { stdio: ["ignore", "pipe", "inherit"] });
      await new Promise((started) => child.stdout.once("data", started));
      await sleep(Math.random() * 60);
      child.kill("SIGKILL");
      await new Promise((gone) => child.once("exit", gone));
      const content = Object.entries(snapshot(out)).filter(([path]) => path.startsWith("jenkinsfiles/"));
      for (const [path, text] of content)
        expect(path).toMatch(new RegExp(`/s${text.split(" ")[0]}/${text.at(-1)}\\.Jenkinsfile$`));
      generate(out, tree(kill));
      const undisturbed = temporaryFolder();
      generate(undisturbed, tree(kill));
      expect(snapshot(out)).toEqual(snapshot(undisturbed));
    }
  });
});

describe("a damaged journal", () => {
  const path = ".stagewright/journal";

  /** A folder with a run that was killed right after it wrote its journal. */
  function interrupted(): string {
    for (let at = 1; ; at += 1) {
      const out = temporaryFolder();
      generate(out, before);
      expect(() => generate(out, after, false, failing(at, "dead").fs)).toThrow();
      if (existsSync(join(out, path))) return out;
    }
  }

  it.each<[string, (journal: Buffer) => Buffer]>([
    ["cut in its contents", (journal) => journal.subarray(0, -1)],
    ["cut in its second line", (journal) => journal.subarray(0, 80)],
    ["empty", () => Buffer.alloc(0)],
    ["with another content", (journal) => Buffer.from(journal.toString().replace("build 2", "build 3"))],
    ["with another path", (journal) => Buffer.from(journal.toString().replace("old.Jenkinsfile", "odd.Jenkinsfile"))],
  ])("%s stops the run without changes", (_, damage) => {
    const out = interrupted();
    const tree = withoutOwn(snapshot(out));
    const whole = readFileSync(join(out, path));
    writeFileSync(join(out, path), damage(whole));
    expect(() => generate(out, after)).toThrow("cannot be used: it is damaged");
    expect(withoutOwn(snapshot(out))).toEqual(tree);
    writeFileSync(join(out, path), whole);
    generate(out, after);
    expect(snapshot(out)).toEqual(bothTrees().new);
  });
});

describe("a link at the path of the staged file", () => {
  it("is not followed", () => {
    const [out, elsewhere] = [temporaryFolder(), join(temporaryFolder(), "precious")];
    writeFileSync(elsewhere, "precious");
    generate(out, before);
    const old = snapshot(out);
    const staged = join(out, ".stagewright/staged");
    const renameSync: typeof nodeFileSystem.renameSync = (from, to) => {
      nodeFileSystem.renameSync(from, to);
      if (String(to).endsWith(".stagewright/journal")) symlinkSync(elsewhere, staged);
    };
    expect(() => generate(out, after, false, { ...nodeFileSystem, renameSync })).toThrow("EEXIST");
    expect(readFileSync(elsewhere, "utf8")).toBe("precious");
    expect(snapshot(out)).toEqual(old);
  });
});

describe("two runs at once", () => {
  it("do not write at the same time", () => {
    const out = temporaryFolder();
    generate(out, before);
    put(out, ".stagewright/lock", `${process.ppid} ${readFileSync("/proc/sys/kernel/hostname", "utf8").trim()} 1`);
    expect(() => generate(out, after)).toThrow("another run");
    expect(states(out, before)).toEqual(Object.fromEntries(before.map((it) => [it.path, "clean"])));
  });
});
