/** What hands a release to a delivery tool: the scripts below `deploy/<name>/`. */
export interface Handoff {
  readonly name: string;
  readonly scripts: readonly string[];
}

/** A commit of the digest to the GitOps repository; Argo CD does the rest. */
export const argocd: Handoff = { name: "argocd", scripts: ["commit", "askpass"] };

/** Every handoff. */
export const handoffs: readonly Handoff[] = [argocd];
