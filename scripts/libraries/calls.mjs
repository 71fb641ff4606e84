// Writes Jenkinsfiles that call each global variable of a library, and reads their results.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The variables in one Jenkinsfile: a method of a class has up to 64 KB. */
const PER_FILE = 30;

/** Jenkinsfiles that call each variable, or each of these, once and catch what it throws. */
export function callsOf(library, only = null) {
  const files = readdirSync(join(library, "vars")).filter((name) => name.endsWith(".groovy"));
  const variables = files.map((file) => {
    const name = file.replace(/\.groovy$/, "");
    return { name, call: callOf(name, readFileSync(join(library, "vars", file), "utf8")) };
  });
  const wanted = variables.filter(({ name }) => only === null || only.includes(name));
  const parts = [];
  for (let at = 0; at < wanted.length; at += PER_FILE) parts.push(wanted.slice(at, at + PER_FILE));
  return parts.map((part) => ({ names: part.map(({ name }) => name), text: jenkinsfile(part) }));
}

/** What each variable of such a Jenkinsfile did: null if it ended, or the message of what stopped it. */
export function outcomesOf(names, build) {
  const lines = build.steps.filter(({ name }) => name === "echo").map((step) => String(step.arguments.message));
  return names.map((name) => {
    const line = lines.find((it) => it.startsWith(`RESULT ${name} `));
    const said = line?.slice(`RESULT ${name} `.length) ?? build.error ?? "the build stopped before";
    return { name, stop: said === "ended" ? null : said };
  });
}

function jenkinsfile(variables) {
  const bodies = variables.map(
    ({ name, call }) => `def try_${name}() {
  try {
    timeout(time: 30, unit: 'SECONDS') { node { ${call} } }
    echo 'RESULT ${name} ended'
  } catch (Throwable error) {
    echo "RESULT ${name} \${error.getClass().getName()}: \${error.getMessage()}"
  }
}`,
  );
  return `@Library('library') _\n${variables.map(({ name }) => `try_${name}()`).join("\n")}\n${bodies.join("\n")}\n`;
}

/** A call with a value for each parameter without a default; a variable without a method `call` is only loaded. */
function callOf(name, source) {
  const text = source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");
  const found = /\bcall\s*\(/.exec(text);
  if (found === null) return `getProperty('${name}')`;
  const values = splitAtCommas(inBrackets(text.slice(found.index + found[0].length))).flatMap(valueFor);
  return `${name}(${values.join(", ")})`;
}

function inBrackets(text) {
  let depth = 1;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0) return text.slice(0, at);
  }
  return "";
}

function splitAtCommas(text) {
  const parts = [""];
  let depth = 0;
  for (const letter of text) {
    if ("([{<".includes(letter)) depth += 1;
    if (")]}>".includes(letter)) depth -= 1;
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.filter((part) => part.trim() !== "");
}

/** A value for a parameter, by its type or name. */
function valueFor(parameter) {
  const [declared, preset] = parameter.split("=");
  if (/closure|\bbody\b|\bblock\b/i.test(declared)) return ["{ -> }"];
  if (preset !== undefined) return [];
  if (/\bscript\b|\bsteps\b/.test(declared)) return ["this"];
  if (/map|config|param|settings|options|args/i.test(declared)) return ["[script: this]"];
  if (/list|\[\]/i.test(declared)) return ["[]"];
  if (/boolean/i.test(declared)) return ["false"];
  if (/\b(int|Integer|Long|long)\b/.test(declared)) return ["1"];
  // A class of the library, which only the library itself can create.
  if (/^\s*(?!String|CharSequence|Object)[A-Z]\w*\s+\w/.test(declared)) return ["null"];
  return ["'x'"];
}
