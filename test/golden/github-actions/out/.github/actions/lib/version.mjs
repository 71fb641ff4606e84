// Decides the pattern of a version, and reads the version of an application from one of its files. It does the same as the class
// Version of the Jenkins library. A contributor can change the file, so twice the text may take only twice the time.
import { fits, toLine } from "./text.mjs";

/** Larger files are not read. */
const LIMIT = 1_000_000;

/** The pattern of the first rule that matches the source of a run; the standard one if no rule matches. */
export function patternOf(rules, source, standard) {
  const kind = source.pullRequest !== "" ? "pullRequest" : source.tag !== "" ? "tag" : "branch";
  const matches = (rule) => rule[kind] !== undefined && (kind === "pullRequest" || fits(source[kind], [rule[kind]]));
  return rules.find(matches)?.version ?? standard;
}

/** The version in a file's text, without -SNAPSHOT; empty if the file has none, and all of a text that is too long. */
export function versionIn(path, text) {
  if (text.length > LIMIT) return text;
  const name = path.split("/").at(-1) ?? "";
  return read(name, text).replace(/-SNAPSHOT$/, "");
}

/** Why the text from a file is not a version; empty if it is one. A build script, for example, contains other texts. */
export function versionObjection(path, text) {
  if (text.length > LIMIT) return `The file ${path} has ${text.length} characters. A file with a version has at most ${LIMIT}.`;
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
  if (name.endsWith(".properties")) return first(text, /^[ \t]*version[ \t]*[=:]([^\r\n]*)/m).trim();
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
  const [plain] = apart(text, /<!--/g, "-->");
  const [rest, parent] = apart(plain, tag("parent"), "</parent>");
  const version = element(without(rest, OTHERS), "version") || element(parent, "version");
  const property = first(version, /^\$\{([A-Za-z0-9._-]+)\}$/);
  return property === "" ? version : element(plain, property);
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
  // Items are, for example, the packages that the project uses. A target can contain items.
  const own = without(apart(text, /<!--/g, "-->")[0], ["ItemGroup", "ItemDefinitionGroup", "Target"]);
  return element(own, "Version") || element(own, "VersionPrefix");
}

/** The version in the table of the project or package: of TOML, or of setup.cfg. */
function ofTables(text) {
  const pattern = /^[ \t]*(?:\[([^[\]\r\n]+)\]|version[ \t]*=[ \t]*["']?([A-Za-z0-9][^"'\s#]*))/gm;
  let table = "";
  for (const [, header, version] of text.matchAll(pattern)) {
    table = header?.trim() ?? table;
    if (version && ["project", "package", "workspace.package", "tool.poetry", "metadata"].includes(table)) return version;
  }
  return "";
}

/** The text of the first element with this name that has no other elements; empty if there is none. */
function element(text, name) {
  return first(text, new RegExp(`${tag(name).source}([^<>]*)</`)).trim();
}

/** A text without the elements with these names. */
function without(text, names) {
  return names.reduce((rest, name) => apart(rest, tag(name), `</${name}>`)[0], text);
}

/** The pattern of a start tag, also with attributes. An element without content has none. */
function tag(name) {
  return new RegExp(`<${name.replaceAll(".", "\\.")}(?:\\s[^<]*)?(?<!/)>`, "g");
}

/** A text without its parts from a start, which is a pattern, to an end; and what these parts contain. */
function apart(text, start, end) {
  const [outside, inside] = [[], []];
  let from = 0;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const stop = text.indexOf(end, start.lastIndex);
    if (stop < 0) break;
    outside.push(text.slice(from, match.index));
    inside.push(text.slice(start.lastIndex, stop));
    from = stop + end.length;
    start.lastIndex = from;
  }
  return [outside.join("") + text.slice(from), inside.join("")];
}

/** What the group of a pattern matches first; empty if it matches nothing. */
function first(text, pattern) {
  return pattern.exec(text)?.[1] ?? "";
}
