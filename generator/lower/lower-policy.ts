import type { PlatformSpec } from "../generated/spec-types.ts";
import type { PolicySettings, ProductEntry } from "../model/platform.ts";
import type { Section } from "./section.ts";

/** Lowers the site's severities and waivers of policies. */
export function lowerPolicy(spec: PlatformSpec["policy"], section: Section): PolicySettings {
  return {
    severity: section.take("severity", spec?.severity, {}),
    waivers: section.take("waivers", spec?.waivers, []).map(({ key = null, ...waiver }) => ({ key, ...waiver })),
  };
}

/** Lowers the site's entries for products, in the order of the spec. */
export function lowerProducts(spec: PlatformSpec["products"], section: Section) {
  return Object.entries(spec ?? {}).map(([id, entry]) => {
    section.take<ProductEntry>(id, entry, {});
    return { id, entry };
  });
}
