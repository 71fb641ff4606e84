import type { Taken } from "./existing/index.ts";
import { hostOf } from "./git-facts.ts";
import type { Answers } from "./proposal.ts";
import { clusterSettings, gitHostFor, targetProposal } from "./target-proposals.ts";

/** The section `site`, and the comments before its keys. */
export function siteOf(git: string, { registry, team, offline, target }: Answers, taken: Taken) {
  const hosts = [...new Set([hostOf(git), registry.replace(/:\d+$/, "")])];
  const keep = keepOf(taken);
  const gitHost = gitHostFor(target, git);
  const value = {
    network: offline ? "offline" : "online",
    ...(offline ? { hosts } : {}),
    ...gitHost.settings,
    ...targetProposal(target).site,
    ...(taken.label === undefined ? {} : { agent: { label: taken.label } }),
    ...clusterSettings(target, `${registry}/${team}`),
    ...(keep === null ? {} : { keep }),
  };
  return { value, before: gitHost.note.length === 0 ? {} : { "site.git": gitHost.note } };
}

function keepOf({ keepBuilds: builds, keepDays: days }: Taken): object | null {
  if (builds === undefined && days === undefined) return null;
  return { ...(builds === undefined ? {} : { builds }), ...(days === undefined ? {} : { days }) };
}
