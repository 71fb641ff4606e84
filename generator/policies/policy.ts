import type { Code, CodeEntry } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model } from "../model/model.ts";

/** A Dockerfile's text, and the path that diagnostics print. */
export interface DockerfileText {
  readonly path: string;
  readonly text: string;
}

/** A rule that protects a decision of the site. The build adds its code, with slug, title and explanation, to the catalogue. */
export interface Policy extends CodeEntry {
  readonly code: Code;
  /** What the site decided, as one sentence. */
  readonly decision: string;
  /** True if a finding means that the specs cannot work: a site can neither change its severity nor waive it. */
  readonly fixed?: true;
  /** The only target that it concerns; missing if it concerns each one. */
  readonly target?: Model["target"];
  /** Returns the findings in a model and in the Dockerfiles; never throws. */
  check(model: Model, dockerfiles: readonly DockerfileText[]): readonly Diagnostic[];
}
