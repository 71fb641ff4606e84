import type { Model } from "../model/model.ts";
import type { Position } from "../model/origin.ts";

/** What a statement follows from. A test changes each of them and looks which statements change. */
export type DecisionKey =
  | "topology"
  | "stages.owner"
  | "stages.approval"
  | "teams.approvers"
  | "environments.protected"
  | "delivery.handoff"
  | "delivery.instances"
  | "delivery.highAvailability"
  | "site.network"
  | "products"
  | "stages.engine"
  | "engines.agent"
  | "engines.memory"
  | "engines.buildsAtOnce"
  | "environments.strategy";

/** One sentence that was computed from the specs, with the numbers in it and what it follows from. */
export interface Statement {
  /** `owners.jobs`. */
  readonly id: string;
  readonly text: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly follows: readonly DecisionKey[];
}

/** A consequence: what a decision costs, what it gains, or what is so because of it. */
export interface Consequence extends Statement {
  readonly kind: "gain" | "cost" | "fact";
}

/** What else could be decided, what would follow, and which line of which file to write. */
export interface Alternative extends Statement {
  readonly change: string;
}

/** A line that makes a decision; without a place where the product's default does. */
export interface DecidingLine {
  readonly key: string;
  readonly value: string;
  readonly at: Position | null;
}

/** A figure that was measured, not computed, and how. */
export interface MeasuredFigure {
  readonly what: string;
  readonly value: string;
  readonly conditions: string;
  readonly source: string;
}

/** One product as it was found, with what this site makes of it. */
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

/** One decision of the record. */
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

/** Where a decision is computed; one file for each. */
export interface DecisionSource {
  readonly id: string;
  readonly title: string;
  readonly question: string;
  decide(model: Model): Omit<Decision, "id" | "title" | "question">;
}
