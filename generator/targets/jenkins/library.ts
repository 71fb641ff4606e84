import type { ApiParameter, ApiStep } from "../../model/api.ts";
import type { Model } from "../../model/model.ts";
import { type EngineFile, engineFiles } from "../shared/engine-files.ts";
import { scripts } from "../shared/scripts.ts";
import type { PlannedFile } from "../target.ts";
import { changelogView } from "./changelog.ts";
import { libraryApi } from "./library-api.ts";
import { siteView } from "./site-view.ts";
import { build } from "./steps/build-source.ts";
import { serviceContainer } from "./steps/step.ts";

type Sampled = Pick<ApiParameter, "name" | "type" | "required" | "default" | "example">;

const FOLDER = "jenkins/library";
const CLASSES = [
  "Approval",
  "Artifacts",
  "Bindings",
  "Checkout",
  "Commit",
  "Fields",
  "Freeze",
  "Handoff",
  "Hooks",
  "Image",
  "ImageTools",
  "Limit",
  "Notice",
  "Origins",
  "Parameters",
  "Place",
  "PullRequest",
  "Pod",
  "Provenance",
  "Record",
  "RecordReader",
  "Scripts",
  "Reach",
  "Reports",
  "Sonar",
  "Services",
  "Status",
  "Text",
  "Tool",
  "Unstable",
  "Verification",
  "Version",
  "When",
];

/** Plans the shared library: steps with help, classes, scripts, README, api.json and changelog. */
export function planLibrary(model: Model): PlannedFile[] {
  const { name, package: packageName, version } = model.library;
  const packagePath = packageName.replaceAll(".", "/");
  const file = (path: string, template: string, view: EngineFile["view"]): PlannedFile => ({
    path: `library/${path}`,
    template: `${FOLDER}/${template}`,
    view,
    shard: "library",
  });
  const parts = { furtherBuild: checked(build), serviceContainer: checked(serviceContainer) };
  const view = { library: name, package: packageName, packagePath, version, ...parts };
  const api = libraryApi(model);
  const tables = api.steps.map(stepView);
  const own = new Set((model.library.ownPart?.steps ?? []).map((step) => step.name));
  const deprecates = tables.some((step) => step.deprecatedParameters !== null);
  return [
    ...tables.flatMap((step) => [
      ...(own.has(step.name)
        ? []
        : [file(`vars/${step.name}.groovy`, `vars/${step.name}.groovy.hbs`, { ...view, ...step })]),
      file(`vars/${step.name}.txt`, "vars/help.txt.hbs", step),
    ]),
    ...planOwn(model),
    ...CLASSES.map((it) => file(`src/${packagePath}/${it}.groovy`, `src/${it}.groovy.hbs`, { ...view, deprecates })),
    file(`src/${packagePath}/Site.groovy`, "src/Site.groovy.hbs", { ...view, ...siteView(model) }),
    ...[...scripts(model), ...engineFiles(model)].map(({ path, template, view: fileView }) => ({
      ...file(`resources/${packagePath}/${path}`, template, fileView),
      executable: path.endsWith(".sh"),
    })),
    file("api.json", "api.json.hbs", { api }),
    file("README.md", "README.md.hbs", { ...view, steps: tables, classes: api.classes }),
    ...(model.library.releases.length === 0 ? [] : [file("CHANGELOG.md", "CHANGELOG.md.hbs", changelogView(model))]),
  ];
}

/** The files of the site's own folder, unchanged. */
function planOwn({ library: { ownPart } }: Model): PlannedFile[] {
  return (ownPart?.files ?? []).map(({ path, text, executable }) => ({
    path: `library/${path}`,
    text,
    executable,
    shard: "library",
  }));
}

/** The parameters for the check at run time: required ones with an example, optional ones with their default. */
function checked(parameters: readonly Sampled[]) {
  const values = (wanted: boolean) =>
    parameters.filter((it) => it.required === wanted).map((it) => [it.name, sample(it)]);
  return { required: Object.fromEntries(values(true)), optional: Object.fromEntries(values(false)) };
}

function stepView({ name, text, returns, since, deprecated, parameters }: ApiStep) {
  const gone = parameters.filter((it) => it.deprecated !== null).map((it) => [it.name, it.deprecated]);
  return {
    name,
    text,
    returns,
    ...checked(parameters),
    since,
    deprecated,
    // The message that a call of the step prints.
    notice: deprecated === null ? null : `${name} is deprecated: ${deprecated}`,
    deprecatedParameters: gone.length === 0 ? null : Object.fromEntries(gone),
    parameters,
  };
}

/** The example of a required parameter or the default of an optional one: the check at run time uses its type. */
function sample({ type, required, default: standard, example }: Sampled): unknown {
  if (required) return example;
  return standard === null && type === "text" ? "" : standard;
}
