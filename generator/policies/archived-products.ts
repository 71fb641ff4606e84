import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { chosenProducts, productsOf } from "../products/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** A product that nobody mends is not chosen. kaniko's first home has a policy of its own. */
export const archivedProducts: Policy = {
  code: "SW433",
  title: "Products are maintained",
  decision: "What handles sources and release files gets its security fixes.",
  consequence: "What is found in the archived product stays open, and nobody can be called.",
  check(model) {
    const chosen = chosenProducts(model);
    return productsOf(model)
      .filter(({ id, maintenance }) => maintenance === "archived" && chosen.includes(id) && id !== "kaniko-google")
      .map(({ id, name, state }) => {
        const span = placeOf(model, pathOf(model, id));
        return finding("SW433", span, `${name} is archived: ${state}`, {
          hint: "choose another; stagewright explain lists them",
        });
      });
  },
};

function pathOf(model: Model, id: string): string {
  const own = `products/${id}/maintenance`;
  if (model.origins.get(own)?.at !== undefined) return own;
  return model.engines.some(({ name }) => name === id) ? `engines/${id}` : "delivery/handoff";
}
