import type { Model } from "../model/model.ts";
import type { Decision, DecisionSource } from "./decision.ts";
import { engine } from "./engine.ts";
import { operatingPolicy } from "./operating-policy.ts";
import { products } from "./products.ts";
import { strategy } from "./strategy.ts";
import { owners } from "./team-split.ts";

export type { Decision, Statement } from "./decision.ts";

/** Every decision of the record, in order. To add one, add a file and one entry here. */
export const decisions: readonly DecisionSource[] = [owners, operatingPolicy, products, engine, strategy];

/** Computes the decision record of a model. */
export function explain(model: Model): Decision[] {
  return decisions.map(({ id, title, question, decide }) => ({ id, title, question, ...decide(model) }));
}

/** Returns all statements of a decision. */
export function statementsOf({ choice, consequences, alternatives }: Decision) {
  return [choice, ...consequences, ...alternatives];
}
