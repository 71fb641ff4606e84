import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Delivery } from "../model/platform.ts";
import type { Section } from "./section.ts";

/** The delivery tool and its instances; a platform without environments says nothing of it. */
export function lowerDelivery(spec: PlatformSpec["delivery"], section: Section): Delivery {
  const instances = Object.entries(spec?.argocd ?? {}).map(([name, { server, environments }]) => {
    const instance = section.within(`instances/${name}`, ["argocd", name]);
    return {
      name,
      server: instance.take("server", server, ""),
      environments: instance.take("environments", environments, []),
    };
  });
  return { handoff: section.take("handoff", spec?.handoff, "argocd"), instances };
}
