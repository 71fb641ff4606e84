import type { Model } from "../../model/model.ts";
import { requestLabels } from "../../model/request-agents.ts";
import { engineFiles } from "../shared/engine-files.ts";
import { scripts } from "../shared/scripts.ts";
import type { PlannedFile } from "../target.ts";
import { runnerLabels } from "./runners.ts";

const FOLDER = ".github/actions";
const ACTIONS = ["begin", "finish", "reach", "release", "run", "seal"];
const PROGRAMS = [
  "aws",
  "begin",
  "cache",
  "cache-key",
  "context",
  "fields",
  "files",
  "finish",
  "freeze",
  "image",
  "oidc",
  "reach",
  "record",
  "release",
  "run",
  "seal",
  "services",
  "text",
  "version",
];

/** Plans the composite actions, the programs that they run, and the scripts that all targets share. */
export function planActions(model: Model): PlannedFile[] {
  const plan = (path: string, template: string, view: PlannedView): PlannedFile => ({
    path: `${FOLDER}/${path}`,
    template,
    view,
    shard: "library",
    executable: path.endsWith(".sh"),
  });
  return [
    ...ACTIONS.map((name) => plan(`${name}/action.yml`, `github-actions/actions/${name}/action.yml`, null)),
    ...PROGRAMS.map((name) => plan(`lib/${name}.mjs`, `github-actions/actions/lib/${name}.mjs`, null)),
    ...[...scripts(model), ...engineFiles(model)].map(({ path, template, view }) =>
      plan(`scripts/${path}`, `jenkins/library/${template}`, view),
    ),
  ];
}

type PlannedView = Readonly<Record<string, unknown>> | null;

/** Plans the configuration of the linters: the labels of the site's runners, and the repositories that it trusts. */
export function planLinters(model: Model, repositories: readonly string[]): PlannedFile[] {
  const file = (path: string, view: Readonly<Record<string, unknown>>): PlannedFile => ({
    path: `.github/${path}`,
    template: `github-actions/${path}.hbs`,
    shard: "site",
    view: { specFile: model.specFile, ...view },
  });
  return [file("actionlint.yaml", { labels: siteLabels(model) }), file("zizmor.yml", { repositories })];
}

/** The labels of all runners. */
export function siteLabels({ site, services, engines }: Model): string[] {
  const agents = [
    ...[site.agents.delivery, ...requestLabels(site), site.agent],
    ...engines.map(({ agent }) => agent),
    ...services.flatMap(({ stages }) => stages.map(({ agent }) => agent)),
  ];
  return [...new Set(agents.flatMap(({ label }) => runnerLabels(label) ?? []))].sort();
}
