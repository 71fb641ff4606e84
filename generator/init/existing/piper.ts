import { isMap, isScalar, LineCounter, type Pair, parseDocument } from "yaml";
import { engines } from "../../engines/index.ts";
import { sourceTools } from "../../source-tools/index.ts";
import { adviceFor, PIPER_STEPS } from "./advice.ts";
import { type Existing, type Fact, type Leftover, looksSecret, type Where } from "./facts.ts";
import { factsOfImage, registryHost } from "./images.ts";

interface Entry {
  /** The keys from the root: `steps`, `mavenBuild`, `dockerImage`. */
  readonly keys: readonly string[];
  /** The text of a scalar or of a list of scalars; null for others. */
  readonly value: readonly string[] | null;
  readonly where: Where;
}

const DEEP = "it has too many levels, so init does not read it";
const OTHER = "no key of a spec has this effect: run a command for it in a custom stage";

/** Reads the configuration of a pipeline of Piper. */
export function readPiper(file: string, text: string, tool: string): Existing {
  try {
    return read(file, text, tool);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { facts: [], leftovers: [{ construct: "the file", where: { file, line: 0 }, instead: DEEP }] };
  }
}

function read(file: string, text: string, tool: string): Existing {
  const lines = new LineCounter();
  // The parser would compare each key with each other one.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined || !isMap(document.contents)) {
    const where = { file, line: error?.linePos?.[0].line ?? 1 };
    return {
      facts: [],
      leftovers: [
        { construct: "the file", where, instead: "it is no valid YAML mapping: fix it, then run init again" },
      ],
    };
  }
  const parts = entriesOf(document.contents.items as Pair[], [], file, lines).map((it) => readEntry(it, tool));
  return {
    facts: parts.flatMap(({ facts }) => facts),
    leftovers: onceForEach(parts.flatMap(({ leftovers }) => leftovers)),
  };
}

function entriesOf(items: readonly Pair[], above: readonly string[], file: string, lines: LineCounter): Entry[] {
  return items.flatMap((pair): Entry[] => {
    if (!isScalar(pair.key)) return [];
    const keys = [...above, String(pair.key.value)];
    if (isMap(pair.value) && pair.value.items.length > 0)
      return entriesOf(pair.value.items as Pair[], keys, file, lines);
    const where = { file, line: lines.linePos(pair.key.range?.[0] ?? 0).line };
    const value = isScalar(pair.value) ? [String(pair.value.value ?? "")] : pair.value === null ? [""] : null;
    return [{ keys, value, where }];
  });
}

function readEntry(entry: Entry, tool: string): Existing {
  const { keys, value, where } = entry;
  // A section without keys, or a step that is switched off, has no effect.
  if (value?.[0] === "false" || value?.[0] === "") return { facts: [], leftovers: [] };
  const key = keys.at(-1) ?? "";
  const [text = ""] = value ?? [];
  const secret = looksSecret(/Id$/.test(key) ? "" : key, text);
  const facts = secret ? null : (READERS[key]?.(text, where, tool) ?? null);
  return facts === null ? { facts: [], leftovers: leftoversOf(entry, secret) } : { facts, leftovers: [] };
}

const READERS: Readonly<Record<string, (text: string, where: Where, tool: string) => Fact[] | null>> = {
  buildTool: (text, where, tool) => buildTool(text, where, tool),
  productiveBranch: (value, where) => [{ key: "branch", value, where }],
  containerRegistryUrl: registry,
  dockerRegistryUrl: registry,
  dockerCredentialsId: (value, where) => [{ key: "push", value, where }],
  containerImageName: image,
  containerImage: image,
  dockerfilePath: (value, where) => [{ key: "dockerfile", value: value.replace(/^\.\//, ""), where }],
  gitHttpsCredentialsId: (value, where) => [{ key: "credentials", value, where }],
  gitSshKeyCredentialsId: (value, where) => [{ key: "credentials", value, where }],
  notificationRecipients: (value, where) =>
    /^[^@\s,;]+@[^@\s,;]+$/.test(value) ? [{ key: "mail", value, where }] : null,
  dockerImage: (value, where) =>
    /^[a-z0-9.-]+(:\d+)?\/[^\s@]+@sha256:[0-9a-f]{64}$/.test(value) ? [{ key: "toolImage", value, where }] : null,
};

function registry(text: string, where: Where): Fact[] | null {
  const host = registryHost(text);
  return host === null ? null : [{ key: "registry", value: host, where }];
}

function image(text: string, where: Where): Fact[] | null {
  const facts = factsOfImage(text, where);
  return facts.length === 0 ? null : facts;
}

/** Piper names tools that build applications, and two engines. A tool that the files of the application show needs no key. */
function buildTool(text: string, where: Where, tool: string): Fact[] | null {
  const engine = engines.find(({ name }) => name === text);
  if (engine !== undefined) return [{ key: "engine", value: text, where }];
  const named = sourceTools.find(({ name, commandLine }) => name === text || commandLine?.otherNames?.includes(text));
  return named?.name === tool ? [] : null;
}

function leftoversOf({ keys, where }: Entry, secret: boolean): Leftover[] {
  const construct = keys.join(".");
  if (secret) return [{ construct, where, instead: "it could be a secret, so it was not copied: create a credential" }];
  if (keys.at(-1) === "buildTool")
    return [
      { construct, where, instead: "the files of the repository show another tool: check `tool` of the source stage" },
    ];
  // The most specific key that has an advice.
  const advised = [...keys].reverse().find((key) => adviceFor(key, PIPER_STEPS) !== null);
  const instead = advised === undefined ? OTHER : (adviceFor(advised, PIPER_STEPS) ?? OTHER);
  // A step is one entry, with all its settings.
  const depth = advised === undefined ? (keys[0] === "steps" ? 2 : keys.length) : keys.lastIndexOf(advised) + 1;
  const name = keys.slice(0, depth).join(".");
  return [{ construct: name, where, instead }];
}

/** A step with several settings is one entry of the report. */
function onceForEach(leftovers: readonly Leftover[]): Leftover[] {
  const seen = new Set<string>();
  return leftovers.filter(({ construct }) => !seen.has(construct) && seen.add(construct));
}
