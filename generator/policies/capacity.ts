import type { Model } from "../model/model.ts";
import type { Engine, Pool } from "../model/platform.ts";

/** A resource that is limited on an agent. */
export type Amount = "memory" | "cpu";

/** A kind of build: builds of one engine, or all builds of stages without an image. */
export interface Kind {
  /** How many can run at once by the engine's lock; null if only the executors limit them. */
  readonly atOnce: number | null;
  readonly each: number;
  /** `docker`, `other builds`. */
  readonly of: string;
}

/** A number of builds of one kind that run on one agent at the same time. */
export interface Term extends Omit<Kind, "atOnce"> {
  readonly count: number;
}

/** The pool with a label; undefined if the spec configures no capacity for it. */
export function poolOf(model: Model, label: string): Pool | undefined {
  return model.site.pools.find((pool) => pool.label === label);
}

/** The engines that build on agents with a label: the label of the engine or of one of its stages. */
export function enginesOn(model: Model, label: string): readonly Engine[] {
  return model.engines.filter(({ name, agent }) => {
    if (agent.pods !== null) return false;
    const stages = model.services.flatMap(({ stages: all }) => all.filter((it) => it.kind === "image"));
    return agent.label === label || stages.some((it) => it.engine === name && it.agent.label === label);
  });
}

/** Whether stages that build no image run on agents with a label. */
export function hasOtherBuilds(model: Model, label: string): boolean {
  return model.services.some(({ stages }) => stages.some((it) => it.kind !== "image" && it.agent.label === label));
}

/** A stage on agents with a label that starts service containers there, by `SERVICE/STAGE`. */
export interface WithContainers {
  readonly path: string;
  /** The sum of their memory limits; null if one of them has none. */
  readonly memory: number | null;
}

/** The stages that start service containers on agents with a label. */
export function containersOn(model: Model, label: string): WithContainers[] {
  return model.services.flatMap(({ name, stages }) =>
    stages.flatMap((stage) => {
      if (!("services" in stage) || stage.services.length === 0 || stage.agent.label !== label) return [];
      const limits = stage.services.map(({ memory }) => (memory === null ? Number.NaN : parseAmount("memory", memory)));
      const sum = limits.reduce((one, other) => one + other, 0);
      return [{ path: `services/${name}/stages/${stage.id}/services`, memory: Number.isNaN(sum) ? null : sum }];
    }),
  );
}

/** The heaviest load of one agent: the largest builds first, until all executors are busy. */
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

/** Parses memory to Mi (`1Gi` is 1024) and processors to thousandths (`2` is 2000). */
export function parseAmount(amount: Amount, text: string): number {
  const value = Number.parseInt(text, 10);
  if (amount === "memory") return text.endsWith("Gi") ? value * 1024 : value;
  return text.endsWith("m") ? value : value * 1000;
}

/** Formats an amount as in a spec: `1536Mi`, `2Gi`, `500m`. */
export function showAmount(amount: Amount, value: number): string {
  if (amount === "memory") return value % 1024 === 0 ? `${value / 1024}Gi` : `${value}Mi`;
  return value % 1000 === 0 ? String(value / 1000) : `${value}m`;
}
