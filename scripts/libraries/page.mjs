// The tables of docs/libraries.md.
import { firstLine } from "./stops.mjs";

const BEGIN = "<!-- tables: npm run test:libraries -- FOLDER --write -->";
const END = "<!-- end of the tables -->";

/** The page with new tables. */
export function pageWith(page, reports) {
  const [start, rest] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start < 0 || rest < 0) throw new Error("docs/libraries.md has no place for the tables");
  return `${page.slice(0, start)}${BEGIN}\n\n${tables(reports)}\n\n${page.slice(rest)}`;
}

function tables(reports) {
  return [
    "## Variables",
    table(
      ["library", "commit", "variables", "compile", "end", "end with stubs", "own checks", "script output", "plugin"],
      reports.map(variables),
    ),
    "## Stops at plugins",
    table(["library", "variables stop at", "steps with a stub"], reports.map(plugins)),
    "## Jenkinsfiles of the libraries",
    table(
      ["library", "Jenkinsfile", "result", "steps", "stops at"],
      reports.flatMap(({ repository, own }) => own.map((it) => jenkinsfile(repository, it))),
    ),
  ].join("\n\n");
}

function variables({ repository, commit, plain, stubbed }) {
  const count = (all, ...kinds) => all.filter(({ stop }) => kinds.includes(stop?.kind ?? "end")).length;
  const all = plain.length;
  return [
    `[${repository}](https://github.com/${repository})`,
    commit.slice(0, 8),
    all,
    all - count(stubbed, "compile", "fault"),
    count(plain, "end"),
    count(stubbed, "end"),
    count(stubbed, "own"),
    count(stubbed, "output"),
    count(stubbed, "step", "class", "object"),
  ];
}

function plugins({ repository, stubbed, names }) {
  const counts = new Map();
  for (const { stop } of stubbed) {
    if (stop === null || stop.kind === "own" || stop.kind === "output") continue;
    const what = named(stop);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const stops = [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([what, count]) => `${what} (${count})`);
  return [repository, stops.join(", ") || "–", names.map(code).join(", ") || "–"];
}

function jenkinsfile(repository, { file, result, steps, stop }) {
  return [repository, code(file), result, steps, stop === null ? "–" : named(stop)];
}

/** What stopped a variable or a Jenkinsfile: its kind and name, or else its message. */
function named({ kind, what, message }) {
  if (what === "") return cell(firstLine(message));
  const kinds = { step: "the step ", class: "the class ", object: "the object ", compile: "the class " };
  return `${kinds[kind]}${code(what)}`;
}

function code(text) {
  return `\`${text}\``;
}

function cell(text) {
  return text.slice(0, 160).replaceAll("|", "\\|").replaceAll("<", "‹").replaceAll(">", "›");
}

/** A table in Markdown, with columns of equal width. */
function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((text, column) => text.padEnd(widths[column])).join(" | ")} |`;
  const [first, ...others] = all.map(line);
  return [first, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...others].join("\n");
}
