import type { Model } from "../model/model.ts";
import type { Decision, DecisionSource } from "./decision.ts";
import { engine } from "./engine.ts";
import { operatingPolicy } from "./operating-policy.ts";
import { products } from "./products.ts";
import { strategy } from "./strategy.ts";
import { owners } from "./team-split.ts";

export type { Decision, Statement } from "./decision.ts";

/** Every decision of the record, in the order in which they are taken; a new one is a file and a line here. */
export const decisions: readonly DecisionSource[] = [owners, operatingPolicy, products, engine, strategy];

/** The decision record of a model. */
export function explain(model: Model): Decision[] {
  return decisions.map(({ id, title, question, decide }) => ({ id, title, question, ...decide(model) }));
}

/** Everything that a decision states. */
export function statementsOf({ choice, consequences, alternatives }: Decision) {
  return [choice, ...consequences, ...alternatives];
}
