import type { Code } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model } from "../model/model.ts";

/** A Dockerfile's text under the path that diagnostics name. */
export interface DockerfileText {
  readonly path: string;
  readonly text: string;
}

/** A rule that guards a decision of the site. */
export interface Policy {
  readonly code: Code;
  readonly title: string;
  /** What the site decided. */
  readonly decision: string;
  /** What happens where nobody heeds it. */
  readonly consequence: string;
  /** True where what it finds cannot work, so that no severity and no waiver of the site changes it. */
  readonly fixed?: true;
  /** What it finds in a model and in the Dockerfiles at hand; throws nothing. */
  check(model: Model, dockerfiles: readonly DockerfileText[]): readonly Diagnostic[];
}
