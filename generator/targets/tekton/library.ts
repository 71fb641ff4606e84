import type { Model } from "../../model/model.ts";
import { engineFiles } from "../shared/engine-files.ts";
import { scripts } from "../shared/scripts.ts";
import type { PlannedFile } from "../target.ts";
import { type Document, type Manifest, planDocuments } from "./documents.ts";
import { names } from "./names.ts";
import { CHECKOUT, folders, fromParam, programStep } from "./steps.ts";
import { scriptKey } from "./tasks.ts";

const FOLDER = "tekton/library";

/** Programs that each target has, and those of Tekton. */
const SHARED = ["begin", "fields", "files", "finish", "freeze", "image", "text", "version"];
const OWN = [
  ...[
    "admit",
    "attest",
    "await-services",
    "cluster",
    "complete",
    "context",
    "fetch",
    "keep",
    "made",
    "prepare",
    "provenance",
  ],
  ...["record", "registry", "report", "seal", "variables", "verify"],
];

/** Plans the programs, the scripts that all targets share, and the tasks that are the same for all stages. */
export function planLibrary(model: Model): PlannedFile[] {
  const plan = (path: string, template: string, view: PlannedView): PlannedFile => ({
    path: `${FOLDER}/${path}`,
    template,
    view,
    shard: "library",
    executable: path.endsWith(".sh"),
  });
  const all = scriptFiles(model);
  return [
    plan("kustomization.yaml", "tekton/library.yaml.hbs", {
      specFile: model.specFile,
      maps: mapsOf(all.map(({ path }) => path)),
    }),
    planDocuments(model, null, "library", `${FOLDER}/tasks.yaml`, taskDocuments(model)),
    ...SHARED.map((name) => plan(`lib/${name}.mjs`, `github-actions/actions/lib/${name}.mjs`, null)),
    ...OWN.map((name) => plan(`lib/${name}.mjs`, `tekton/lib/${name}.mjs`, null)),
    ...all.map(({ path, template, view }) => plan(`scripts/${path}`, template, view)),
  ];
}

type PlannedView = Readonly<Record<string, unknown>> | null;

/** The scripts; the pods of engines are those of Jenkins. */
function scriptFiles(model: Model) {
  const shared = [...scripts(model), ...engineFiles(model)].filter(({ path }) => path.endsWith(".sh"));
  return [
    { path: CHECKOUT, template: `tekton/${CHECKOUT}`, view: null },
    ...shared.map(({ path, template, view }) => ({ path, template: `jenkins/library/${template}`, view })),
  ];
}

/** Kubernetes passes the files as ConfigMaps. */
function mapsOf(paths: readonly string[]) {
  return [
    { name: names.programs, files: [...SHARED, ...OWN].sort().map((name) => `lib/${name}.mjs`) },
    { name: names.scripts, files: paths.map((path) => `${scriptKey(path)}=scripts/${path}`).sort() },
  ];
}

function taskDocuments(model: Model): Document[] {
  return [
    {
      comment: "Checks what starts a stage, and reads its release from the runs of the stages before it.",
      manifest: recordTask(
        model,
        names.admit,
        "admit",
        ["run", "commit", "ref", "source"],
        [
          ["commit", "The commit"],
          ["ref", "The branch or the tag"],
          ["build", "The number of the build"],
          ["record", "The release record; empty for the first stage"],
          ["files", "The artifacts in the registry; empty for none"],
        ],
      ),
    },
    {
      comment: "Compares the record that a stage made with its run, and starts the next stages.",
      manifest: recordTask(
        model,
        names.seal,
        "seal",
        ["run", "commit", "ref", "source", "build", "record", "made", "files"],
        [
          ["record", "The release record"],
          ["files", "The artifacts in the registry; empty for none"],
        ],
      ),
    },
  ];
}

/** A task with one program and access to the cluster. It runs no code of an application. */
function recordTask(
  model: Model,
  name: string,
  program: string,
  params: readonly string[],
  results: readonly (readonly [name: string, description: string])[],
): Manifest {
  const { step } = programStep(model, program, "Check the release", program, {
    env: [
      ...params.map((param) => fromParam(param.toUpperCase(), param)),
      ...results.map(([result]) => ({ name: `RESULT_${result.toUpperCase()}`, value: `$(results.${result}.path)` })),
      // Node.js reads it when it starts.
      { name: "NODE_EXTRA_CA_CERTS", value: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt" },
    ],
    mounts: [
      { name: "lib", mountPath: folders.lib, readOnly: true },
      { name: "settings", mountPath: folders.settings, readOnly: true },
    ],
  });
  return {
    apiVersion: "tekton.dev/v1",
    kind: "Task",
    metadata: { name },
    spec: {
      params: [
        { name: "settings", type: "string", description: "The ConfigMap with the settings of the stage" },
        ...params.map((param) => ({ name: param, type: "string" })),
      ],
      results: results.map(([result, description]) => ({ name: result, description })),
      volumes: [
        { name: "lib", configMap: { name: names.programs } },
        { name: "settings", configMap: { name: "$(params.settings)" } },
      ],
      steps: [step],
    },
  };
}
