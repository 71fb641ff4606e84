/** What a product does in a pipeline. */
export type ProductRole = "ci" | "cd" | "ci-cd" | "engine";

/** A product that a site can choose, with facts for comparison. The facts have sources and a date. */
export interface Product {
  /** The name in the spec, if the spec has one: `argocd`, `docker`. */
  readonly id: string;
  readonly name: string;
  readonly role: ProductRole;
  /** Its requirements: the internet, a Kubernetes cluster. */
  readonly needs: readonly ("internet" | "kubernetes")[];
  readonly licence: string;
  readonly maintenance: "maintained" | "archived";
  /** The evidence for the maintenance state. */
  readonly state: string;
  /** Known users. */
  readonly references: string;
  /** Companies that offer support contracts. */
  readonly support: readonly string[];
  readonly sources: readonly string[];
  /** The day on which the facts were checked: `2026-11-25`. */
  readonly checked: string;
}
