import type { Model } from "../model/model.ts";

/** A file to emit. */
interface Planned {
  /** Path below the output folder, with forward slashes. */
  readonly path: string;
  /** Manifest shard that lists the file: `library`, `shop/shop` (team/service), `site`. */
  readonly shard: string;
  /** True for scripts. */
  readonly executable?: boolean;
}

/** Which template, with which complete view. Verbatim templates (no `.hbs`) take no view. */
interface FromTemplate extends Planned {
  /** Template's path below vars-templates/: `jenkins/jenkinsfile/stage.Jenkinsfile.hbs`. */
  readonly template: string;
  /** All that the template names; absent things are explicit nulls. Null for verbatim files. */
  readonly view: Readonly<Record<string, unknown>> | null;
}

/** A file of the site's own, carried as it is. */
interface Carried extends Planned {
  readonly text: string;
}

export type PlannedFile = FromTemplate | Carried;

/** A system that files are generated for: the model in, planned files out. */
export interface Target {
  readonly name: string;
  plan(model: Model): readonly PlannedFile[];
}
