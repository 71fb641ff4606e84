import type { TargetName } from "../model/model.ts";

/** Names in the platform spec that a proposed service uses. */
export interface Names {
  /** The team that owns the source. */
  readonly team: string;
  /** The team that builds the images. */
  readonly imageTeam: string;
  /** Null if the site has no engine, and so builds no images. */
  readonly engine: string | null;
  /** Name of the registry in the spec; null if the site has none. */
  readonly registry: string | null;
  /** The first parts of the names of images: `shop`. */
  readonly images: string;
  /** Names of the environments that the service is deployed to, in order; empty if the site has none. */
  readonly environments: readonly string[];
}

/** Values that cannot be detected: `init` asks for them or uses defaults. */
export interface Answers {
  /** The team that owns the source. */
  readonly team: string;
  /** Host of the image registry. */
  readonly registry: string;
  /** Name of an engine that `init` proposes. */
  readonly engine: string;
  readonly offline: boolean;
  /** The CI product that the specs are for. */
  readonly target: TargetName;
}

/** The files to write, by path. */
export type Proposal = ReadonlyMap<string, string>;
