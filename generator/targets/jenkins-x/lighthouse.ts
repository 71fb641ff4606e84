import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";
import { type Document, type Manifest, planDocuments } from "../tekton/documents.ts";
import { namespaceOf, sourceOf } from "../tekton/names.ts";
import { folders, fromParam, programStep } from "../tekton/steps.ts";
import { account, role, roleBinding } from "../tekton/teams.ts";
import { names, namespaceOfLighthouse } from "./names.ts";

const FOLDER = "jenkins-x";

/** Plans the objects that the runs in Lighthouse's namespace use: a task, its program, and the right to see the end of a stage's run. */
export function planLighthouse(model: Model): PlannedFile[] {
  const lib = (name: string, folder: string): PlannedFile => ({
    path: `${FOLDER}/lib/${name}.mjs`,
    template: `${folder}/${name}.mjs`,
    shard: "site",
    view: null,
  });
  return [
    {
      path: `${FOLDER}/kustomization.yaml`,
      template: "jenkins-x/kustomization.yaml.hbs",
      shard: "site",
      view: { specFile: model.specFile, name: names.start, namespace: namespaceOfLighthouse(model) },
    },
    planDocuments(model, null, "site", `${FOLDER}/lighthouse.yaml`, [
      {
        comment: "Runs the pipelines of repositories. It may see when a first stage ends, and nothing else.",
        manifest: account(namespaceOfLighthouse(model), names.account),
      },
      { comment: "Starts a stage and waits for its end.", manifest: startTask(model) },
      ...rights(model),
    ]),
    lib("context", "tekton/lib"),
    lib("start", "jenkins-x/lib"),
  ];
}

/** The parameters of the task, with the variables of its program. */
const PARAMS = ["namespace", "stage", "commit", "ref", "number"];

function startTask(model: Model): Manifest {
  const { step } = programStep(model, "start", "Start the stage", "start", {
    env: [
      ...PARAMS.map((param) => fromParam(param.toUpperCase(), param)),
      // Node.js reads it when it starts.
      { name: "NODE_EXTRA_CA_CERTS", value: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt" },
    ],
    mounts: [{ name: "lib", mountPath: folders.lib, readOnly: true }],
  });
  return {
    apiVersion: "tekton.dev/v1",
    kind: "Task",
    metadata: { name: names.start, namespace: namespaceOfLighthouse(model) },
    spec: {
      params: PARAMS.map((name) => ({ name, type: "string" })),
      volumes: [{ name: "lib", configMap: { name: names.start } }],
      steps: [step],
    },
  };
}

/** A list of runs finds the run of an event, whose name only Tekton knows. */
function rights(model: Model): Document[] {
  const namespaces = [...new Set(model.services.map((service) => namespaceOf(model, sourceOf(service).owner)))].sort();
  const subject = { kind: "ServiceAccount", name: names.account, namespace: namespaceOfLighthouse(model) };
  return namespaces.flatMap((namespace) => [
    {
      comment: `May see the runs in ${namespace}.`,
      manifest: role(namespace, names.account, [
        { apiGroups: ["tekton.dev"], resources: ["pipelineruns"], verbs: ["list"] },
      ]),
    },
    { comment: "The account of Lighthouse's runs.", manifest: roleBinding(namespace, names.account, [subject]) },
  ]);
}
