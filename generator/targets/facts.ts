import type { Service, Stage } from "../model/service.ts";
import { found, indexBy } from "./model-lookup.ts";

/** A job, as the pages about the whole site show it. */
export interface JobFacts {
  /** Name of the service. */
  readonly service: string;
  /** Ids of its stages. */
  readonly stages: readonly string[];
  /** Its full name in the CI system: `/shop/shop-build`. */
  readonly path: string;
  /** Previous names, the oldest first. */
  readonly previousPaths: readonly string[];
  /** Who renames the existing job. */
  readonly renamedBy: string;
  /** The generated file that defines its stages. */
  readonly file: string;
  /** The repository and the path from which the file is read; null for the pipelines repository. */
  readonly elsewhere: { readonly path: string; readonly git: string } | null;
}

/** A required credential, with its folder and the stages that use it. */
export interface CredentialFacts {
  readonly id: string;
  readonly kind: string;
  readonly folder: string;
  readonly rights: string;
  readonly users: string;
}

/** A repository from which generated files are read. */
export interface RepositoryFacts {
  readonly git: string;
  /** The branch that is read; null for several branches. */
  readonly branch: string | null;
  /** The path that is read, relative to its root. */
  readonly path: string;
  readonly holds: string;
  /** The generated file or folder, relative to the output folder. */
  readonly file: string;
}

/** An annotation of a service in the catalog, by which a plugin of the catalog finds it in the target. */
export interface CatalogAnnotation {
  /** Name of the service. */
  readonly service: string;
  readonly name: string;
  readonly value: string;
}

/** What the files about the whole site show of the targets. */
export interface TargetFacts {
  /** The CI product, and what it calls a file with stages. */
  readonly ci: {
    readonly name: string;
    readonly file: string;
    /** Whether a user chooses a release by the number of a build. */
    readonly numbered: boolean;
  };
  readonly jobs: readonly JobFacts[];
  readonly credentials: readonly CredentialFacts[];
  /** Empty if all files are read from the pipelines repository. */
  readonly repositories: readonly RepositoryFacts[];
  readonly annotations: readonly CatalogAnnotation[];
}

/** The job that runs a stage. */
export function jobOf({ jobs }: TargetFacts, { name }: Service, { id }: Stage): JobFacts {
  return found(jobOfStage(jobs, `${name}/${id}`), `job of stage ${id} of ${name}`);
}

const jobOfStage = indexBy<JobFacts>(({ service, stages }) => stages.map((id) => `${service}/${id}`));
