import type { Span, SpecDocument, SpecPath } from "../../parse/document.ts";

/** What a service may do with a key that the platform has a say in. */
export type May = "replace" | "append" | "closed";

/** One lock: of a service's key (`pin`), of every stage's (`stages.timeout`) or of a kind's (`image.labels`). */
export interface Lock {
  readonly key: string;
  readonly may: May;
  /** The line of the platform spec; null for what is closed unless a spec opens it. */
  readonly at: Span | null;
  /** Closed only where the platform's defaults give a value: somebody has to. */
  readonly onlyGiven: boolean;
  /** Open where the platform's defaults give nothing and the stage is of the team whose service it is. */
  readonly ownStages?: boolean;
  /** Teams whose services may set it all the same. */
  readonly except: readonly string[];
}

/** What grants access is closed unless the platform spec opens it. */
export const BUILT_IN: readonly Pick<Lock, "key" | "onlyGiven" | "ownStages">[] = [
  { key: "credentials", onlyGiven: false },
  { key: "stages.agent", onlyGiven: false },
  // A job comes from another team's folder with its builds, also one that no spec describes any more.
  { key: "stages.previousOwners", onlyGiven: false },
  // They name credentials of the folder that the image job runs in.
  { key: "image.secrets", onlyGiven: false },
  { key: "image.image.registry", onlyGiven: true },
  // Who is asked is the platform's to say where it does.
  { key: "deploy.approval", onlyGiven: true },
  // They run with what another team's agent and folder have; and what the platform calls everywhere, a service keeps.
  { key: "stages.before", onlyGiven: false, ownStages: true },
  { key: "stages.after", onlyGiven: false, ownStages: true },
];

const MAYS: readonly May[] = ["closed", "append", "replace"];

/** The platform spec's locks, those that need no line of it behind them. */
export function readLocks(platform: SpecDocument): Lock[] {
  const written = MAYS.flatMap((may) =>
    keysAt(platform, ["locks", may]).map(({ key, at }): Lock => ({ key, may, at, onlyGiven: false, except: [] })),
  );
  const own = new Set(written.map(({ key }) => key));
  const builtIn = BUILT_IN.filter(({ key }) => !own.has(key)).map(
    (lock): Lock => ({ ...lock, may: "closed", at: null, except: [] }),
  );
  const teams = [...(platform.find(["locks", "except"])?.entries?.keys() ?? [])];
  const excepted = teams.flatMap((team) =>
    keysAt(platform, ["locks", "except", team]).map(({ key }) => ({ team, key })),
  );
  return [...written, ...builtIn].map((lock) => ({
    ...lock,
    except: excepted.filter(({ key }) => key === lock.key).map(({ team }) => team),
  }));
}

/** Whether a key is open because its stage is of the team whose service it is; what the platform gives stays. */
export function isOwnStages({ ownStages = false }: Lock, team: string | null, owner: string | null): boolean {
  return ownStages && team !== null && team === owner;
}

/** The keys of a list of them, with their places; what is no text is the schema's to find. */
export function keysAt(platform: SpecDocument, path: SpecPath): { key: string; at: Span }[] {
  const items = platform.find(path)?.items ?? [];
  return items.flatMap(({ value, span }) => (typeof value === "string" ? [{ key: value, at: span }] : []));
}

/**
 * The lock that holds for a key: of those on it and on what encloses it the longest, a kind's before every stage's.
 * `kind` is null for a service's own keys; `path` starts below the stage.
 */
export function lockOf(locks: readonly Lock[], kind: string | null, path: readonly string[]): Lock | null {
  const scopes = kind === null ? [""] : [`${kind}.`, "stages."];
  for (let length = path.length; length > 0; length -= 1) {
    const key = path.slice(0, length).join(".");
    for (const scope of scopes) {
      const lock = locks.find((it) => it.key === scope + key);
      if (lock !== undefined) return lock;
    }
  }
  return null;
}

/** Whether a lock names something below a key, so that the key itself is not all that is to be judged. */
export function locksBelow(locks: readonly Lock[], kind: string | null, path: readonly string[]): boolean {
  const scopes = kind === null ? [""] : [`${kind}.`, "stages."];
  return locks.some(({ key }) => scopes.some((scope) => key.startsWith(`${scope}${path.join(".")}.`)));
}
