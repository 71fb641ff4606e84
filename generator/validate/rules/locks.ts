import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { onlyOnce } from "../../diagnostics/only-once.ts";
import { show } from "../../diagnostics/wording.ts";
import { lockable } from "../../generated/lockable.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { Located, Span, SpecDocument, SpecPath } from "../../parse/document.ts";
import { teamOf } from "../../spec/inheritance/inherit.ts";
import {
  isOwnStages,
  keysAt,
  type Lock,
  type LockTable,
  lockOf,
  locksBelow,
  MAYS,
  protectedPath,
  readLocks,
} from "../../spec/inheritance/lock-table.ts";
import { isSetByPlatform } from "../../spec/inheritance/merge.ts";
import { hasOrder, loosened } from "../../spec/inheritance/strictness.ts";
import { keyName } from "../../spec/key-name.ts";
import type { Candidates, Checked } from "../../spec/specs.ts";
import { knownNames } from "./known.ts";
import { type Rule, unknownName } from "./rule.ts";

/** Services respect the platform's locks. Locks and defaults name existing keys and teams. */
export const locks: Rule = (specs) => {
  if (specs.platformDocument.root === null) return [];
  const table = readLocks(specs.platformDocument);
  return [...wrongLocks(specs), ...specs.services.flatMap((service) => checkService(service, table))];
};

function wrongLocks(specs: Candidates): Diagnostic[] {
  const { platformDocument: document } = specs;
  const once = onlyOnce("the key of another lock");
  const lists = MAYS.flatMap((may) => keysAt(document, ["locks", may]));
  const ordered = keysAt(document, ["locks", "tighten"]);
  const teams = knownNames(specs, "teams");
  const named = [
    ["defaults", "teams"],
    ["locks", "except"],
  ].flatMap((path) => [...(document.find(path)?.entries ?? [])]);
  const exceptions = [...(document.find(["locks", "except"])?.entries?.keys() ?? [])].flatMap((team) =>
    keysAt(document, ["locks", "except", team]),
  );
  return [
    ...lists.flatMap(({ key, at }) => once(key, at)),
    ...[...lists, ...exceptions].flatMap(({ key, at }) => (isLockable(key) ? [] : [unknownKey(key, at)])),
    ...ordered.flatMap(({ key, at }) => (!isLockable(key) || hasOrder(key) ? [] : [withoutOrder(key, at)])),
    ...named.flatMap(([team, { key }]) =>
      teams === null || teams.includes(team) ? [] : [unknownName(key, team, "a team", teams)],
    ),
  ];
}

function withoutOrder(key: string, at: Span): Diagnostic {
  const message = `no value of ${show(key)} is stricter than another`;
  return finding("SW370", at, message, { hint: "list it under closed, append or replace" });
}

/** The start of a key of stages. */
const SCOPE = /^(stages|source|image|deploy|custom)\./;

function unknownKey(key: string, at: Span): Diagnostic {
  const scope = SCOPE.exec(key)?.[0] ?? "";
  const known = lockable.filter((it) => it.startsWith(scope) && (scope !== "" || !SCOPE.test(it)));
  return unknownName(at, key, "a key that can be locked", known);
}

function isLockable(key: string): boolean {
  return lockable.includes(key) || lockable.includes(`${key.slice(0, key.lastIndexOf("."))}.*`);
}

/** The current place in a service's document. */
interface Walk {
  readonly document: SpecDocument;
  readonly table: LockTable;
  readonly team: string | null;
  readonly kind: string | null;
  /** The owner of the stage; null for keys of the service. */
  readonly owner: string | null;
  /** The number of path steps before the keys: 0 for a service, 2 for `stages.N`. */
  readonly depth: number;
}

function checkService({ document, spec }: Checked<ServiceSpec>, table: LockTable): Diagnostic[] {
  const walk = { document, table, team: teamOf(document), kind: null, owner: null, depth: 0 };
  const own = [...(document.root?.entries ?? [])].filter(([key]) => key !== "stages");
  return [
    ...own.flatMap(([key, it]) => visit(walk, [key], it)),
    ...spec.stages.flatMap((stage, index) =>
      [...(document.find(["stages", index])?.entries ?? [])].flatMap(([key, it]) =>
        visit({ ...walk, kind: stage.kind, owner: stage.owner, depth: 2 }, ["stages", index, key], it),
      ),
    ),
  ];
}

function visit(walk: Walk, path: SpecPath, entry: { key: Span; node: Located }): Diagnostic[] {
  const { document, table, kind, depth } = walk;
  const { key, node } = entry;
  if (key.at.file !== document.path) return [];
  const below = path.slice(depth).filter((step) => typeof step === "string");
  const lock = lockOf(table, kind, below);
  const isList = node.items !== null;
  const within = () => entriesOf(path, node).flatMap(([at, it]) => visit(walk, at, it));
  if (lock?.may === "append" && (node.entries !== null || isList)) return within();
  // A sibling of a key that services can extend can have the names that the platform does not set.
  const isPartlyOpen = lock?.may === "tighten" || (lock?.replaces !== undefined && lock.onlyIfSet);
  if (isPartlyOpen && node.entries !== null) return within();
  if (lock === null || allows(lock, walk, path, node)) return locksBelow(table, kind, below) ? within() : [];
  if (node.entries !== null && locksBelow(table, kind, below)) return within();
  return [violation(walk, path, key, lock)];
}

/** The entries of a mapping, or of all mappings in a list. */
function entriesOf(path: SpecPath, { entries, items }: Located): [SpecPath, { key: Span; node: Located }][] {
  if (items !== null) return items.flatMap((item, index) => entriesOf([...path, index], item));
  return [...(entries ?? [])].map(([name, entry]) => [[...path, name], entry]);
}

function allows(lock: Lock, walk: Walk, path: SpecPath, node: Located): boolean {
  const { team, owner } = walk;
  if (lock.may === "replace" || (team !== null && lock.except.includes(team))) return true;
  if (lock.may === "append") return (node.replaced ?? []).length === 0;
  const isSet = isLockedKeySet(lock, walk, path);
  if (lock.may === "tighten") return (lock.onlyIfSet && !isSet) || loosened(lockKey(walk, path), node, isSet) === null;
  return (lock.onlyIfSet || isOwnStages(lock, team, owner)) && !isSet;
}

/** Whether the platform's defaults set the locked key: the service then cannot add to a mapping of it either. */
function isLockedKeySet(lock: Lock, { document, kind, depth }: Walk, path: SpecPath): boolean {
  const locked = document.find([...path.slice(0, depth), ...protectedPath(lock, kind, path.slice(depth))]);
  return locked !== null && isSetByPlatform(locked);
}

/** The key of a path in the syntax of locks. */
function lockKey({ kind, depth }: Walk, path: SpecPath): string {
  return [...(kind === null ? [] : [kind]), ...path.slice(depth).filter((step) => typeof step === "string")].join(".");
}

/** Keys that identify a stage. Defaults cannot set them. */
const OWN = /^stages\..*\.(needs|parallel|previousIds|previousOwners)$/;

function violation(walk: Walk, path: SpecPath, at: Span, lock: Lock): Diagnostic {
  const { document } = walk;
  const name = keyName(document, path);
  const related =
    lock.at === null ? {} : { related: [{ at: lock.at.at, message: `${lock.replaces ?? lock.key} is locked here` }] };
  if (lock.may === "append") {
    const message = `the platform spec sets ${name}; a service can add to ${lock.key}, but not replace values`;
    return finding("SW315", at, message, { ...related, hint: "remove it, or use another name" });
  }
  if (lock.may === "tighten") {
    const node = document.find(path);
    const hint = (node && loosened(lockKey(walk, path), node, isLockedKeySet(lock, walk, path))) ?? "remove it";
    const message = `${name} is less strict than the platform spec; a service can only make ${lock.key} stricter`;
    return finding("SW315", at, message, { ...related, hint });
  }
  const by = lock.at === null ? "by default" : `by ${lock.at.at.file}:${lock.at.at.line}`;
  const fixes = [
    ...(OWN.test(name) ? [] : ["set it under defaults"]),
    ...(lock.at === null || lock.replaces !== undefined ? [`add locks: { replace: [${lock.key}] }`] : []),
  ];
  const hint = ["remove it", ...(fixes.length > 0 ? [`in the platform spec, ${fixes.join(", or ")}`] : [])].join(
    "; or ",
  );
  return finding("SW315", at, `${show(String(path.at(-1)))} is locked ${by}: a service cannot set ${name}`, {
    ...related,
    hint,
  });
}
