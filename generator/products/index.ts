import { engineNamed } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import type { Product } from "../model/product.ts";
import { table } from "./table.ts";

/** The table of products, with the site's own entries merged in and its additional products at the end. */
export function productsOf(model: Model): readonly Product[] {
  const own = new Map(model.products.map((it) => [it.id, it.entry]));
  const known = table.map((product) => ({ ...product, ...own.get(product.id) }));
  const ids = new Set(table.map(({ id }) => id));
  const added = model.products.filter(({ id }) => !ids.has(id));
  return [...known, ...added.map(({ id, entry }) => ({ ...UNKNOWN, name: id, ...entry, id }))];
}

const UNKNOWN = {
  role: "cd",
  needs: [],
  licence: "unknown",
  maintenance: "maintained",
  state: "set by the site",
  references: "set by the site",
  support: [],
  sources: [],
  checked: "by the site",
} as const;

/** The products that the specs use: to run jobs, to deploy and to build images. */
export function chosenProducts(model: Model): readonly string[] {
  const engines = model.services.flatMap(({ stages }) =>
    stages.flatMap((stage) => (stage.kind === "image" ? [engineProduct(model, stage.engine)] : [])),
  );
  const deployers = model.services.flatMap(({ stages }) =>
    stages.flatMap((stage) => (stage.kind === "deploy" ? [handoffOf(model, stage.environment)] : [])),
  );
  return [...new Set([model.target, ...deployers, ...engines])];
}

/** The name of the CI product that runs the pipelines. */
export function ciName(model: Model): string {
  return table.find(({ id }) => id === model.target)?.name ?? model.target;
}

function handoffOf(model: Model, environment: string): string {
  return model.environments.find(({ name }) => name === environment)?.handoff ?? model.delivery.handoff;
}

/** The product of an engine, which the settings of the engine can replace with a former one. */
export function engineProduct(model: Model, engine: string): string {
  const former = engineNamed(engine)?.formerProduct ?? null;
  const settings = model.engines.find(({ name }) => name === engine)?.settings ?? {};
  return former?.isUsed(settings) ? former.product.id : engine;
}
