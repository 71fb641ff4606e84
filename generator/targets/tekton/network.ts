import { defaults } from "../../generated/defaults.ts";
import type { Model } from "../../model/model.ts";
import { stagesByTeam } from "../model-lookup.ts";
import type { Document } from "./documents.ts";
import { names, namespaceOf, stageOf } from "./names.ts";
import type { Relayed } from "./triggers.ts";

/** The pods that may send messages to the event listener of a team. */
export interface Senders {
  /** The namespace of whatever passes pushes on: the Ingress controller; null for a team without a first stage. */
  readonly pushes: string | null;
  /** The namespaces with stages that start stages of the team. */
  readonly pipelines: readonly string[];
}

/** Who may reach the event listener of a team. */
export function sendersOf(model: Model & Relayed, owner: string): Senders {
  const starters = model.services.flatMap((service) =>
    service.stages.filter(({ downstream }) => downstream.some((id) => stageOf(service, id).owner === owner)),
  );
  const hasFirst = stagesByTeam(model)
    .get(owner)
    ?.some(({ stage }) => stage.kind === "source");
  return {
    pushes: hasFirst ? (model.relayedFrom ?? ingressOf(model)) : null,
    pipelines: [...new Set(starters.map((stage) => namespaceOf(model, stage.owner)))].sort(),
  };
}

/** The namespace of the Ingress controller. */
export function ingressOf({ site }: Pick<Model, "site">): string {
  return site.tekton?.ingressNamespace ?? defaults.tekton.ingressNamespace;
}

/** Kubernetes sets this label of a namespace, and no one can change it. */
const NAME = "kubernetes.io/metadata.name";

/**
 * Lets nothing but the senders reach the event listener of a team. Tekton sets the labels of its pods: of the pods of a
 * pipeline, only that of the task `seal` may send, which runs no code of an application.
 */
export function networkPolicy(model: Model, owner: string): Document {
  const { pushes, pipelines } = sendersOf(model, owner);
  const from = [
    ...(pushes === null ? [] : [{ namespaceSelector: { matchLabels: { [NAME]: pushes } } }]),
    ...pipelines.map((namespace) => ({
      namespaceSelector: { matchLabels: { [NAME]: namespace } },
      podSelector: { matchLabels: { "tekton.dev/pipelineTask": "seal" } },
    })),
  ];
  return {
    comment: "Who may reach the event listener.",
    manifest: {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: names.listener, namespace: namespaceOf(model, owner) },
      spec: {
        podSelector: { matchLabels: { eventlistener: names.listener } },
        policyTypes: ["Ingress"],
        // A rule without senders would admit all of them.
        ingress: from.length === 0 ? [] : [{ from, ports: [{ protocol: "TCP", port: LISTENER_PORT }] }],
      },
    },
  };
}

/** The port of the container. */
const LISTENER_PORT = 8080;
