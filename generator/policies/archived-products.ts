import { finding } from "../diagnostics/finding.ts";
import { engines } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import { chosenProducts, productsOf } from "../products/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the site uses no archived product. The former product of an engine has its own policy, SW407. */
export const archivedProducts: Policy = {
  code: "SW433",
  slug: "products/archived",
  title: "Product is archived",
  severity: "warning",
  explanation: "The product gets no security fixes, and no vendor or maintainer answers questions about it.",
  decision: "Products that handle sources and releases get security fixes.",
  check(model) {
    const chosen = chosenProducts(model);
    const former = engines.flatMap(({ formerProduct }) => formerProduct?.product.id ?? []);
    return productsOf(model)
      .filter(({ id, maintenance }) => maintenance === "archived" && chosen.includes(id) && !former.includes(id))
      .map(({ id, name, state }) => {
        const span = placeOf(model, pathOf(model, id));
        return finding("SW433", span, `${name} is archived: ${state}`, {
          hint: "choose another product; `stagewright explain` lists the alternatives",
        });
      });
  },
};

function pathOf(model: Model, id: string): string {
  const own = `products/${id}/maintenance`;
  if (model.origins.get(own)?.at !== undefined) return own;
  return model.engines.some(({ name }) => name === id) ? `engines/${id}` : "delivery/handoff";
}
