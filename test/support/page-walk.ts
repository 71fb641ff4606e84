import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** One action of the reader of a page: run a command, write a file or edit a file. */
export type Step =
  | { readonly kind: "run"; readonly command: string; readonly shown: string }
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  | { readonly kind: "edit"; readonly path: string; readonly before: string; readonly after: string };

/** A fenced code block: its language, its text and the paragraph before it. */
interface Fence {
  readonly language: string;
  readonly text: string;
  readonly before: string;
}

/**
 * The steps of a page, in order. A `console` block contains commands, each after `$ `, and their output; `…` stands for omitted
 * lines. A `mermaid` block is the output of the previous command. A block after "Write `PATH`:" is the text of a file. A `diff`
 * after "In `PATH`:" is a change of a file. Any other block is an error, because no test would check it.
 */
export function stepsOf(page: string): Step[] {
  const steps: Step[] = [];
  for (const fence of fencesOf(page)) {
    const last = steps.at(-1);
    if (fence.language === "mermaid" && last?.kind === "run") steps[steps.length - 1] = { ...last, shown: fence.text };
    else steps.push(...(fence.language === "console" ? commandsOf(fence.text) : [fileOf(fence)]));
  }
  return steps;
}

function fencesOf(page: string): Fence[] {
  const fences: Fence[] = [];
  let before = "";
  let paragraph = "";
  let open: { language: string; indent: string; lines: string[] } | null = null;
  for (const line of page.split("\n")) {
    const [, indent, language] = /^( *)```(\w*)$/.exec(line) ?? [];
    if (open === null && indent !== undefined) open = { language: language ?? "", indent, lines: [] };
    else if (open !== null && indent !== undefined) {
      fences.push({ language: open.language, text: open.lines.map((it) => `${it}\n`).join(""), before });
      open = null;
    } else if (open !== null) open.lines.push(line.replace(open.indent, ""));
    else if (line.trim() === "") paragraph = "";
    else before = paragraph = `${paragraph} ${line.trim()}`;
  }
  if (open !== null) throw new Error("a code block is not closed");
  return fences;
}

function commandsOf(text: string): Step[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { kind: "run", command: part.slice(0, end), shown: part.slice(end + 1) };
    });
}

function fileOf({ language, text, before }: Fence): Step {
  const [, verb, path] = /(Write|In) `([^`]+)`:$/.exec(before) ?? [];
  if (verb === "Write" && path !== undefined) return { kind: "write", path, text };
  if (verb !== "In" || path === undefined || language !== "diff")
    throw new Error(`this block is not a command, a file or a change of a file: ${text}`);
  const lines = text.trimEnd().split("\n");
  const side = (left: string) =>
    lines
      .filter((line) => !line.startsWith(left))
      .map((line) => line.slice(1))
      .join("\n");
  return { kind: "edit", path, before: side("+"), after: side("-") };
}

/** A shell that keeps its current folder from one command to the next, like the terminal of a reader. */
export class Walk {
  private status = 0;

  constructor(
    readonly home: string,
    private readonly environment: Readonly<Record<string, string | undefined>>,
    private folder = home,
  ) {}

  /** Executes a step and returns the output of a command, both streams in order. Throws if an edit does not match the file. */
  do(step: Step): { readonly printed: string; readonly status: number } {
    if (step.kind === "run") return this.run(step.command);
    const path = join(this.folder, step.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, step.kind === "write" ? step.text : edited(readFileSync(path, "utf8"), step));
    return { printed: "", status: 0 };
  }

  private run(command: string) {
    const script = `(exit ${this.status}); ${command}\nstatus=$?; pwd >"$WALK_FOLDER"; exit "$status"`;
    const file = join(this.home, ".walk");
    const { stdout, status } = spawnSync("bash", ["-c", `exec 2>&1; ${script}`], {
      cwd: this.folder,
      encoding: "utf8",
      env: { ...this.environment, WALK_FOLDER: file },
    });
    this.status = status ?? 2;
    this.folder = readFileSync(file, "utf8").trim();
    return { printed: stdout, status: this.status };
  }

  /** The current folder, relative to the first one. */
  where(): string {
    return relative(this.home, this.folder);
  }
}

function edited(text: string, { path, before, after }: Extract<Step, { kind: "edit" }>): string {
  const pieces = text.split(`${before}\n`);
  if (pieces.length !== 2)
    throw new Error(`${path} contains these lines ${pieces.length - 1} times, expected once:\n${before}`);
  return pieces.join(`${after}\n`);
}

/** True if the output matches the page. `…` stands for any text within a line; on its own line, it stands for any lines. */
export function isShown(printed: string, shown: string): boolean {
  const lines = shown.split("\n").map((line) => {
    if (line.trim() === "…") return "(?:.*\n)*?";
    return `${line.split("…").map(literally).join("[^\n]*")}\n`;
  });
  // The last element is the empty text after the last line break.
  return new RegExp(`^${lines.slice(0, -1).join("")}$`).test(printed);
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
