import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import { PLACES, type Selection, shown, type Taken } from "../init/existing/index.ts";
import { namesOf, servicesFolder, unknownApplications } from "../init/existing-project.ts";
import { outputFolder } from "../init/free-names.ts";
import { credentialsOfProject, withCredentials } from "../init/git-credentials.ts";
import { type Findings, lookAt } from "../init/inspect-repository.ts";
import type { Answers, Proposal } from "../init/proposal.ts";
import { assumed, propose, proposedEngines } from "../init/propose-platform.ts";
import { proposeServices } from "../init/propose-services.ts";
import { foundFor } from "../init/target-proposals.ts";
import type { TargetName } from "../model/model.ts";
import { compileProject } from "../project/compile-project.ts";
import { DEFAULT_SPEC, findSpec } from "../project/find-spec.ts";
import { ignoredPaths, ignoredWarning } from "../project/ignored-paths.ts";
import { loadProject } from "../project/project.ts";
import { Repository } from "../project/repository.ts";
import type { Console, ExitCode } from "../terminal/console.ts";
import { inputOf, refuseInvalid, sourcesOf } from "./init-check.ts";
import { areValid, reportOf, takeOver, takeOverServices } from "./init-existing.ts";
import { editorNotes, withoutExistingEditorFiles } from "./init-notes.ts";

export interface InitOptions {
  /** Add services to the project of this folder: the folder of their repository, or true for this folder. */
  readonly add?: string | true;
  /** The CI product of the specs; undefined for Jenkins, or with `add` for the one of the project. */
  readonly target?: TargetName;
  /** Ask no questions. */
  readonly yes: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Creates specs for the repository in the current folder. Throws a Failure if one of the files already exists. */
export async function init(options: InitOptions, console: Console): Promise<ExitCode> {
  if (options.add !== undefined) return add(options.add === true ? "." : options.add, options, console);
  const target = options.target ?? "jenkins";
  const ignores = (path: string) => ignoredPaths(console.folder, [path]).length > 0;
  const output = outputFolder(console.folder, ignores);
  const found = { ...foundFor(target, lookAt(console.folder)), output };
  const first = propose(found, assumed(found, target));
  refuseToOverwrite([...withoutExistingEditorFiles(first, console.folder).keys()], console.folder);
  const selection = takeOver(found, console.folder, target);
  const guess = assumed(found, target, selection.taken);
  const quietly = options.yes || options.json || process.stdin.isTTY !== true;
  const answers = quietly ? guess : await ask(found, guess);
  if (answers === null) {
    console.warn("canceled; nothing was written\n");
    return 1;
  }
  const all = propose(found, answers, selection.taken);
  refuseInvalid(inputOf(all));
  const notes = editorNotes(all, console.folder);
  const proposal = withoutExistingEditorFiles(all, console.folder);
  write(proposal, console.folder);
  warnOfIgnored(proposal, target, found.output ?? "out", console);
  return report({ found, proposal, selection, notes }, options, console);
}

/** Adds specs for the applications of a repository that have none, with the names of the project's platform spec. */
async function add(repository: string, options: InitOptions, console: Console): Promise<ExitCode> {
  const folder = resolve(console.folder, repository);
  if (!existsSync(folder)) throw new Failure(`${repository} does not exist`, 1, "specify the folder of a clone");
  const spec = findSpec(console.folder) ?? DEFAULT_SPEC;
  const { project, result } = await compileProject({ spec, quiet: true, format: "text" }, console);
  if (result.model === null)
    throw new Failure("the specs have errors", 1, "run stagewright validate, and fix them first");
  const found = unknownApplications(foundFor(result.model.target, lookAt(folder)), result.model);
  if (options.target !== undefined && options.target !== result.model.target)
    throw new Failure(`--target: the specs are for ${result.model.target}`, 1, "omit --target with --add");
  const { target } = result.model;
  const names = namesOf(result.model, found.git);
  const home = servicesFolder(result.model);
  const other = credentialsOfProject(result.model, found.git);
  const specsWith = (taken: Taken) => new Map(proposeServices(found, names, { target, taken }, home));
  // The platform spec can decide the credentials of services.
  const credentials = other !== null && areValid(project.input, specsWith({ credentials: other })) ? other : null;
  const services = (taken: Taken) => specsWith(withCredentials(taken, credentials));
  const selection = takeOverServices(found, folder, project.input, services);
  const proposal = services(selection.taken);
  if (proposal.size === 0) throw new Failure(`every application in ${repository} already has a spec`, 1);
  refuseToOverwrite([...proposal.keys()], project.folder);
  refuseInvalid({ ...project.input, services: [...project.input.services, ...sourcesOf(proposal)] });
  write(proposal, project.folder);
  const after = await loadProject({ spec }, console);
  const unread = [...proposal.keys()].filter((path) => !after.input.services.some((it) => it.path === path));
  if (unread.length > 0)
    console.warn(`${spec} does not read the new files: add ${unread.join(", ")} to its key "services"\n`);
  const ignored = ignoredWarning(project.folder, [...proposal.keys()]);
  if (ignored !== "") console.warn(ignored);
  return report({ found, proposal, selection, notes: [] }, options, console);
}

/** Throws a Failure, before it writes a file, if a path leads out of the repository through links. */
function write(proposal: Proposal, folder: string): void {
  const repository = new Repository(folder);
  for (const path of proposal.keys()) repository.checkLinks(join(folder, path), path);
  for (const [path, text] of proposal) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { flag: "wx" });
  }
}

/** Warns of specs and of an output folder that git ignores: Jenkins would never see them. */
function warnOfIgnored(proposal: Proposal, target: TargetName, folder: string, console: Console): void {
  const output = target === "github-actions" ? "PIPELINES.md" : `${folder}/PIPELINES.md`;
  const specs = [...proposal.keys()].filter((path) => path.endsWith(".yaml"));
  const ignored = ignoredWarning(console.folder, [output, ...specs]);
  if (ignored !== "") console.warn(ignored);
}

interface Result {
  readonly found: Findings;
  readonly proposal: Proposal;
  readonly selection: Selection;
  readonly notes: readonly string[];
}

function report({ found, proposal, selection, notes }: Result, options: InitOptions, console: Console): ExitCode {
  const written = [...proposal.keys()];
  if (options.json) {
    const takenOver = selection.facts.map((it) => ({ key: PLACES[it.key][0], value: shown(it), ...it.where }));
    const notTakenOver = selection.leftovers.map(({ where, ...rest }) => ({ ...rest, ...where }));
    console.print(`${JSON.stringify({ found, written, takenOver, notTakenOver, notes }, null, 2)}\n`);
  } else if (!options.quiet)
    console.print(`${written.map((it) => `+ ${it}`).join("\n")}\n${notes.join("")}${reportOf(selection)}${NEXT}`);
  return 0;
}

const NEXT = "next: read the comments in these files, then run stagewright generate\n";

function refuseToOverwrite(paths: readonly string[], folder: string): void {
  const there = paths.filter((path) => existsSync(join(folder, path)));
  if (there.length === 0) return;
  throw new Failure(
    `${there.join(", ")} already ${there.length === 1 ? "exists" : "exist"}`,
    1,
    "init never overwrites files; remove or rename them first",
  );
}

/** Asks for the values that cannot be detected; null if the user cancels. */
async function ask(found: Findings, guess: Answers): Promise<Answers | null> {
  const { cancel, confirm, intro, isCancel, outro, select, text } = await import("@clack/prompts");
  const detected = found.applications.map(
    ({ service, tool, because }) =>
      `${service}: ${because === null ? "no build file found" : `${tool} (found ${because})`}`,
  );
  intro(detected.join("; "));
  const name = (value: string | undefined) =>
    /^[a-z][a-z0-9-]*$/.test(value ?? "")
      ? undefined
      : "use lower-case letters, digits and dashes; start with a letter";
  const host = (value: string | undefined) =>
    /^[a-z0-9.-]+(:\d+)?$/.test(value ?? "") ? undefined : "enter a host name without https://";
  const team = await text({ message: "Which team owns the source code?", initialValue: guess.team, validate: name });
  if (isCancel(team)) return stop(cancel);
  const registry = await text({
    message: "Which registry stores the images (host name)?",
    initialValue: guess.registry,
    validate: host,
  });
  if (isCancel(registry)) return stop(cancel);
  const engine = await select({
    message: "Which engine builds the images?",
    options: proposedEngines(guess.target).map(({ name: value, hint }) => ({ value, label: value, hint })),
  });
  if (isCancel(engine)) return stop(cancel);
  const offline = await confirm({ message: "Is the site offline (no internet access)?", initialValue: false });
  if (isCancel(offline)) return stop(cancel);
  outro("creating the specs");
  return { team, registry, engine, offline, target: guess.target };
}

function stop(cancel: (message: string) => void): null {
  cancel("canceled");
  return null;
}
