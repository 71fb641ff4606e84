import { knownNames } from "../api/consumers/known-names.ts";
import { tokenize } from "../api/consumers/tokens.ts";
import type { Code } from "../diagnostics/catalogue.ts";
import { reservedStep } from "../validate/rules/reserved.ts";

/** What a file of the own folder is. */
export type Place =
  | { readonly kind: "step" | "table"; readonly name: string }
  | { readonly kind: "class"; readonly name: string }
  | { readonly kind: "resource" };

/** Why a file may not lie where it does. */
export interface Misplaced {
  readonly code: Code;
  readonly problem: string;
  readonly hint: string;
}

const SEGMENT = /^[\w.@+-]+$/;
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** What the library keeps of its own below its package, today or in a later version. */
const OUR_RESOURCES = ["source", "image", "deploy"];

/** What a file is, by its path below the own folder; `packageName` is the library's, null where its spec is wrong. */
export function placeOf(path: string, packageName: string | null): Place | Misplaced {
  const [top = "", ...rest] = path.split("/");
  const name = rest.at(-1) ?? "";
  if (top === "vars" && rest.length === 1 && /\.(groovy|yaml)$/.test(name)) return stepPlace(name);
  if (top === "src" && rest.length > 0 && name.endsWith(".groovy")) return classPlace(rest, packageName);
  if (top === "resources" && rest.length > 0) return resourcePlace(rest, packageName);
  return misplaced(path, top, name);
}

function misplaced(path: string, top: string, name: string): Misplaced {
  const problem = `${path} has no place in a library`;
  if (top === "vars" && name.endsWith(".txt"))
    return { code: "SW510", problem, hint: "a step's help is written from its table, vars/NAME.yaml" };
  return {
    code: "SW510",
    problem,
    hint: "steps are vars/NAME.groovy with vars/NAME.yaml, classes src/PACKAGE/NAME.groovy, all else lies in resources/",
  };
}

function stepPlace(file: string): Place | Misplaced {
  const name = file.replace(/\.\w+$/, "");
  const hint = "choose another name, small letter first: openTicket";
  if (!/^[a-z][A-Za-z0-9]{0,99}$/.test(name))
    return { code: "SW511", problem: `"${name}" is no name of a step: letters and digits`, hint };
  if (reservedStep(name) || knownNames.has(name))
    return { code: "SW511", problem: `"${name}" is a name of stagewright's, Jenkins' or Groovy's`, hint };
  return { kind: file.endsWith(".yaml") ? "table" : "step", name };
}

function classPlace(parts: readonly string[], packageName: string | null): Place | Misplaced {
  const names = [...parts.slice(0, -1), (parts.at(-1) ?? "").replace(/\.groovy$/, "")];
  const wrong = names.find((name) => !IDENTIFIER.test(name));
  if (wrong !== undefined || !/^[A-Z]/.test(names.at(-1) ?? ""))
    return {
      code: "SW511",
      problem: `"${wrong ?? names.at(-1)}" is no name of a ${wrong === undefined ? "class" : "package or class"}`,
      hint: "letters, digits and _; a class begins with a capital: Ticket",
    };
  const own = names.slice(0, -1).join(".");
  if (own === "" || own === packageName)
    return {
      code: "SW511",
      problem: own === "" ? `${names.at(-1)} is in no package` : `${own} is the package of stagewright's own classes`,
      hint: `put it into a package of its own: src/${(packageName ?? "com.acme.ci").replaceAll(".", "/")}/own/`,
    };
  return { kind: "class", name: names.join(".") };
}

function resourcePlace(parts: readonly string[], packageName: string | null): Place | Misplaced {
  const wrong = parts.find((part) => !SEGMENT.test(part));
  if (wrong !== undefined)
    return {
      code: "SW510",
      problem: `"${wrong}" is no name of a resource`,
      hint: "letters, digits, `.`, `_`, `-`, `+` and `@`",
    };
  const below = packageName?.split(".") ?? [];
  const ours = below.every((part, index) => parts[index] === part) && OUR_RESOURCES.includes(parts[below.length] ?? "");
  if (packageName === null || !ours) return { kind: "resource" };
  const folder = [...below, parts[below.length]].join("/");
  return {
    code: "SW511",
    problem: `resources/${folder}/ holds stagewright's own files`,
    hint: `choose another folder: resources/${below.join("/")}/own/`,
  };
}

/** The package that a class says it is in, with its place; null where it says none. */
export function packageIn(text: string) {
  const tokens = tokenize(text);
  const start = tokens.findIndex(({ kind, text: word }) => kind === "name" && word === "package");
  const keyword = tokens[start];
  if (keyword === undefined || tokens.slice(0, start).some(({ text: word }) => word === "class")) return null;
  const rest = tokens.slice(start + 1);
  const end = rest.findIndex(({ kind, text: word }) => kind === "newline" || word === ";");
  const parts = rest.slice(0, end === -1 ? rest.length : end);
  return { name: parts.map(({ text: word }) => word).join(""), at: parts[0] ?? keyword };
}
