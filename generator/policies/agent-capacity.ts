import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Pool } from "../model/platform.ts";
import {
  type Amount,
  containersOn,
  enginesOn,
  hasOtherBuilds,
  heaviest,
  type Kind,
  parseAmount,
  showAmount,
  sumOf,
} from "./capacity.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

const OTHER = "other builds";
const NOUNS = { memory: "of memory", cpu: "processors" } as const;

/** Checks that the builds which can run on one agent at the same time fit on it. */
export const agentCapacity: Policy = {
  code: "SW409",
  slug: "agents/over-capacity",
  title: "Builds exceed the capacity of their agents",
  severity: "error",
  explanation:
    "The builds that can run on one agent at the same time need more than `site.pools` provides. They run out of memory although each build alone would succeed. Run fewer builds at once, use smaller builds, or use larger agents.",
  decision: "An agent runs no more builds at once than `site.pools` has capacity for.",
  check: (model) =>
    model.site.pools.flatMap((pool) =>
      (["memory", "cpu"] as const).flatMap((amount) => checkPool(model, pool, amount)),
    ),
};

function checkPool(model: Model, pool: Pool, amount: Amount): Diagnostic[] {
  const configured = pool[amount];
  if (configured === null) return [];
  const incomplete = findMissingAmounts(model, pool, amount);
  if (incomplete.length > 0) return incomplete;
  const kinds: Kind[] = enginesOn(model, pool.label).map(({ name, buildsAtOnce, settings }) => {
    return { atOnce: buildsAtOnce, each: parseAmount(amount, String(settings[amount])), of: name };
  });
  if (amount === "memory" && pool.otherBuild !== null) {
    const containers = Math.max(0, ...containersOn(model, pool.label).map(({ memory }) => memory ?? 0));
    const of = containers > 0 ? `${OTHER} with service containers` : OTHER;
    kinds.push({ atOnce: null, each: parseAmount(amount, pool.otherBuild) + containers, of });
  }
  const terms = heaviest(kinds, pool.executors);
  const capacity = parseAmount(amount, configured);
  if (sumOf(terms) <= capacity) return [];
  const span = placeOf(model, `site/pools/${pool.label}/${amount}`, configured);
  const products = terms.map(({ count, each, of }) => `${count} × ${showAmount(amount, each)} (${of})`);
  const message = `an agent "${pool.label}" has ${configured} ${NOUNS[amount]}, but its ${executorsOf(pool)} can run builds that need ${products.join(" + ")} = ${showAmount(amount, sumOf(terms))}`;
  return [finding("SW409", span, message, { hint: hintFor(kinds, pool, capacity) })];
}

function executorsOf({ executors }: Pool): string {
  return executors === 1 ? "executor" : `${executors} executors`;
}

/** Reports engines without an amount: the sum needs all of them. */
function findMissingAmounts(model: Model, pool: Pool, amount: Amount): Diagnostic[] {
  const unconfigured = enginesOn(model, pool.label).filter(({ settings }) => settings[amount] === undefined);
  const found = unconfigured.map(({ name }) => {
    const message = `${name} builds on agents "${pool.label}", which have a ${amount} limit, but the amount per build is not set`;
    return finding("SW409", placeOf(model, `engines/${name}`), message, { hint: `add engines.${name}.${amount}` });
  });
  if (amount === "memory") found.push(...containersWithoutLimit(model, pool));
  if (amount === "cpu" || pool.otherBuild !== null || !hasOtherBuilds(model, pool.label)) return found;
  const message = `agents "${pool.label}" have a memory limit and also run stages that build no image, but the memory of these is not set`;
  const span = placeOf(model, `site/pools/${pool.label}`);
  return [...found, finding("SW409", span, message, { hint: "add otherBuild with the memory of one such build" })];
}

/** Reports service containers without a limit, which could need all memory of the agent. */
function containersWithoutLimit(model: Model, { label }: Pool): Diagnostic[] {
  return containersOn(model, label).flatMap(({ path, memory }) => {
    if (memory !== null) return [];
    const message = `agents "${label}" have a memory limit, but a service container of this stage has none`;
    return [finding("SW409", placeOf(model, path), message, { hint: "add memory to each service container" })];
  });
}

/** Suggests the largest `buildsAtOnce` of the heaviest engine with which all builds fit. */
function hintFor(kinds: readonly Kind[], { executors }: Pool, capacity: number): string {
  const [largest] = [...kinds].sort((one, other) => other.each - one.each);
  const most = Math.min(executors, largest?.atOnce ?? executors);
  for (let atOnce = most - 1; atOnce > 0; atOnce -= 1) {
    const bounded = kinds.map((kind) => (kind === largest ? { ...kind, atOnce } : kind));
    const fits = sumOf(heaviest(bounded, executors)) <= capacity;
    if (fits && !largest?.of.startsWith(OTHER))
      return `set engines.${largest?.of}.buildsAtOnce: ${atOnce}, or use larger agents`;
  }
  return "use fewer executors or larger agents";
}
