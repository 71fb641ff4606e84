/** What a product does in a pipeline. */
export type ProductRole = "ci" | "cd" | "ci-cd" | "engine";

/** A product that a site may choose, with what speaks for it and against it. Every fact has its source and its day. */
export interface Product {
  /** As the spec calls it where it has a word for it: `argocd`, `docker`. */
  readonly id: string;
  readonly name: string;
  readonly role: ProductRole;
  /** What it cannot do without: the internet, a Kubernetes cluster. */
  readonly needs: readonly ("internet" | "kubernetes")[];
  readonly licence: string;
  readonly maintenance: "maintained" | "archived";
  /** What the maintenance state rests on. */
  readonly state: string;
  /** Who uses it. */
  readonly references: string;
  /** Companies to contract for maintenance. */
  readonly support: readonly string[];
  readonly sources: readonly string[];
  /** The day of the look-up: `2026-11-25`. */
  readonly checked: string;
}
