import type { PublicApplication } from "./application.ts";

/** An application, and the stages of its rehearsal that ran with the real tools. */
export interface PageRow {
  readonly application: PublicApplication;
  readonly ran: string;
}

const BEGIN = "<!-- table: APPLICATIONS_WRITE=1 npm run test:applications -->";
const END = "<!-- end of the table -->";
const HEAD = ["application", "created by", "`init` proposes", "its author adds", "ran", "each change"];

/** The page with new rows. An application that did not run keeps its row; without one, it did not run yet. */
export function pageWith(page: string, applications: readonly PublicApplication[], rows: readonly PageRow[]): string {
  const [start, rest] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (start < 0 || rest < 0) throw new Error("docs/applications.md has no place for the table");
  const before = rowsOf(page);
  const all = applications.map((application) => {
    const ran = rows.find((it) => it.application === application)?.ran;
    return { application, ran: ran ?? before.find(([name]) => name === application.name)?.at(-2) ?? "nothing yet" };
  });
  return `${page.slice(0, start)}${BEGIN}\n\n${table(all)}\n\n${page.slice(rest)}`;
}

/** The cells of the rows of a page's table. */
export function rowsOf(page: string): readonly (readonly string[])[] {
  return [...page.matchAll(/^\| (?!application |---)(.+) \|$/gm)].map(([, row = ""]) =>
    row.split(" | ").map((cell) => cell.trim()),
  );
}

/** The first cells of an application's row. They follow from the table of the tests alone. */
export function cellsOf({ name, generator, services, files, lock }: PublicApplication): readonly string[] {
  const tools = Object.entries(services).map(([service, end]) => {
    const [, tool = "command"] = /^tool: (\w+)/.exec(end) ?? [];
    return `\`${service}\`: ${tool}`;
  });
  return [name, generator, tools.join(", "), added(Object.keys(files), lock.length > 0)];
}

function added(files: readonly string[], locked: boolean): string {
  const images = files.filter((path) => path.endsWith("Dockerfile")).length;
  const others = files.filter((path) => !path.endsWith("Dockerfile")).map((path) => `\`${path}\``);
  const parts = [
    ...(locked ? ["the lock file"] : []),
    ...(images === 0 ? [] : [images === 1 ? "a Dockerfile" : `${images} Dockerfiles`]),
  ];
  return [...parts, ...others].join(", ") || "–";
}

function table(rows: readonly PageRow[]): string {
  const cells = rows.map(({ application, ran }) => [...cellsOf(application), ran, application.ci ? "yes" : "no"]);
  const widths = HEAD.map((title, index) => Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`;
  return [line(HEAD), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}
