import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { ArgoInstance, Delivery } from "../model/platform.ts";
import { lowerSettings, type Settings } from "./lower-settings.ts";
import type { Section } from "./section.ts";

const standard = defaults["Argo CD instance"];

/** The delivery tool and its instances; a platform without environments says nothing of it. */
export function lowerDelivery(spec: PlatformSpec["delivery"], section: Section): Delivery {
  const { handoff, argocd = {}, ...others } = spec ?? {};
  const instances = Object.entries(argocd).map(([name, given]) => {
    const instance = section.within(`instances/${name}`, ["argocd", name]);
    return {
      name,
      server: instance.take("server", given.server, ""),
      environments: instance.take("environments", given.environments, []),
      namespace: instance.take("namespace", given.namespace, standard.namespace),
      highAvailability: instance.take("highAvailability", given.highAvailability, standard.highAvailability),
      applications: instance.take<ArgoInstance["applications"]>(
        "applications",
        given.applications,
        standard.applications,
      ),
    };
  });
  const settings = Object.entries(others as Readonly<Record<string, Settings>>).map(([name, given]) => [
    name,
    lowerSettings(name, "site", given, section.within(`settings/${name}`, [name])),
  ]);
  return { handoff: section.take("handoff", handoff, "argocd"), instances, settings: Object.fromEntries(settings) };
}
