import { analyse, type CompileInput } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { visible } from "../diagnostics/wording.ts";
import {
  type Existing,
  type Fact,
  imagesFolderOf,
  PLACES,
  readExisting,
  type Selection,
  select,
  shown,
  type Taken,
} from "../init/existing/index.ts";
import type { Application, Findings } from "../init/inspect-repository.ts";
import type { Proposal } from "../init/proposal.ts";
import { assumed, propose } from "../init/propose-platform.ts";
import type { TargetName } from "../model/model.ts";
import { inputOf, sourcesOf } from "./init-check.ts";

/** Reads the old pipeline of the repository, and takes over each value with which the proposed specs are valid. */
export function takeOver(found: Findings, folder: string, target: TargetName): Selection {
  const specs = (taken: Taken) => inputOf(propose(found, assumed(found, target, taken), taken));
  const objection = judge(analyse(specs({})).diagnostics);
  const old = existing(found, folder);
  const selection = select(old, (taken, fact) => misplaced(found, fact, taken) ?? objection(specs(taken), fact));
  const images = imagesFolderOf(old);
  return images === null ? selection : { ...selection, taken: { ...selection.taken, images } };
}

/** The same for services of a project: its platform spec decides the values of the site. */
export function takeOverServices(
  found: Findings,
  folder: string,
  project: CompileInput,
  services: (taken: Taken) => Proposal,
): Selection {
  const specs = (taken: Taken) => ({ ...project, services: sourcesOf(services(taken)) });
  const objection = judge(analyse(specs({})).diagnostics);
  return select(existing(found, folder), (taken, fact) => {
    if (PLACES[fact.key][1] === "platform") return "the platform spec of the project decides it";
    return misplaced(found, fact, taken) ?? objection(specs(taken), fact);
  });
}

/** Whether services are valid in a project. */
export function areValid(project: CompileInput, services: Proposal): boolean {
  const { diagnostics } = analyse({ ...project, services: sourcesOf(services) });
  return diagnostics.every(({ severity }) => severity !== "error");
}

function existing(found: Findings, folder: string): Existing {
  const only = onlyApplication(found);
  const { facts, leftovers } = readExisting(folder, {
    tool: only?.tool ?? "",
    runsCommand: only?.because === null,
    git: found.git,
  });
  const unused = found.otherDockerfiles.map((file) => ({
    construct: "a Dockerfile",
    where: { file, line: 0 },
    instead: "no proposed stage builds it: add an image stage to the service that it belongs to",
  }));
  return { facts, leftovers: [...leftovers, ...unused] };
}

/** The application of the whole repository; null if there are several, or it is in a folder below. */
function onlyApplication({ applications }: Findings): Application | null {
  const [only] = applications;
  return applications.length === 1 && only?.directory === "." ? only : null;
}

/** Why a value belongs to no stage that init proposes; null if it belongs to one. */
function misplaced(found: Findings, { key, value }: Fact, { environments = [] }: Taken): string | null {
  if (key === "approvers" && value.some(([name]) => !environments.some((it) => it.name === name)))
    return "the environment is not taken over";
  const part = PLACES[key][1];
  const only = onlyApplication(found);
  if (part !== "platform" && part !== "service" && only === null)
    return "the repository has several applications: set it in the spec of the one that it belongs to";
  if (part === "image" && only?.dockerfiles.length !== 1)
    return "the repository has not one Dockerfile: set it on the image stage that it belongs to";
  if (key === "dockerfile" && only?.dockerfiles[0]?.path !== value)
    return "the old pipeline builds another Dockerfile than the one that init found: check `dockerfile` of the image stage";
  return null;
}

/** Facts that other CI products than Jenkins use, too, with a warning: failed tests fail the stage, and a user starts a deployment. */
const USED_IN_PART: readonly Fact["key"][] = ["tests", "environments"];

/**
 * Decides why specs are not valid with a value; null if they are. A further finding that they have only with it counts, too.
 * Values that are taken over can have findings, which do not count again.
 */
function judge(first: readonly Diagnostic[]): (input: CompileInput, fact: Fact) => string | null {
  let known = first;
  return (input, { key }) => {
    const { diagnostics } = analyse(input);
    const count = (all: readonly Diagnostic[], wanted: string) => all.filter(({ code }) => code === wanted).length;
    const messages = new Set(known.map(({ message }) => message));
    const isNew = ({ code, message }: Diagnostic) =>
      count(diagnostics, code) > count(known, code) && !messages.has(message);
    const isUsed = ({ code }: Diagnostic) => code === "SW379" && USED_IN_PART.includes(key);
    const finding = diagnostics.find((it) => it.severity === "error" || (isNew(it) && !isUsed(it)));
    if (finding === undefined) {
      known = diagnostics;
      return null;
    }
    const reason = finding.code === "SW379" ? "it would have no effect" : "the specs would not be valid";
    return `${reason}: ${finding.message}`;
  };
}

/** The report of what is taken over, and of what is not. */
export function reportOf({ facts, leftovers }: Selection): string {
  const place = ({ file, line: row }: Fact["where"]) => (row === 0 ? file : `${file}:${row}`);
  const taken = facts.map((fact) => line(`${place(fact.where)}: ${PLACES[fact.key][0]}: ${shown(fact)}`));
  // The same construct in several lines of a file is one entry.
  const groups = new Map<string, { text: string; places: Set<string> }>();
  for (const { construct, instead, where } of leftovers) {
    const text = `${construct}: ${instead}`;
    const key = `${where.file}: ${text}`;
    const group = groups.get(key) ?? { text, places: new Set() };
    group.places.add(place(where));
    groups.set(key, group);
  }
  const left = [...groups.values()].map(({ text, places }) => {
    const [first = "", ...more] = places;
    return line(`${first}: ${text}${also(more)}`);
  });
  return [
    ...(taken.length === 0 ? [] : ["taken over from the old pipeline:\n", ...taken]),
    ...(left.length === 0 ? [] : ["not taken over:\n", ...left]),
  ].join("");
}

/** A line of the report. A repository can have any names of files. */
function line(text: string): string {
  return `  ${visible(text)}\n`;
}

function also(places: readonly string[]): string {
  if (places.length === 0) return "";
  const lines = places.map((it) => it.slice(it.lastIndexOf(":") + 1));
  return ` (also line${lines.length === 1 ? "" : "s"} ${lines.join(", ")})`;
}
