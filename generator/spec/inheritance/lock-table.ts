import type { Span, SpecDocument, SpecPath } from "../../parse/document.ts";

/** What a service may do with a key that the platform locks. */
export type May = "replace" | "append" | "tighten" | "closed";

/** A lock of a service key (`pin`), of a key of all stages (`stages.timeout`) or of one kind (`image.labels`). */
export interface Lock {
  readonly key: string;
  readonly may: May;
  /** The place in the platform spec; null for a built-in lock. */
  readonly at: Span | null;
  /** Locked only if the platform's defaults set a value. */
  readonly onlyIfSet: boolean;
  /** Open if the platform's defaults set no value and the stage belongs to the team that owns the service. */
  readonly ownStages?: boolean;
  /** Teams whose services may still set the key. */
  readonly except: readonly string[];
  /** The locked key that this key replaces, or has the same effect as; it has the same lock. */
  readonly replaces?: string;
}

/** A key, with all keys below it, that replaces another one for some commits, or has the same effect in another place. */
interface Sibling {
  readonly key: string;
  readonly replaces: string;
  /** The keys below it that only add results to those of the other key. Empty text for the key itself. */
  readonly adds?: readonly string[];
}

/** A lock of a key locks its siblings, too. */
const SIBLINGS: readonly Sibling[] = [
  { key: "branches.version", replaces: "version" },
  { key: "source.also", replaces: "source", adds: ["artifacts", "tests", "coverage", "issues"] },
  // They run commands with the secrets and in the image of the command.
  { key: "custom.onFailure", replaces: "custom.command", adds: [""] },
  { key: "custom.always", replaces: "custom.command", adds: [""] },
];

/** Keys that grant access are locked by default. */
export const BUILT_IN: readonly (Pick<Lock, "key" | "onlyIfSet" | "ownStages"> & { readonly may?: May })[] = [
  { key: "credentials", onlyIfSet: false },
  // It decides in whose folder a stage runs, with the credentials of that folder.
  { key: "topology", onlyIfSet: false },
  { key: "stages.agent", onlyIfSet: false },
  // Any folder of an agent, also that of another team.
  { key: "source.cache", onlyIfSet: false },
  // A job and its builds can move here from another team's folder, even if no spec describes it now.
  { key: "stages.previousOwners", onlyIfSet: false },
  // They name credentials of the folder of the stage's job.
  { key: "image.secrets", onlyIfSet: false },
  { key: "source.secrets", onlyIfSet: false },
  { key: "custom.secrets", onlyIfSet: false },
  { key: "image.image.registry", onlyIfSet: true },
  // If the platform sets the approvers, a service must not change them.
  { key: "deploy.approval", onlyIfSet: true },
  { key: "image.approval", onlyIfSet: true },
  { key: "custom.approval", onlyIfSet: true },
  // If the platform sets the base image or a check of images, a service must not avoid it.
  { key: "image.base.image", onlyIfSet: true },
  { key: "image.base.argument", onlyIfSet: true },
  { key: "image.scan", onlyIfSet: true, may: "tighten" },
  { key: "image.sign", onlyIfSet: true, may: "tighten" },
  { key: "image.provenance", onlyIfSet: true, may: "tighten" },
  { key: "image.sbom", onlyIfSet: true, may: "tighten" },
  // If the platform sets an analysis, a service must not choose another server or a weaker result.
  { key: "source.sonar", onlyIfSet: true },
  { key: "custom.sonar", onlyIfSet: true },
  // Hooks run with the agent and the credentials of the stage's team. A service cannot remove hooks of the platform.
  { key: "stages.before", onlyIfSet: false, ownStages: true },
  { key: "stages.after", onlyIfSet: false, ownStages: true },
];

/** The lists of keys in the platform's locks. */
export const MAYS: readonly May[] = ["closed", "append", "tighten", "replace"];

/** All locks, and for each key whether a lock names a key below it. */
export interface LockTable {
  readonly byKey: ReadonlyMap<string, Lock>;
  readonly above: ReadonlySet<string>;
}

/** The locks of the platform spec, and the built-in locks of keys that it does not lock, alone or with a key above. */
export function readLocks(platform: SpecDocument): LockTable {
  const written = MAYS.flatMap((may) =>
    keysAt(platform, ["locks", may]).map(({ key, at }): Lock => ({ key, may, at, onlyIfSet: false, except: [] })),
  );
  const isWritten = (key: string) => written.some((it) => key === it.key || key.startsWith(`${it.key}.`));
  const builtIn = BUILT_IN.filter(({ key }) => !isWritten(key)).map(
    (lock): Lock => ({ may: "closed", ...lock, at: null, except: [] }),
  );
  const siblings = [...locksOfSiblings(written), ...locksOfSiblings(builtIn).filter(({ key }) => !isWritten(key))];
  const teams = [...(platform.find(["locks", "except"])?.entries?.keys() ?? [])];
  const excepted = teams.flatMap((team) =>
    keysAt(platform, ["locks", "except", team]).map(({ key }) => ({ team, key })),
  );
  const byKey = new Map<string, Lock>();
  for (const lock of [...written, ...builtIn, ...siblings]) {
    const except = excepted.filter(({ key }) => key === lock.key || key === lock.replaces).map(({ team }) => team);
    // Of two locks of one key, which is an error, the first one counts.
    if (!byKey.has(lock.key)) byKey.set(lock.key, { ...lock, except });
  }
  return { byKey, above: new Set([...byKey.keys()].flatMap(keysAbove)) };
}

/**
 * Locks of the siblings of locked keys; a lock of such a key itself comes first. A sibling cannot add to the value of the platform or
 * make it stricter, so it is closed if the platform sets one.
 */
function locksOfSiblings(locks: readonly Lock[]): Lock[] {
  return SIBLINGS.flatMap(({ key, replaces, adds = [] }) =>
    locks.flatMap((lock): Lock[] => {
      const below = keyBelow(replaces, lock.key);
      if (below === null || keyBelow(key, lock.key) !== null || lock.may === "replace") return [];
      if (lock.may === "append" && adds.includes(below.split(".")[0] ?? "")) return [];
      const sibling = [key, ...(below === "" ? [] : [below])].join(".");
      const onlyIfSet = lock.onlyIfSet || lock.may !== "closed";
      return [{ ...lock, key: sibling, replaces: lock.key, may: "closed", onlyIfSet }];
    }),
  );
}

/** The rest of a key below another one: `labels` for `image.labels` below `image`, and an empty text for the key itself. */
function keyBelow(above: string, key: string): string | null {
  if (key === above) return "";
  return key.startsWith(`${above}.`) ? key.slice(above.length + 1) : null;
}

/** `image.base` and `image`, for `image.base.argument`. */
function keysAbove(key: string): string[] {
  const parts = key.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}

/** Whether a key is open because the stage belongs to the team that owns the service. */
export function isOwnStages({ ownStages = false }: Lock, team: string | null, owner: string | null): boolean {
  return ownStages && team !== null && team === owner;
}

/** The keys in a list, with their places. The schema reports items that are not text. */
export function keysAt(platform: SpecDocument, path: SpecPath): { key: string; at: Span }[] {
  const items = platform.find(path)?.items ?? [];
  return items.flatMap(({ value, span }) => (typeof value === "string" ? [{ key: value, at: span }] : []));
}

/**
 * The lock that applies to a key: the most specific one, and a lock of the kind before a lock of all stages.
 * `kind` is null for a service's own keys; `path` starts below the stage.
 */
export function lockOf({ byKey }: LockTable, kind: string | null, path: readonly string[]): Lock | null {
  const scopes = kind === null ? [""] : [`${kind}.`, "stages."];
  for (let length = path.length; length > 0; length -= 1) {
    const key = path.slice(0, length).join(".");
    for (const scope of scopes) {
      const lock = byKey.get(scope + key);
      if (lock !== undefined) return lock;
    }
  }
  return null;
}

/** The key that a lock locks, as the start of a path below the stage or the service. */
export function lockedPath({ key }: Lock, kind: string | null, path: SpecPath): SpecPath {
  const count = key.split(".").length - (kind === null ? 0 : 1);
  let keys = 0;
  // Locks do not name the items of a list.
  const end = path.findIndex((step) => typeof step === "string" && ++keys === count);
  return path.slice(0, end + 1);
}

/** The path at which the platform sets the value that a lock protects, for a path with the locked key or a key below it. */
export function protectedPath(lock: Lock, kind: string | null, path: SpecPath): SpecPath {
  const locked = lockedPath(lock, kind, path);
  if (lock.replaces === undefined) return locked;
  return [...lock.replaces.split(".").slice(kind === null ? 0 : 1), ...path.slice(locked.length)];
}

/** Whether a lock names a key below this one, so that the keys below must be checked one by one. */
export function locksBelow({ above }: LockTable, kind: string | null, path: readonly string[]): boolean {
  const scopes = kind === null ? [""] : [`${kind}.`, "stages."];
  return scopes.some((scope) => above.has(scope + path.join(".")));
}
