import type { ProposedEnvironment } from "../handoffs/handoff.ts";
import type { Taken } from "./existing/index.ts";

/** A proposed environment, with the people who decide about its deployments. */
export interface GatedEnvironment extends ProposedEnvironment {
  /** Who approves; empty if the old pipeline names no one. */
  readonly approvers: readonly string[];
}

/** A group to replace: it approves if the old pipeline names no one. */
export const PLACEHOLDER = "release-managers";

/** The environments of the old pipeline; `dev` if it has none. */
export function environmentsOf({ environments, approvers = [] }: Taken): readonly GatedEnvironment[] {
  const found = environments ?? [{ name: "dev", protected: false }];
  return found.map((it) => ({ ...it, approvers: approvers.find(([name]) => name === it.name)?.[1] ?? [] }));
}

/** The team that deploys to protected environments: not the one that owns the source. */
export function releaseTeam(team: string): string {
  return team === "release" ? "release-managers" : "release";
}
