import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";
import { engineFiles } from "./engine-files.ts";
import { siteView } from "./site-view.ts";
import { steps } from "./steps/index.ts";
import type { Step, StepParameter } from "./steps/step.ts";

const FOLDER = "jenkins/library";
const CLASSES = ["Bindings", "Parameters", "Record", "Scripts", "Reach", "Text"];
const SOURCE_TOOLS = ["maven", "gradle", "npm", "go", "command"];

/** Plans the shared library: steps with their help, classes, scripts, and what describes them. */
export function planLibrary(model: Model): PlannedFile[] {
  const { name, package: packageName, version } = model.library;
  const packagePath = packageName.replaceAll(".", "/");
  const file = (path: string, template: string, view: PlannedFile["view"]): PlannedFile => ({
    path: `library/${path}`,
    template: `${FOLDER}/${template}`,
    view,
    shard: "library",
  });
  const view = { library: name, package: packageName, packagePath, version };
  const tables = steps.map(stepView);
  return [
    ...tables.flatMap((step) => [
      file(`vars/${step.name}.groovy`, `vars/${step.name}.groovy.hbs`, { ...view, ...step }),
      file(`vars/${step.name}.txt`, "vars/help.txt.hbs", step),
    ]),
    ...CLASSES.map((it) => file(`src/${packagePath}/${it}.groovy`, `src/${it}.groovy.hbs`, view)),
    file(`src/${packagePath}/Site.groovy`, "src/Site.groovy.hbs", { ...view, ...siteView(model) }),
    ...scripts(model).map(({ path, view: scriptView }) => ({
      ...file(`resources/${packagePath}/${path}`, `resources/${path}${scriptView === null ? "" : ".hbs"}`, scriptView),
      executable: true,
    })),
    ...engineFiles(model).map(({ path, template, view: fileView }) => ({
      ...file(`resources/${packagePath}/${path}`, template, fileView),
      executable: path.endsWith(".sh"),
    })),
    file("api.json", "api.json.hbs", {
      api: {
        library: name,
        version,
        steps: tables.map(({ name: step, returns, parameters }) => ({ name: step, returns, parameters })),
      },
    }),
    file("README.md", "README.md.hbs", { ...view, steps: tables }),
  ];
}

/** The scripts that this site's stages may call; a verbatim one has no view. */
function scripts(model: Model): { path: string; view: PlannedFile["view"] }[] {
  const used = new Set(model.environments.map(({ handoff }) => handoff));
  return [
    ...SOURCE_TOOLS.map((tool) => ({ path: `source/${tool}.sh`, view: {} })),
    { path: "source/contain.sh", view: null },
    ...[...used].flatMap((name) =>
      (handoffNamed(name)?.scripts ?? []).map(({ name: script, verbatim }) => ({
        path: `deploy/${name}/${script}.sh`,
        view: verbatim ? null : {},
      })),
    ),
  ];
}

function stepView({ name, sentence, returns, parameters }: Step) {
  const values = (wanted: boolean) =>
    parameters.filter((it) => it.required === wanted).map((it) => [it.name, sample(it)]);
  return {
    name,
    text: sentence,
    returns,
    required: Object.fromEntries(values(true)),
    optional: Object.fromEntries(values(false)),
    parameters: parameters.map(({ name: parameter, sentence: text, ...rest }) => ({ name: parameter, text, ...rest })),
  };
}

/** A required parameter's example, an optional one's default: the check at run time takes its type from it. */
function sample({ type, required, default: standard, example }: StepParameter): unknown {
  if (required) return example;
  return standard === null && type === "text" ? "" : standard;
}
