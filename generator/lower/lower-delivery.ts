import type { PlatformSpec } from "../generated/spec-types.ts";
import { controllerOf, standardHandoff } from "../handoffs/index.ts";
import type { Delivery } from "../model/platform.ts";
import { lowerSettings, type Settings } from "./lower-settings.ts";
import type { Section } from "./section.ts";

/** Lowers the delivery tool and its instances; a platform without environments has no delivery settings. */
export function lowerDelivery(spec: PlatformSpec["delivery"], section: Section): Delivery {
  const { handoff, ...sections } = spec ?? {};
  const all = Object.entries(sections as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  const instances = all.flatMap(([name, entries]) => {
    const controller = controllerOf(name);
    if (controller === null) return [];
    return Object.entries(entries as Readonly<Record<string, Readonly<Record<string, unknown>>>>).map(([own, values]) =>
      controller.lowerInstance(own, values, section.within(`instances/${own}`, [name, own])),
    );
  });
  const others = all.filter(([name]) => controllerOf(name) === null);
  const settings = others.map(([name, values]) => [
    name,
    lowerSettings(name, "site", values as Settings, section.within(`settings/${name}`, [name])),
  ]);
  const fallback = standardHandoff().name;
  return {
    handoff: section.take<string>("handoff", handoff, fallback),
    instances,
    settings: Object.fromEntries(settings),
  };
}
