import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { ArgoInstance, Delivery } from "../model/platform.ts";
import { lowerSettings, type Settings } from "./lower-settings.ts";
import type { Section } from "./section.ts";

const standard = defaults.argocdInstance;

/** Lowers the delivery tool and its instances; a platform without environments has no delivery settings. */
export function lowerDelivery(spec: PlatformSpec["delivery"], section: Section): Delivery {
  const { handoff, argocd = {}, ...others } = spec ?? {};
  const instances = Object.entries(argocd).map(([name, argo]) => {
    const instance = section.within(`instances/${name}`, ["argocd", name]);
    return {
      name,
      server: instance.take("server", argo.server, ""),
      environments: instance.take("environments", argo.environments, []),
      namespace: instance.take("namespace", argo.namespace, standard.namespace),
      highAvailability: instance.take("highAvailability", argo.highAvailability, standard.highAvailability),
      applications: instance.take<ArgoInstance["applications"]>(
        "applications",
        argo.applications,
        standard.applications,
      ),
    };
  });
  const settings = Object.entries(others as Readonly<Record<string, Settings>>).map(([name, values]) => [
    name,
    lowerSettings(name, "site", values, section.within(`settings/${name}`, [name])),
  ]);
  return { handoff: section.take("handoff", handoff, "argocd"), instances, settings: Object.fromEntries(settings) };
}
