import type { Model } from "../../model/model.ts";
import { stagesByTeam } from "../model-lookup.ts";
import { inPipelines } from "../output-places.ts";
import type { PlannedFile } from "../target.ts";
import { startersOf } from "./approvers.ts";
import { secretRows } from "./facts.ts";
import { listenerUrl, names, namespaceOf, sourceOf, webhookSecret } from "./names.ts";
import { type Senders, sendersOf } from "./network.ts";
import { neededLabels } from "./nodes.ts";
import { pushEventOf } from "./triggers.ts";

/** Plans settings.md: what an operator sets in the cluster and in the git host. */
export function planSettingsPage(model: Model): PlannedFile {
  const teams = [...stagesByTeam(model)].map(([owner, stages]) => {
    const approvers = startersOf(model, stages) ?? [];
    return {
      owner,
      namespace: namespaceOf(model, owner),
      approvers: approvers.length === 0 ? "–" : approvers.join(", "),
    };
  });
  return {
    path: "tekton/settings.md",
    template: "tekton/settings.md.hbs",
    shard: "site",
    view: {
      specFile: model.specFile,
      pipelines: model.pipelines,
      folder: inPipelines(model, "tekton/teams"),
      teams,
      labels: neededLabels(model),
      secrets: secretRows(model).map(({ id, kind, rights, users }) => ({
        name: id,
        namespace: kind.replace("secret of namespace ", ""),
        keys: rights.replace("keys ", ""),
        users,
      })),
      policy: names.listener,
      listeners: teams.map(({ owner, namespace }) => ({ namespace, senders: sendersText(sendersOf(model, owner)) })),
      webhooks: model.services
        .filter(({ git }) => pushEventOf(model, git)?.interceptor !== null)
        .map((service) => ({
          git: service.git,
          secret: webhookSecret(service),
          url: listenerUrl(model, sourceOf(service).owner),
        })),
    },
  };
}

function sendersText({ pushes, pipelines }: Senders): string {
  const all = [
    ...(pushes === null ? [] : [`all pods of ${pushes}`]),
    ...(pipelines.length === 0 ? [] : [`the tasks seal of ${pipelines.join(", ")}`]),
  ];
  return all.length === 0 ? "–" : all.join("; ");
}
