import { type Document, isMap, parseDocument, visit } from "yaml";
import type { CompileInput, SourceText } from "../../generator/compile.ts";

/** A repeatable random number below a limit (mulberry32). */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

type Random = (limit: number) => number;
type Edit = (input: CompileInput, random: Random) => CompileInput;

/** One random edit of a site: of a service, the platform, the site's own code, a release, or the date. */
export function editRandomly(input: CompileInput, random: Random): CompileInput {
  const [, edit] = edits[random(edits.length)] ?? ["", (same: CompileInput) => same];
  return edit(input, random);
}

/** Edits that a site makes; some of them are errors in some sites. */
const edits: readonly (readonly [name: string, edit: Edit])[] = [
  ["comment of a service", ofService((text) => `${text}# a comment\n`)],
  ["comment of the platform", ofPlatform((text) => `# a comment\n${text}`)],
  ["branch as pin", ofService(setting(["pin"], "main"))],
  ["branch of a service", ofService(setting(["branch"], "trunk"))],
  ["topology", ofService(setting(["topology"], "per-team"))],
  ["version", ofService((text, random) => setting(["version"], `1.${random(9)}.{build}-{commit}`)(text))],
  ["rename", ofService((text, random) => setting(["service"], `renamed-${random(9)}`)(text))],
  ["owner of a stage", ofService(setting(["stages", 1, "owner"], "platform"))],
  ["an unknown key", ofService(setting(["unknown"], true))],
  ["invalid YAML", ofService((text) => `${text}key: [\n`)],
  ["library in folders", ofPlatform(setting(["library", "scope"], "folder"))],
  ["library for all", ofPlatform(setting(["library", "scope"], "global"))],
  ["name of the library", ofPlatform((text, random) => setting(["library", "name"], `ci-${random(5)}`)(text))],
  ["retries of all stages", ofPlatform((text, random) => setting(["defaults", "all", "retries"], random(4))(text))],
  ["lock", ofPlatform(setting(["locks", "closed"], ["version"]))],
  ["owner of the pipelines", ofPlatform(setting(["pipelines", "owner"], "shop"))],
  ["agent", ofPlatform((text, random) => setting(["site", "agent", "label"], `linux-${random(5)}`)(text))],
  ["value of a service", ofService(withOtherValue)],
  ["value of a service", ofService(withOtherValue)],
  ["value of the platform", ofPlatform(withOtherValue)],
  ["value of the platform", ofPlatform(withOtherValue)],
  ["key of a service", ofService(withoutKey)],
  ["key of the platform", ofPlatform(withoutKey)],
  ["new service", copyService],
  ["removed service", removeService],
  ["next day", (input, random) => ({ ...input, today: `2027-01-${random(20) + 10}` })],
  ["own code", editOwn],
  ["target", (input, random) => ({ ...input, target: random(2) === 0 ? "jenkins" : "tekton" })],
];

function ofPlatform(change: (text: string, random: Random) => string): Edit {
  return (input, random) => ({
    ...input,
    platform: { ...input.platform, text: change(input.platform.text, random) },
  });
}

function ofService(change: (text: string, random: Random) => string): Edit {
  return (input, random) => {
    const index = random(input.services.length);
    const edited = (it: SourceText, at: number) => (at === index ? { ...it, text: change(it.text, random) } : it);
    return { ...input, services: input.services.map(edited) };
  };
}

/** Sets a value; returns the text unchanged if it is no mapping. */
function setting(path: readonly (string | number)[], value: unknown): (text: string) => string {
  return (text) => {
    const document = parseDocument(text);
    if (document.errors.length > 0) return text;
    try {
      document.setIn(path, document.createNode(value));
    } catch {
      return text;
    }
    return document.toString();
  };
}

/** Replaces a value by another value of the same text. */
function withOtherValue(text: string, random: Random): string {
  return edited(text, (document) => {
    const scalars: { value: unknown }[] = [];
    visit(document, {
      Scalar: (key, node) => {
        if (key === "value") scalars.push(node);
      },
    });
    const [one, other] = [scalars[random(scalars.length)], scalars[random(scalars.length)]];
    if (one !== undefined && other !== undefined) one.value = other.value;
  });
}

function withoutKey(text: string, random: Random): string {
  return edited(text, (document) => {
    const pairs: (() => void)[] = [];
    visit(document, {
      Map: (_key, map) => {
        for (const pair of map.items) pairs.push(() => map.items.splice(map.items.indexOf(pair), 1));
      },
    });
    pairs[random(pairs.length)]?.();
  });
}

function edited(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return text;
  change(document);
  return document.toString();
}

function copyService(input: CompileInput, random: Random): CompileInput {
  const from = input.services[random(input.services.length)];
  const name = `copy-${random(1000)}`;
  if (from === undefined) return input;
  const text = setting(["service"], name)(from.text).replaceAll(/(name: [\w-]+)\/[\w-]+/g, `$1/${name}`);
  const services = [...input.services, { path: `services/${name}.yaml`, text }];
  return { ...input, services: services.sort((one, other) => (one.path < other.path ? -1 : 1)) };
}

function removeService(input: CompileInput, random: Random): CompileInput {
  if (input.services.length < 2) return input;
  const index = random(input.services.length);
  return { ...input, services: input.services.filter((_, at) => at !== index) };
}

function editOwn(input: CompileInput, random: Random): CompileInput {
  if (input.own === undefined) return input;
  const index = random(input.own.files.length);
  const files = input.own.files.map((it, at) => (at === index ? { ...it, text: `${it.text}\n` } : it));
  return { ...input, own: { ...input.own, files } };
}
