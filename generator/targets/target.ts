import type { Model } from "../model/model.ts";

/** A file to emit: which template, with which complete view. Verbatim templates (no `.hbs`) take no view. */
export interface PlannedFile {
  /** Path below the output folder, with forward slashes. */
  readonly path: string;
  /** Template's path below vars-templates/: `jenkins/jenkinsfile/stage.Jenkinsfile.hbs`. */
  readonly template: string;
  /** All that the template names; absent things are explicit nulls. Null for verbatim files. */
  readonly view: Readonly<Record<string, unknown>> | null;
  /** Manifest shard that lists the file: `library`, `shop/shop` (team/service), `site`. */
  readonly shard: string;
  /** True for scripts. */
  readonly executable?: boolean;
}

/** A system written for: the model in, planned files out. */
export interface Target {
  readonly name: string;
  /** `others` is what the targets before it planned: a target that says who owns what covers these too. */
  plan(model: Model, others: readonly PlannedFile[]): readonly PlannedFile[];
}
