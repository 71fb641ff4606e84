import type { Site } from "./site.ts";

/** The label on which pull requests build a stage whose other builds have the given label. */
export function requestLabel({ agents }: Pick<Site, "agents">, label: string): string {
  const { pullRequests } = agents;
  if (pullRequests === null) return label;
  // A label can be the name of a property that every object has.
  return (Object.hasOwn(pullRequests.byLabel, label) && pullRequests.byLabel[label]) || pullRequests.label;
}

/** All labels on which only pull requests build, with the path of each in the model. */
export function requestLabels({ agents }: Pick<Site, "agents">): { path: string; label: string }[] {
  if (agents.pullRequests === null) return [];
  const { label, byLabel } = agents.pullRequests;
  const others = Object.entries(byLabel).map(([of, other]) => ({
    path: `site/agents/pullRequests/byLabel/${of}`,
    label: other,
  }));
  return [{ path: "site/agents/pullRequests/label", label }, ...others];
}
