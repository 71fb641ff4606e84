import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { Span } from "../../parse/document.ts";
import { folderOf, jobPath } from "../job-paths.ts";
import { show } from "../names.ts";
import type { Checked } from "../specs.ts";
import { onlyOnce, type Rule } from "./rule.ts";

/** A former name is nobody's today: the seed would move another's job, and records of two services would be one's. */
export const renames: Rule = ({ platform, services }) => {
  const today = services.map(({ spec }) => spec.service);
  const once = onlyOnce("another service's former name");
  const names = services.flatMap(({ document, spec }) =>
    (spec.previousNames ?? []).flatMap((name, index) => {
      const span = document.valueSpan(["previousNames", index]);
      if (today.includes(name)) return [taken(span, name, "a service")];
      return once(name, span);
    }),
  );
  if (platform === null) return names;
  const paths = new Set(services.flatMap(({ spec }) => spec.stages.map((it) => jobPath(platform.spec, spec, it))));
  const jobs = services.flatMap((service) => checkJobs(platform, service, paths));
  return placedOnce([...names, ...ownFolders(platform), ...jobs]);
};

/** A name that is refused is not refused again for each of its jobs. */
function placedOnce(found: readonly Diagnostic[]): Diagnostic[] {
  const places = new Map(found.map((it) => [JSON.stringify(it.at), it]).reverse() as [string, Diagnostic][]);
  return [...places.values()].reverse();
}

function ownFolders({ document, spec }: Checked<PlatformSpec>): Diagnostic[] {
  return Object.entries(spec.teams).flatMap(([team, { previousFolders = [] }]) =>
    previousFolders.flatMap((folder, index) =>
      folder === folderOf(spec, team)
        ? [taken(document.valueSpan(["teams", team, "previousFolders", index]), folder, "its folder")]
        : [],
    ),
  );
}

/** Whether a job of today stands where one was. */
function checkJobs(
  { document: platformDocument, spec: platform }: Checked<PlatformSpec>,
  { document, spec }: Checked<ServiceSpec>,
  paths: ReadonlySet<string>,
): Diagnostic[] {
  const { previousNames = [] } = spec;
  return [...new Set(spec.stages.map((it) => jobPath(platform, spec, it)))].flatMap((path) => {
    const team = Object.keys(platform.teams).find((it) => path.startsWith(`/${folderOf(platform, it)}/`)) ?? "";
    const { previousFolders = [] } = platform.teams[team] ?? {};
    const rest = path.slice(`/${folderOf(platform, team)}/${spec.service}`.length);
    const at = (folder: string, name: string, span: Span) => {
      const before = `/${folder}/${name}${rest}`;
      return paths.has(before) ? [taken(span, before, "a job")] : [];
    };
    return [
      ...previousNames.flatMap((name, index) =>
        [folderOf(platform, team), ...previousFolders].flatMap((folder) =>
          at(folder, name, document.valueSpan(["previousNames", index])),
        ),
      ),
      ...previousFolders.flatMap((folder, index) =>
        at(folder, spec.service, platformDocument.valueSpan(["teams", team, "previousFolders", index])),
      ),
    ];
  });
}

function taken(span: Span, name: string, what: string): Diagnostic {
  return finding("SW303", span, `${show(name)} is ${what} of today`, { hint: "name only what nobody is called now" });
}
