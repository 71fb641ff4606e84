import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import { type Findings, lookAt } from "../init/inspect-repository.ts";
import { type Answers, assumed, propose } from "../init/propose-specs.ts";
import type { Console, ExitCode } from "../terminal/console.ts";

export interface InitOptions {
  /** Ask nothing. */
  readonly yes: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Proposes specs for the repository in the folder. Throws a Failure where a file of theirs is there already. */
export async function init(options: InitOptions, console: Console): Promise<ExitCode> {
  const found = lookAt(console.folder);
  refuseToOverwrite([...propose(found, assumed(found)).keys()], console.folder);
  const quietly = options.yes || options.json || process.stdin.isTTY !== true;
  const answers = quietly ? assumed(found) : await ask(found);
  if (answers === null) {
    console.warn("nothing was written\n");
    return 1;
  }
  const proposal = propose(found, answers);
  for (const [path, text] of proposal) {
    mkdirSync(dirname(join(console.folder, path)), { recursive: true });
    writeFileSync(join(console.folder, path), text, { flag: "wx" });
  }
  if (options.json) console.print(`${JSON.stringify({ found, written: [...proposal.keys()] }, null, 2)}\n`);
  else if (!options.quiet) console.print(`${[...proposal.keys()].map((it) => `+ ${it}`).join("\n")}\n${NEXT}`);
  return 0;
}

const NEXT = "read the comments in them, then: stagewright generate\n";

function refuseToOverwrite(paths: readonly string[], folder: string): void {
  const there = paths.filter((path) => existsSync(join(folder, path)));
  if (there.length === 0) return;
  throw new Failure(
    `${there.join(", ")} ${there.length === 1 ? "is" : "are"} there already`,
    1,
    "init overwrites nothing",
  );
}

/** The few things that no file tells; null where somebody breaks off. */
async function ask(found: Findings): Promise<Answers | null> {
  const { cancel, confirm, intro, isCancel, outro, select, text } = await import("@clack/prompts");
  const guess = assumed(found);
  const told = found.applications.map(
    ({ service, tool, because }) =>
      `${service}: ${because === null ? "no build file found" : `${tool}, by ${because}`}`,
  );
  intro(told.join("; "));
  const name = (value: string | undefined) =>
    /^[a-z][a-z0-9-]*$/.test(value ?? "") ? undefined : "a name in lower case";
  const host = (value: string | undefined) =>
    /^[a-z0-9.-]+(:\d+)?$/.test(value ?? "") ? undefined : "a host, no https://";
  const team = await text({ message: "Which team owns the source?", initialValue: guess.team, validate: name });
  if (isCancel(team)) return stop(cancel);
  const registry = await text({ message: "Where do images go?", initialValue: guess.registry, validate: host });
  if (isCancel(registry)) return stop(cancel);
  const engine = await select<"buildah" | "docker">({
    message: "What builds images?",
    options: [
      { value: "buildah", label: "buildah", hint: "no daemon" },
      { value: "docker", label: "docker", hint: "agents with a daemon" },
    ],
  });
  if (isCancel(engine)) return stop(cancel);
  const offline = await confirm({ message: "Is the site offline?", initialValue: false });
  if (isCancel(offline)) return stop(cancel);
  outro("thank you");
  return { team, registry, engine, offline };
}

function stop(cancel: (message: string) => void): null {
  cancel("broken off");
  return null;
}
