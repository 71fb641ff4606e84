// Decides the pattern of a version, and reads the version of an application from one of its files. It does the same as the class
// Version of the Jenkins library.
import { fits, toLine } from "./text.mjs";

/** The pattern of the first rule that matches the source of a run; the standard one if no rule matches. */
export function patternOf(rules, source, standard) {
  const kind = source.pullRequest !== "" ? "pullRequest" : source.tag !== "" ? "tag" : "branch";
  const matches = (rule) => rule[kind] !== undefined && (kind === "pullRequest" || fits(source[kind], [rule[kind]]));
  return rules.find(matches)?.version ?? standard;
}

/** The version in a file's text, without -SNAPSHOT; empty if the file has none. */
export function versionIn(path, text) {
  const name = path.split("/").at(-1) ?? "";
  return read(name, text).replace(/-SNAPSHOT$/, "");
}

/** Why the text from a file is not a version; empty if it is one. A build script, for example, contains other texts. */
export function versionObjection(path, text) {
  if (/^[A-Za-z0-9][A-Za-z0-9._+!~-]*$/.test(text) && /[0-9]/.test(text)) return "";
  const other = toLine(text);
  const shown = other.length > 80 ? `${other.slice(0, 80)}…` : other;
  const but = shown === "" ? "." : `, but "${shown}". A version has a digit and no blank.`;
  return `The file ${path} contains no version of the application${but}`;
}

function read(name, text) {
  if (name === "pom.xml") return ofPom(text);
  if (name.endsWith(".json")) return ofPackage(text);
  if (name.endsWith(".toml") || name === "setup.cfg") return ofTables(text);
  if (name.endsWith(".properties")) return first(text, /^[ \t]*version[ \t]*[=:][ \t]*([^\r\n]*?)[ \t]*$/m);
  if (/\.props$|proj$/.test(name)) return ofProject(text);
  return text.trim().split(/\r\n|[\n\r]/)[0].trim();
}

// Other elements contain the versions of other things. They can contain each other.
const OTHERS = [
  ...["profiles", "build", "reporting", "dependencyManagement", "dependencies", "properties"],
  ...["distributionManagement", "repositories", "pluginRepositories"],
];

/** The version of the project itself, or else of its parent. A property is replaced by its value. */
function ofPom(text) {
  const plain = text.replace(/<!--[^]*?-->/g, "");
  const parent = first(plain, /<parent>([^]*?)<\/parent>/);
  let own = plain.replace(/<parent>[^]*?<\/parent>/g, "");
  for (const element of OTHERS) own = own.replace(new RegExp(`<${element}>[^]*?</${element}>`, "g"), "");
  const tag = /<version>\s*([^<]*?)\s*<\/version>/;
  const version = first(own, tag) || first(parent, tag);
  const property = first(version, /^\$\{([A-Za-z0-9._-]+)\}$/);
  if (property === "") return version;
  return first(plain, new RegExp(`<${property.replaceAll(".", "\\.")}>\\s*([^<]*?)\\s*</`));
}

function ofPackage(text) {
  try {
    const { version } = JSON.parse(text);
    return typeof version === "string" ? version : "";
  } catch {
    return "";
  }
}

/** The version of a project of .NET, or of the file that all projects below it import. */
function ofProject(text) {
  const plain = text.replace(/<!--[^]*?-->/g, "");
  return first(plain, /<Version>\s*([^<]*?)\s*<\//) || first(plain, /<VersionPrefix>\s*([^<]*?)\s*<\//);
}

/** The version in the table of the project or package: of TOML, or of setup.cfg. */
function ofTables(text) {
  let table = "";
  for (const line of text.split(/\r\n|[\n\r]/)) {
    table = first(line, /^\s*\[([^[\]]+)\]/).trim() || table;
    const version = first(line, /^\s*version\s*=\s*["']?([A-Za-z0-9][^"'\s#]*)/);
    if (version !== "" && ["project", "package", "workspace.package", "tool.poetry", "metadata"].includes(table)) return version;
  }
  return "";
}

function first(text, pattern) {
  return pattern.exec(text)?.[1] ?? "";
}
