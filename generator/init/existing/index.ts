import { readerOf } from "../detect-tool.ts";
import { type Existing, type Fact, type Leftover, PLACES, shown, type Taken, withFact } from "./facts.ts";
import { findJenkinsfiles } from "./find-jenkinsfiles.ts";
import { type Context, readJenkinsfile } from "./jenkinsfile.ts";
import { readPiper } from "./piper.ts";

export { type Existing, type Fact, type Leftover, PLACES, shown, type Taken } from "./facts.ts";

/** Larger files are no configuration that people write. */
const LARGEST = 500_000;

const PIPER = ".pipeline/config.yml";

/** Configurations of other products, which init does not read. */
const OTHERS: readonly (readonly [path: string, product: string])[] = [
  [".gitlab-ci.yml", "GitLab CI"],
  [".github/workflows", "GitHub Actions"],
  ["azure-pipelines.yml", "Azure Pipelines"],
  ["bitbucket-pipelines.yml", "Bitbucket Pipelines"],
  [".circleci/config.yml", "CircleCI"],
  [".travis.yml", "Travis CI"],
];

/** Reads the pipelines that a repository already has. */
export function readExisting(folder: string, about: Omit<Context, "has">): Existing {
  const read = readerOf(folder);
  const context = { ...about, has: (path: string) => read(path) !== null };
  const { main, others, outside } = findJenkinsfiles(folder);
  const parts = [
    ...(main === null ? [] : [readIf(main, read(main), (text) => readJenkinsfile(main, text, context))]),
    readIf(PIPER, read(PIPER), (text) => readPiper(PIPER, text, context.tool)),
    { facts: [], leftovers: unread(folder) },
    {
      facts: [],
      leftovers: others.map((file) => furtherFile(file, main === null ? SEVERAL : `init reads only ${main}`)),
    },
    { facts: [], leftovers: outside.map((file) => furtherFile(file, OUTSIDE)) },
  ];
  return {
    facts: parts.flatMap(({ facts }) => facts),
    leftovers: parts.flatMap(({ leftovers }) => leftovers),
  };
}

function readIf(file: string, text: string | null, by: (text: string) => Existing): Existing {
  if (text === null || text.length <= LARGEST)
    return text === null || text === "" ? { facts: [], leftovers: [] } : by(text);
  const instead = `it has more than ${LARGEST} characters, so init does not read it`;
  return { facts: [], leftovers: [{ construct: "the file", where: { file, line: 0 }, instead }] };
}

function unread(folder: string): Leftover[] {
  const read = readerOf(folder);
  return OTHERS.filter(([path]) => read(path) !== null).map(([file, product]) => ({
    construct: product,
    where: { file, line: 0 },
    instead: "init does not read this file",
  }));
}

const SEVERAL = "init reads a single one: the one at the root of the repository, or the only one";
const OUTSIDE = "it leads out of the repository, or nowhere, so init does not read it";

function furtherFile(file: string, instead: string): Leftover {
  return { construct: "a Jenkinsfile", where: { file, line: 0 }, instead };
}

/** What is taken over: each fact that fits, in the order of the files. */
export interface Selection {
  readonly taken: Taken;
  readonly facts: readonly Fact[];
  readonly leftovers: readonly Leftover[];
}

/**
 * Adds one fact after the other, and keeps each one with which the specs are valid. `objection` returns why the specs with
 * these values are not; null if they are.
 */
export function select(
  { facts, leftovers }: Existing,
  objection: (taken: Taken, fact: Fact) => string | null,
): Selection {
  let taken: Taken = {};
  const kept: Fact[] = [];
  const left: Leftover[] = [];
  for (const fact of facts) {
    const next = withFact(taken, fact);
    if (next === taken) continue;
    const reason = next === null ? "the old pipeline has another value for this key, too" : objection(next, fact);
    if (next === null || reason !== null) {
      const [key] = PLACES[fact.key];
      left.push({ construct: `${key}: ${shown(fact)}`, where: fact.where, instead: reason ?? "" });
    } else {
      taken = next;
      kept.push(fact);
      left.push(...unused(fact));
    }
  }
  return { taken, facts: kept, leftovers: sorted([...leftovers, ...left]) };
}

/** The account or project of all images of the old pipeline; null if they have several, or none. */
export function imagesFolderOf({ facts }: Existing): string | null {
  const names = facts.flatMap((fact) => (fact.key === "image" ? [fact.value] : []));
  const folders = new Set(names.map((name) => name.slice(0, Math.max(name.lastIndexOf("/"), 0))));
  const [only = ""] = folders;
  return folders.size === 1 && only !== "" ? only : null;
}

/** The commands of the old pipeline used its parameters; those of the proposed stages do not. */
function unused(fact: Fact): Leftover[] {
  if (fact.key !== "parameters") return [];
  return fact.value.map(({ name }) => ({
    construct: `the use of the parameter ${name}`,
    where: fact.where,
    instead: UNUSED,
  }));
}

const UNUSED = "it is a variable of the commands, and no proposed stage uses it: write it into a command, or remove it";

/** In the order of the files and their lines. */
function sorted(leftovers: readonly Leftover[]): Leftover[] {
  const files = [...new Set(leftovers.map(({ where }) => where.file))];
  const order = ({ where }: Leftover) => files.indexOf(where.file);
  return [...leftovers].sort((one, other) => order(one) - order(other) || one.where.line - other.where.line);
}
