// The command line flags of kaniko's executor: flags.tsv comes from the help of v1.28.3.
import { readFileSync } from "node:fs";

const known = new Map();
const shorts = new Map();
for (const line of readFileSync(new URL("flags.tsv", import.meta.url), "utf8").split("\n")) {
  if (line === "" || line.startsWith("#")) continue;
  const [name, short, type, repeatable, deprecated] = line.split("\t");
  known.set(name, { type, repeatable: repeatable === "yes", deprecated: deprecated === "yes" });
  if (short !== "") shorts.set(short, name);
}

/** Checks of values by type of flag; other types accept any text. */
const types = {
  bool: /^(true|false)$/,
  int: /^-?\d+$/,
  duration: /^(\d+(\.\d+)?(h|m|s|ms))+$/,
  "key-value-arg": /^[^=]+=/,
  "key-multi-value-arg": /^[^=;]+=[^=;]+(;[^=;]+=[^=;]+)*$/,
  secret: /^id=[^,]+(,(src|env)=[^,]+)?(,type=(file|env))?$/,
};

/** The values of each flag, by name. Throws for arguments that the executor rejects: unknown flags, bare words, wrong values. */
export function parseFlags(words) {
  const found = new Map();
  const rest = [...words];
  while (rest.length > 0) {
    const word = rest.shift();
    const [, long, short, glued] = /^(?:--([A-Za-z][\w-]*)|-([a-z]))(?:=(.*))?$/s.exec(word) ?? [];
    const name = long ?? shorts.get(short);
    if (long === undefined && short === undefined)
      throw new Error(`unknown command ${JSON.stringify(word)} for "executor"`);
    const flag = known.get(name);
    if (flag === undefined) throw new Error(`unknown flag: ${word}`);
    if (flag.deprecated) throw new Error(`flag --${name} is deprecated`);
    const value = glued ?? (flag.type === "bool" ? "true" : rest.shift());
    if (value === undefined) throw new Error(`flag needs an argument: ${word}`);
    if (types[flag.type] && !types[flag.type].test(value)) {
      throw new Error(`invalid argument ${JSON.stringify(value)} for "--${name}" flag`);
    }
    if (!flag.repeatable && found.has(name)) throw new Error(`--${name} is set twice`);
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}
