import { knownNames } from "../api/consumers/known-names.ts";
import { tokenize } from "../api/consumers/tokens.ts";
import type { Code } from "../diagnostics/catalogue.ts";
import { reservedStep } from "../spec/reserved-names.ts";

/** The role of a file in the site's own folder. */
export type Place =
  | { readonly kind: "step" | "table"; readonly name: string }
  | { readonly kind: "class"; readonly name: string }
  | { readonly kind: "resource" };

/** Why a file's path is not allowed. */
export interface Misplaced {
  readonly code: Code;
  readonly problem: string;
  readonly hint: string;
}

const SEGMENT = /^[\w.@+-]+$/;
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/** Resource folders below the package that are reserved for generated files. */
const RESERVED_FOLDERS = ["source", "image", "deploy"];

/** The role of a file by its path below the own folder; `packageName` is the library's package, null if its spec is invalid. */
export function placeOf(path: string, packageName: string | null): Place | Misplaced {
  const [top = "", ...rest] = path.split("/");
  const name = rest.at(-1) ?? "";
  if (top === "vars" && rest.length === 1 && /\.(groovy|yaml)$/.test(name)) return stepPlace(name);
  if (top === "src" && rest.length > 0 && name.endsWith(".groovy")) return classPlace(rest, packageName);
  if (top === "resources" && rest.length > 0) return resourcePlace(rest, packageName);
  return misplaced(path, top, name);
}

function misplaced(path: string, top: string, name: string): Misplaced {
  const problem = `${path} is not in a folder of a Jenkins library`;
  if (top === "vars" && name.endsWith(".txt"))
    return {
      code: "SW510",
      problem,
      hint: "remove it: the help of a step is generated from its table, vars/NAME.yaml",
    };
  return {
    code: "SW510",
    problem,
    hint: "use vars/NAME.groovy and vars/NAME.yaml for steps, src/PACKAGE/NAME.groovy for classes, and resources/ for other files",
  };
}

function stepPlace(file: string): Place | Misplaced {
  const name = file.replace(/\.\w+$/, "");
  const hint = "use another name that starts with a lower-case letter, such as openTicket";
  if (!/^[a-z][A-Za-z0-9]{0,99}$/.test(name))
    return { code: "SW511", problem: `"${name}" is not a valid step name: use letters and digits`, hint };
  if (reservedStep(name) || knownNames.has(name))
    return { code: "SW511", problem: `the step name "${name}" is reserved by stagewright, Jenkins or Groovy`, hint };
  return { kind: file.endsWith(".yaml") ? "table" : "step", name };
}

function classPlace(parts: readonly string[], packageName: string | null): Place | Misplaced {
  const names = [...parts.slice(0, -1), (parts.at(-1) ?? "").replace(/\.groovy$/, "")];
  const wrong = names.find((name) => !IDENTIFIER.test(name));
  if (wrong !== undefined || !/^[A-Z]/.test(names.at(-1) ?? ""))
    return {
      code: "SW511",
      problem: `"${wrong ?? names.at(-1)}" is not a valid name of a ${wrong === undefined ? "class" : "package or class"}`,
      hint: "use letters, digits and _; start class names with a capital letter, such as Ticket",
    };
  const own = names.slice(0, -1).join(".");
  if (own === "" || own === packageName)
    return {
      code: "SW511",
      problem:
        own === ""
          ? `the class ${names.at(-1)} is not in a package`
          : `the package ${own} is reserved for generated classes`,
      hint: `move it to a separate package: src/${(packageName ?? "com.acme.ci").replaceAll(".", "/")}/own/`,
    };
  return { kind: "class", name: names.join(".") };
}

function resourcePlace(parts: readonly string[], packageName: string | null): Place | Misplaced {
  const wrong = parts.find((part) => !SEGMENT.test(part));
  if (wrong !== undefined)
    return {
      code: "SW510",
      problem: `"${wrong}" is not a valid resource name`,
      hint: "use letters, digits, `.`, `_`, `-`, `+` and `@`",
    };
  const below = packageName?.split(".") ?? [];
  const isReserved =
    below.every((part, index) => parts[index] === part) && RESERVED_FOLDERS.includes(parts[below.length] ?? "");
  if (packageName === null || !isReserved) return { kind: "resource" };
  const folder = [...below, parts[below.length]].join("/");
  return {
    code: "SW511",
    problem: `resources/${folder}/ is reserved for generated files`,
    hint: `use another folder, such as resources/${below.join("/")}/own/`,
  };
}

/** The package that a class declares, with its place; null if it declares none. */
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
