import { type Owners, owners as ownersOf } from "../compile.ts";
import { loadProject } from "../project/project.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";
import { printForPrograms, reportFindings } from "../terminal/report.ts";

/** Lists what each team owns, and the teams on the path from a commit to each environment; returns 1 if a path has no owner or several. */
export async function owners(options: Options, console: Console): Promise<ExitCode> {
  const project = await loadProject(options, console);
  const { owners: found, ...result } = ownersOf(project.input);
  await reportFindings({ project, result }, options, console);
  const results = (found?.problems ?? []).map(({ path, problem, text }) => ({
    rule: `owners/${problem.replace(" ", "-")}`,
    title: `A path is ${problem}`,
    message: `${path} is ${problem}: ${text}`,
    file: "CODEOWNERS",
    owner: "(site)",
  }));
  await printForPrograms({ project, result }, { json: { owners: found }, results }, options, console);
  if (found === null) return 1;
  if (options.format === "text") {
    if (!options.quiet)
      console.print([...teamLines(found), ...siteLines(found), ...pathLines(found)].join("\n").concat("\n"));
    for (const { path, problem, text } of found.problems) console.warn(`error: ${path} is ${problem}: ${text}\n`);
  }
  return found.problems.length === 0 ? 0 : 1;
}

function teamLines({ teams }: Owners): string[] {
  return teams.flatMap((team) => [
    `${team.team}  folder ${team.folder}, ${team.repository === null ? "" : `repository ${team.repository}, `}reviewed by ${team.reviewers.join(", ") || "no one"}`,
    ...section(
      "stages",
      team.stages.map((it) => `${it.service}/${it.stage}  ${it.kind}, ${it.job}`),
    ),
    ...section("files", team.files),
    ...section(
      "credentials",
      team.credentials.map((it) => `${it.id}  ${it.kind}, for ${it.users}`),
    ),
    ...section("environments", team.environments),
    ...section(
      "approvals",
      team.approvals.map((it) => `${it.service}/${it.stage}  by ${peopleOf(it)}`),
    ),
    "",
  ]);
}

function peopleOf({ by, count }: { readonly by: readonly string[]; readonly count: number }): string {
  return `${count > 1 ? `${count} of ` : ""}${by.join(", ")}`;
}

function siteLines({ site }: Owners): string[] {
  return [`site  reviewed by ${site.teams.join(", ")}`, ...section("files", site.files), ""];
}

function pathLines({ ways }: Owners): string[] {
  return ways.map(({ service, environment, steps }) => {
    const path = steps.map(({ stage, team, started, asks, parallel }, index) => {
      const waits = [
        ...(started === "by hand" ? ["by hand"] : []),
        ...(asks === null ? [] : [`approved by ${peopleOf(asks)}`]),
      ];
      const before = steps[index - 1];
      const sign = before === undefined ? "" : parallel !== null && parallel === before.parallel ? " + " : " -> ";
      return `${sign}${waits.length > 0 ? `[${waits.join(", ")}] ` : ""}${stage} (${team})`;
    });
    return `${service} to ${environment}: ${path.join("")}`;
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}
