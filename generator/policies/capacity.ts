import type { Model } from "../model/model.ts";
import type { Engine, Pool } from "../model/platform.ts";

/** What is counted on an agent. */
export type Amount = "memory" | "cpu";

/** Builds of one kind: an engine's, or all that build no image. */
export interface Kind {
  /** No more at once than its lock admits; null where only executors bound it. */
  readonly atOnce: number | null;
  readonly each: number;
  /** `docker`, `other builds`. */
  readonly of: string;
}

/** Builds of one kind that run on one agent at once. */
export interface Term extends Omit<Kind, "atOnce"> {
  readonly count: number;
}

/** The pool of a label; undefined where the spec does not tell what its agents hold. */
export function poolOf(model: Model, label: string): Pool | undefined {
  return model.site.pools.find((pool) => pool.label === label);
}

/** The engines that build on the agents of a label: by their own agent, or by a stage's. */
export function enginesOn(model: Model, label: string): readonly Engine[] {
  return model.engines.filter(({ name, agent }) => {
    if (agent.pods !== null) return false;
    const stages = model.services.flatMap(({ stages: all }) => all.filter((it) => it.kind === "image"));
    return agent.label === label || stages.some((it) => it.engine === name && it.agent.label === label);
  });
}

/** Whether stages that build no image run on the agents of a label. */
export function hasOtherBuilds(model: Model, label: string): boolean {
  return model.services.some(({ stages }) => stages.some((it) => it.kind !== "image" && it.agent.label === label));
}

/** The heaviest that one agent may be given at once: the largest builds first, until its executors are taken. */
export function heaviest(kinds: readonly Kind[], executors: number): Term[] {
  let free = executors;
  const terms: Term[] = [];
  for (const { atOnce, each, of } of [...kinds].sort((one, other) => other.each - one.each)) {
    const count = Math.min(free, atOnce ?? free);
    free -= count;
    if (count > 0) terms.push({ count, each, of });
  }
  return terms;
}

/** The sum of the terms. */
export function sumOf(terms: readonly Term[]): number {
  return terms.reduce((sum, { count, each }) => sum + count * each, 0);
}

/** `1Gi` in Mi, `2` in thousandths. */
export function parseAmount(amount: Amount, text: string): number {
  const value = Number.parseInt(text, 10);
  if (amount === "memory") return text.endsWith("Gi") ? value * 1024 : value;
  return text.endsWith("m") ? value : value * 1000;
}

/** As a spec would have it: `1536Mi`, `2Gi`, `500m`. */
export function showAmount(amount: Amount, value: number): string {
  if (amount === "memory") return value % 1024 === 0 ? `${value / 1024}Gi` : `${value}Mi`;
  return value % 1000 === 0 ? String(value / 1000) : `${value}m`;
}
