import type { Binding } from "../../handoffs/handoff.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { attestBindings } from "./attest.ts";
import { filesPlace, keepsFiles, usesFiles } from "./files.ts";
import { webhookSecret } from "./names.ts";
import { attestPhases, podPhases } from "./pod-phases.ts";
import { bindingsOf, type NeededSecret, neededSecrets } from "./secrets.ts";
import { pushEventOf } from "./triggers.ts";

/** The secrets that the steps of a stage use, each once. */
export function secretsOf(model: Model, service: Service, stage: Stage): NeededSecret[] {
  const { credentials } = service;
  const place = filesPlace(model, service);
  const all: Binding[] = [
    ...(credentials === null ? [] : [{ kind: "usernamePassword", id: credentials, user: "", password: "" } as const]),
    ...(place !== null && keepsFiles(model, service, stage) ? place.push : []),
    ...(place !== null && usesFiles(stage) ? place.pull : []),
    ...podPhases(model, stage).flatMap(bindingsOf),
    ...(stage.kind === "image" && attestPhases(model, stage).length > 0 ? attestBindings(model, stage) : []),
    ...attestPhases(model, stage).flatMap(bindingsOf),
  ];
  const webhook: NeededSecret[] =
    stage.kind === "source" && pushEventOf(model, service.git)?.interceptor !== null
      ? [{ name: webhookSecret(service), credential: webhookSecret(service), keys: ["secret"] }]
      : [];
  return [
    ...new Map(
      [...neededSecrets(all), ...webhook].map((it) => [`${it.name} ${it.credential} ${it.keys}`, it]),
    ).values(),
  ];
}
