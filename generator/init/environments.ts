import type { Taken } from "./existing/index.ts";

/** An environment that `init` proposes. */
export interface ProposedEnvironment {
  readonly name: string;
  /** Whether each deployment waits for an approval. */
  readonly protected: boolean;
  /** Who approves; empty if the old pipeline names no one. */
  readonly approvers: readonly string[];
}

/** A group to replace: it approves if the old pipeline names no one. */
export const PLACEHOLDER = "release-managers";

/** The environments of the old pipeline; `dev` if it has none. */
export function environmentsOf({ environments, approvers = [] }: Taken): readonly ProposedEnvironment[] {
  const found = environments ?? [{ name: "dev", protected: false }];
  return found.map((it) => ({ ...it, approvers: approvers.find(([name]) => name === it.name)?.[1] ?? [] }));
}

/** The team that deploys to protected environments: not the one that owns the source. */
export function releaseTeam(team: string): string {
  return team === "release" ? "release-managers" : "release";
}
