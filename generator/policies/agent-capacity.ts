import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Pool } from "../model/platform.ts";
import {
  type Amount,
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

/** What may run on an agent at once fits into it. */
export const agentCapacity: Policy = {
  code: "SW409",
  title: "Builds fit their agents",
  decision: "An agent is given no more than site.pools says it holds.",
  consequence: "Builds that run at once take each other's memory, and die of it where each alone would pass.",
  check: (model) =>
    model.site.pools.flatMap((pool) =>
      (["memory", "cpu"] as const).flatMap((amount) => checkPool(model, pool, amount)),
    ),
};

function checkPool(model: Model, pool: Pool, amount: Amount): Diagnostic[] {
  const held = pool[amount];
  if (held === null) return [];
  const untold = findUntold(model, pool, amount);
  if (untold.length > 0) return untold;
  const kinds: Kind[] = enginesOn(model, pool.label).map(({ name, buildsAtOnce, settings }) => {
    return { atOnce: buildsAtOnce, each: parseAmount(amount, String(settings[amount])), of: name };
  });
  if (amount === "memory" && pool.otherBuild !== null)
    kinds.push({ atOnce: null, each: parseAmount(amount, pool.otherBuild), of: OTHER });
  const terms = heaviest(kinds, pool.executors);
  const capacity = parseAmount(amount, held);
  if (sumOf(terms) <= capacity) return [];
  const span = placeOf(model, `site/pools/${pool.label}/${amount}`, held);
  const products = terms.map(({ count, each, of }) => `${count} × ${showAmount(amount, each)} (${of})`);
  const message = `an agent "${pool.label}" holds ${held} ${NOUNS[amount]}; what its ${pool.executors} executors may run at once takes ${products.join(" + ")} = ${showAmount(amount, sumOf(terms))}`;
  return [finding("SW409", span, message, { hint: hintFor(kinds, pool, capacity) })];
}

/** Engines without an amount cannot be added up. */
function findUntold(model: Model, pool: Pool, amount: Amount): Diagnostic[] {
  const silent = enginesOn(model, pool.label).filter(({ settings }) => settings[amount] === undefined);
  const found = silent.map(({ name }) => {
    const message = `${name} builds on agents "${pool.label}", whose ${amount} is counted, and does not say what a build takes`;
    return finding("SW409", placeOf(model, `engines/${name}`), message, { hint: `add engines.${name}.${amount}` });
  });
  if (amount === "cpu" || pool.otherBuild !== null || !hasOtherBuilds(model, pool.label)) return found;
  const message = `stages that build no image run on agents "${pool.label}", whose memory is counted, too`;
  const span = placeOf(model, `site/pools/${pool.label}`);
  return [...found, finding("SW409", span, message, { hint: "add otherBuild: what one of them takes" })];
}

/** How many of the heaviest engine's builds would fit, with what the free executors then take. */
function hintFor(kinds: readonly Kind[], { executors }: Pool, capacity: number): string {
  const [largest] = [...kinds].sort((one, other) => other.each - one.each);
  const most = Math.min(executors, largest?.atOnce ?? executors);
  for (let atOnce = most - 1; atOnce > 0; atOnce -= 1) {
    const bounded = kinds.map((kind) => (kind === largest ? { ...kind, atOnce } : kind));
    const fits = sumOf(heaviest(bounded, executors)) <= capacity;
    if (fits && largest?.of !== OTHER) return `engines.${largest?.of}.buildsAtOnce: ${atOnce}, or larger agents`;
  }
  return "fewer executors, or larger agents";
}
