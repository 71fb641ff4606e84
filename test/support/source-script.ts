import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compile } from "../../generator/compile.ts";
import { readInput } from "./generated-files.ts";

const { files } = compile(readInput("test/golden/pods/spec"));

/** The generated script of a source tool. */
export function sourceScript(tool: string): string {
  const file = files?.find(({ path }) => path.endsWith(`/source/${tool}.sh`));
  if (file === undefined) throw new Error(`no script of ${tool} is generated`);
  return file.content;
}

/** A repository in which the generated scripts run, as they do on an agent. */
export interface Checkout {
  readonly folder: string;
  /** Runs a source build. The message is what the build fails with, or empty. */
  build(
    tool: string,
    options?: {
      readonly directory?: string;
      readonly arguments?: readonly string[];
      readonly environment?: Readonly<Record<string, string>>;
      /** The folders of programs; by default those of this process. */
      readonly path?: string;
    },
  ): { readonly message: string; readonly log: string };
  /** A folder of programs with those of every system, and without any build tool. */
  bare(): string;
  read(path: string): string;
  has(path: string): boolean;
  write(path: string, text: string): void;
  remove(): void;
}

/** Creates a checkout with these files. */
export function checkout(contents: Readonly<Record<string, string>>): Checkout {
  const home = mkdtempSync(join(tmpdir(), "stagewright-source-"));
  const folder = join(home, "app");
  const at = (path: string) => join(folder, path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  mkdirSync(at(".git"), { recursive: true });
  for (const [path, text] of Object.entries(contents)) write(path, text);
  return {
    folder,
    write,
    build: (tool, { directory = ".", arguments: words = [], environment = {}, path } = {}) => {
      const script = join(home, "build.sh");
      writeFileSync(script, sourceScript(tool));
      const numbered = Object.fromEntries(words.map((word, index) => [`ARGUMENT_${index}`, word]));
      const env = {
        ...{ PATH: path ?? process.env.PATH, HOME: join(home, "home"), STATE: join(home, "state") },
        ...{ ARGUMENT_COUNT: String(words.length), ...numbered, ...environment },
      };
      const { stdout, stderr, status } = spawnSync("/bin/sh", [script], { cwd: at(directory), env, encoding: "utf8" });
      const failure = join(home, "state/failure");
      const message = existsSync(failure) ? readFileSync(failure, "utf8").trim() : "";
      return { message: status === 0 ? "" : message || `exit code ${status}`, log: stdout + stderr };
    },
    bare: () => {
      const bin = join(home, "bin");
      mkdirSync(bin, { recursive: true });
      for (const name of ["sh", "mkdir", "rm", "basename", "dirname"]) {
        const link = join(bin, name);
        if (!existsSync(link)) symlinkSync(join("/bin", name), link);
      }
      return bin;
    },
    read: (path) => readFileSync(at(path), "utf8"),
    has: (path) => existsSync(at(path)),
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
