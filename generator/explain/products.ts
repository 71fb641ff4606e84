import { type Model, targetNames } from "../model/model.ts";
import type { Product } from "../model/product.ts";
import { chosenProducts, ciName, productsOf } from "../products/index.ts";
import type { Consequence, DecisionKey, DecisionSource, ProductRow } from "./decision.ts";
import { handoffLines } from "./operating-policy.ts";
import { count, follows, instead, lineOf, list, say } from "./statements.ts";

/** The products that this site uses, the reason for the choice, and the market survey. */
export const products: DecisionSource = {
  id: "products",
  title: "Products",
  question: "Is the site online or offline, and which products does it use?",
  decide: (model) => {
    const all = productsOf(model);
    const chosen = chosenProducts(model);
    return {
      choice: choice(model, all, chosen),
      lines: [
        lineOf(model, "site/network", model.site.network),
        ...handoffLines(model),
        ...model.products.map(({ id, entry }) => lineOf(model, `products/${id}`, entry)),
      ],
      consequences: [network(model, all), ...all.filter(({ id }) => chosen.includes(id)).map(support)],
      alternatives: all
        .filter((it) => it.role !== "engine" && !chosen.includes(it.id))
        .map((it) => {
          const text = `${it.name}: ${verdict(model, it, chosen)}.`;
          const keys = keysOf(it);
          const statement = say(`products.alternatives.${it.id}`, keys, {}, text);
          return instead(statement, lineFor(model, it));
        }),
      measured: [],
      products: all.map((it) => row(model, it, chosen)),
    };
  },
};

/** Returns the keys that a product's verdict depends on. */
function keysOf(product: Product): DecisionKey[] {
  const { id, needs, role } = product;
  const network: DecisionKey[] = needs.includes("internet") ? ["site.network"] : [];
  return ["products", ...network, ...(role === "cd" || isTarget(id) ? [keyFor(product)] : [])];
}

function choice(model: Model, all: readonly Product[], chosen: readonly string[]) {
  const nameOf = (id: string) => all.find((it) => it.id === id)?.name ?? id;
  const rest = chosen.filter((it) => it !== model.target);
  const text = `The site is ${model.site.network} and uses ${ciName(model)} with ${list(rest.map(nameOf), "no other product yet")}.`;
  return say("products.choice", ["target", "site.network", "delivery.handoff", "stages.engine", "products"], {}, text);
}

function network(model: Model, all: readonly Product[]): Consequence {
  const { network: kind, hosts } = model.site;
  const out = all.filter(({ needs }) => needs.includes("internet")).map(({ name }) => name);
  const offline = `site.network is offline: builds reach only ${count(hosts.length, "host")}, which excludes ${list(out, "no product")}.`;
  const online = `site.network is online: no product is excluded, including ${list(out, "none")}. Hosted products store sources and release files on servers of their provider.`;
  const figures: Readonly<Record<string, number>> = kind === "offline" ? { hosts: hosts.length } : {};
  return follows(
    "fact",
    "products.network",
    ["site.network", "products"],
    figures,
    kind === "offline" ? offline : online,
  );
}

function support(product: Product): Consequence {
  const { id, name, support: companies, licence, maintenance } = product;
  const who =
    companies.length === 0
      ? "no company is known to sell support"
      : `${list(companies)} ${companies.length === 1 ? "sells" : "sell"} support`;
  const text = `${name} (${licence}, ${maintenance}): ${who}.`;
  const kind = companies.length === 0 || maintenance === "archived" ? "cost" : "gain";
  return follows(kind, `products.support.${id}`, ["products", keyFor(product)], {}, text);
}

function keyFor({ id, role }: Product): DecisionKey {
  if (isTarget(id)) return "target";
  return role === "engine" ? "stages.engine" : "delivery.handoff";
}

/** Says whether a product fits this site, and why not. */
function verdict(model: Model, product: Product, chosen: readonly string[]): string {
  if (product.maintenance === "archived") return `does not fit: archived (${product.state})`;
  if (model.site.network === "offline" && product.needs.includes("internet")) {
    return "does not fit: it needs the internet, and the site is offline";
  }
  if (chosen.includes(product.id)) return "chosen";
  const cluster = product.needs.includes("kubernetes") ? ", on a Kubernetes cluster" : "";
  return `would fit${cluster}`;
}

function isTarget(id: string): boolean {
  return targetNames.some((name) => name === id);
}

function lineFor(model: Model, { id, role }: Product): string {
  if (isTarget(id)) return `${model.specFile}: target: ${id}`;
  if (role === "cd") return `${model.specFile}: delivery.handoff: ${id}`;
  return "not supported: stagewright generates no pipelines for it";
}

function row(model: Model, product: Product, chosen: readonly string[]): ProductRow {
  const { id, name, references, maintenance, state, licence, support: companies, sources, checked } = product;
  return {
    id,
    name,
    verdict: verdict(model, product, chosen),
    references,
    maintenance: `${maintenance}: ${state}`,
    licence,
    support: list(companies, "no company known"),
    sources,
    checked,
  };
}
