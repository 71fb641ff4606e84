import { textOf } from "../../diagnostics/wording.ts";
import { type Located, SpecDocument } from "../../parse/document.ts";
import { type LockTable, lockOf, readLocks } from "./lock-table.ts";
import { list, mapping, marked, overlay, picked } from "./merge.ts";

/** Keys of `defaults.all` and `defaults.teams` that apply to stages instead of services. */
const STAGE_KEYS = new Set(["agent", "timeout", "waitTimeout", "retries", "unstable"]);

/** Merges the platform's defaults into a service's document. Each value keeps the place where it is defined. */
export function inherit(platform: SpecDocument, service: SpecDocument): SpecDocument {
  const { root } = service;
  if (root === null || root.entries === null || platform.find(["defaults"]) === null) return service;
  const locks = readLocks(platform);
  const stages = root.entries.get("stages");
  const own = stages?.node.items?.map((stage) => withDefaults(platform, stage, locks));
  const entries = new Map(root.entries);
  if (stages !== undefined && own !== undefined) entries.set("stages", { ...stages, node: list(stages.node, own) });
  const team = ownerOfFirst(own ?? []);
  const layers = [layer(platform, "all"), layer(platform, "teams", team)].map(
    (it) => it && picked(it, (key) => !STAGE_KEYS.has(key)),
  );
  return new SpecDocument(service.path, stack(layers, mapping(root, entries), locks, null));
}

/** The team that owns a service spec: the owner of its first stage, if it has one. */
export function teamOf(service: SpecDocument): string | null {
  const owner = ownerOfFirst(service.find(["stages"])?.items ?? []);
  return typeof owner === "string" ? owner : null;
}

/** The first stage is the first source stage, at any position in the list. */
function ownerOfFirst(stages: readonly Located[]): unknown {
  const value = (stage: Located | undefined, key: string) => stage?.entries?.get(key)?.node.value;
  return value(stages.find((it) => value(it, "kind") === "source") ?? stages[0], "owner");
}

function withDefaults(platform: SpecDocument, stage: Located, locks: LockTable): Located {
  const kind = stage.entries?.get("kind")?.node.value;
  if (typeof kind !== "string") return stage;
  const ofKind = layer(platform, "kinds", kind);
  const owner = (stage.entries?.get("owner") ?? ofKind?.entries?.get("owner"))?.node.value;
  const common = (it: Located | null) => it && picked(it, (key) => STAGE_KEYS.has(key));
  const layers = [common(layer(platform, "all")), ofKind, common(layer(platform, "teams", owner))];
  return stack(layers, stage, locks, kind);
}

/** One mapping of the defaults; null if the spec has no such mapping. */
function layer(platform: SpecDocument, section: string, name?: unknown): Located | null {
  const path = section === "all" ? [section] : [section, textOf(name)];
  const node = platform.find(["defaults", ...path]);
  return node === null || node.entries === null ? null : marked(node, ["defaults", ...path].join("."));
}

/** Merges the layers: specific layers replace general ones, the service replaces all. Only the service adds to lists. */
function stack(layers: readonly (Located | null)[], own: Located, locks: LockTable, kind: string | null): Located {
  const below = layers.filter((it) => it !== null);
  const [first, ...rest] = below;
  if (first === undefined) return own;
  const inherited = rest.reduce((wide, narrow) => overlay(wide, narrow, () => false), first);
  return overlay(inherited, own, (path) => lockOf(locks, kind, path)?.may === "append");
}
