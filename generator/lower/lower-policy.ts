import type { PlatformSpec } from "../generated/spec-types.ts";
import type { PolicySettings, ProductEntry } from "../model/platform.ts";
import type { Section } from "./section.ts";

/** Severities and waivers, as the site gives them. */
export function lowerPolicy(spec: PlatformSpec["policy"], section: Section): PolicySettings {
  return {
    severity: section.take("severity", spec?.severity, {}),
    waivers: section.take("waivers", spec?.waivers, []).map(({ key = null, ...waiver }) => ({ key, ...waiver })),
  };
}

/** What the site says of products, by id, in the spec's order. */
export function lowerProducts(spec: PlatformSpec["products"], section: Section) {
  return Object.entries(spec ?? {}).map(([id, entry]) => {
    section.take<ProductEntry>(id, entry, {});
    return { id, entry };
  });
}
