import type { PlatformModel } from "../model/model.ts";
import type { Handoff, HandoffCredential } from "./handoff.ts";

/** A call of a Spinnaker pipeline's webhook, with the images as artifacts; Spinnaker does the rest. */
export const spinnaker: Handoff = {
  name: "spinnaker",
  plugins: [],
  sources: false,
  refusesOlder: false,
  fromJenkins: false,
  standard: false,
  controller: null,
  product: {
    id: "spinnaker",
    name: "Spinnaker",
    role: "cd",
    needs: ["kubernetes"],
    licence: "Apache-2.0",
    maintenance: "maintained",
    state: "2025.3.0 on 8 November 2025; a commercial distribution released in July 2026",
    references: "a founding project of the Continuous Delivery Foundation; no public count",
    support: ["Armory by Harness"],
    sources: [
      "https://mvnrepository.com/artifact/io.spinnaker.kayenta/kayenta-judge",
      "https://docs.armory.io/continuous-deployment/release-notes/",
      "https://github.com/spinnaker/spinnaker/blob/master/LICENSE",
    ],
    checked: "2026-11-25",
  },
  switchesUsers: ({ strategy }) => strategy === "redBlack" || strategy === "highlander",
  scripts: () => [{ name: "call", template: "call.sh.hbs", view: {} }],
  phases: (model) => [{ script: "call", label: "Call the pipeline", credentials: token(model) }],
  variables: (model, { settings }) => ({ GATE: settingsOf(model).gate, SOURCE: String(settings.source) }),
  addresses: (model) => [{ path: "settings/gate", url: settingsOf(model).gate }],
};

/** Settings of Spinnaker for the whole site. */
function settingsOf({ delivery }: PlatformModel): { gate: string; token: string | null } {
  const { gate = "", token = null } = delivery.settings.spinnaker ?? {};
  return { gate: String(gate), token: token === null || token === "" ? null : String(token) };
}

function token(model: PlatformModel): HandoffCredential[] {
  const { token: id, gate } = settingsOf(model);
  if (id === null) return [];
  return [{ kind: "string", id, variable: "GATE_TOKEN", rights: `call webhooks of ${gate}`, path: "" }];
}
