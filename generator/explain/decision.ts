import type { Model } from "../model/model.ts";
import type { Position } from "../model/origin.ts";

/** What a statement depends on. A test changes each key and checks which statements change. */
export type DecisionKey =
  | "target"
  | "topology"
  | "stages.owner"
  | "stages.approval"
  | "teams.approvers"
  | "environments.protected"
  | "delivery.handoff"
  | "delivery.instances"
  | "delivery.highAvailability"
  | "site.network"
  | "site.podSecurity"
  | "products"
  | "stages.engine"
  | "engines.agent"
  | "engines.memory"
  | "engines.buildsAtOnce"
  | "environments.strategy";

/** One sentence computed from the specs, with its numbers and the keys that it depends on. */
export interface Statement {
  /** `owners.jobs`. */
  readonly id: string;
  readonly text: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly follows: readonly DecisionKey[];
}

/** A consequence of a decision: a cost, a gain or a neutral fact. */
export interface Consequence extends Statement {
  readonly kind: "gain" | "cost" | "fact";
}

/** An alternative decision, its consequence, and the line to change in the specs. */
export interface Alternative extends Statement {
  readonly change: string;
}

/** The line of the spec that makes a decision. `at` is null if the decision comes from the product's default. */
export interface DecidingLine {
  readonly key: string;
  readonly value: string;
  readonly at: Position | null;
}

/** A figure that was measured, not computed, and the conditions of the measurement. */
export interface MeasuredFigure {
  readonly what: string;
  readonly value: string;
  readonly conditions: string;
  readonly source: string;
}

/** One product of the market survey, and whether it fits this site. */
export interface ProductRow {
  readonly id: string;
  readonly name: string;
  readonly verdict: string;
  readonly references: string;
  readonly maintenance: string;
  readonly licence: string;
  readonly support: string;
  readonly sources: readonly string[];
  readonly checked: string;
}

/** One decision of the decision record. */
export interface Decision {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  readonly choice: Statement;
  readonly lines: readonly DecidingLine[];
  readonly consequences: readonly Consequence[];
  readonly alternatives: readonly Alternative[];
  readonly measured: readonly MeasuredFigure[];
  readonly products: readonly ProductRow[];
}

/** Computes one decision from the model. Each decision has its own file. */
export interface DecisionSource {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  decide(model: Model): Omit<Decision, "id" | "title" | "question">;
}
