import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ReleasedActions } from "../model/api.ts";
import type { Model } from "../model/model.ts";
import type { Service } from "../model/service.ts";
import type { TargetFacts } from "./facts.ts";
import type { ServiceContext } from "./service-context.ts";

/** A file to generate, without its content. */
export interface Planned {
  /** Path below the output folder, with forward slashes. */
  readonly path: string;
  /** Manifest shard that lists the file: `library`, `jobs`, `shop/shop` (team/service), `site`. */
  readonly shard: string;
  /** True for scripts. */
  readonly executable?: boolean;
}

/** A template with its complete view. Verbatim templates (no `.hbs`) have no view. */
interface FromTemplate extends Planned {
  /** Path of the template in vars-templates/: `jenkins/jenkinsfile/stage.Jenkinsfile.hbs`. */
  readonly template: string;
  /** Every value that the template reads; missing values are explicit nulls. Null for verbatim files. */
  readonly view: Readonly<Record<string, unknown>> | null;
}

/** A file of the site's own part, copied unchanged. */
interface Carried extends Planned {
  readonly text: string;
}

export type PlannedFile = FromTemplate | Carried;

/** What a CI product does with a spec. */
export interface TargetDifferences {
  readonly target: Model["target"];
  /** `GitHub Actions`. */
  readonly title: string;
  /** What an operator must run. */
  readonly operation: string;
  /** What it cannot give: errors. */
  readonly lost: readonly Diagnostic[];
  /** What it gives in another way: warnings. */
  readonly differs: readonly Diagnostic[];
}

/** What a CI product does with a spec, and which policies the spec would violate there. */
export interface TargetComparison extends TargetDifferences {
  /** The errors of policies. */
  readonly policies: readonly Diagnostic[];
}

/** A job of a service, whose builds users choose by their numbers. */
export interface NamedJob {
  /** Its full name: `/shop/shop-build`. */
  readonly path: string;
  /** Name of the service. */
  readonly service: string;
  /** Previous names, the oldest first. */
  readonly previousPaths: readonly string[];
}

/** A system for which files are generated: checks the model and turns it into planned files. */
export interface Target {
  readonly name: string;
  /** Returns what this system does not support in a valid model; never throws. Absent if it supports every model. */
  check?(model: Model): readonly Diagnostic[];
  /** Returns what the files about the whole site show of this system. Absent if they show nothing. */
  facts?(model: Model): TargetFacts;
  /** Returns the jobs of all services. Absent if users do not choose releases by the numbers of builds. */
  jobs?(model: Model): readonly NamedJob[];
  /** Plans the files of one service. They depend on nothing but the service and its context. */
  planService?(context: ServiceContext, service: Service): Iterable<PlannedFile>;
  /** Plans all other files, one after the other, so that the view of a file can be dropped when the file is rendered. */
  plan(model: Model): Iterable<PlannedFile>;
}

/** A CI product: it runs the stages. */
export interface CiTarget extends Target {
  /** Its name for readers: `GitHub Actions`. */
  readonly title: string;
  /** What an operator must run, as an object of "an operator runs": `a controller`. */
  operation(model: Model): string;
  /** What a release records for the services that pin it. Absent if they use nothing but the library. */
  released?(model: Model): ReleasedActions;
}
