import type { Origins } from "./origin.ts";
import type {
  Delivery,
  Engine,
  Environment,
  Library,
  Pipelines,
  PolicySettings,
  ProductEntry,
  Registry,
  Site,
  Team,
} from "./platform.ts";
import type { Service } from "./service.ts";

/** The CI products for which stagewright generates files. */
export const targetNames = ["jenkins", "github-actions", "tekton", "jenkins-x"] as const;

/** The CI product that files are generated for. */
export type TargetName = (typeof targetNames)[number];

/** The input of every later phase: the complete, validated, readonly content of the specs. Lists keep the specs' order. */
export interface Model {
  readonly target: TargetName;
  readonly library: Library;
  readonly pipelines: Pipelines;
  readonly site: Site;
  readonly teams: readonly Team[];
  readonly registries: readonly Registry[];
  readonly engines: readonly Engine[];
  readonly delivery: Delivery;
  readonly environments: readonly Environment[];
  readonly policy: PolicySettings;
  /** The site's entries for products, by id. */
  readonly products: readonly { readonly id: string; readonly entry: ProductEntry }[];
  readonly services: readonly Service[];
  /** The platform spec's path, as given: `stagewright.yaml`. */
  readonly specFile: string;
  readonly origins: Origins;
}

/** The model without its services. */
export type PlatformModel = Omit<Model, "services" | "origins">;
