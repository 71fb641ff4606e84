import type { Model } from "../model/model.ts";
import type { Environment } from "../model/platform.ts";

/** A credential, and the environment variables that a script finds it in. */
export type Binding =
  | { readonly kind: "usernamePassword"; readonly id: string; readonly user: string; readonly password: string }
  | { readonly kind: "sshUserPrivateKey"; readonly id: string; readonly key: string }
  | { readonly kind: "string"; readonly id: string; readonly variable: string }
  | { readonly kind: "file"; readonly id: string; readonly variable: string };

/** A credential that a handoff needs, for the page that tells the operators. */
export type HandoffCredential = Binding & {
  /** What it must be allowed: `write https://…, branch main`. */
  readonly rights: string;
  /** Where the model has it, below the environment: `gitops/credentials`. */
  readonly path: string;
};

/** One of the scripts below `deploy/<handoff>/`. */
export interface HandoffScript {
  readonly name: string;
  /** Written as it is, or from a template. */
  readonly verbatim: boolean;
}

/** A script's turn in a deployment. */
export interface Phase {
  readonly script: string;
  /** How the log calls it: `Commit the digest`. */
  readonly label: string;
  /** What it alone is handed. */
  readonly credentials: readonly HandoffCredential[];
}

/** A plugin that `deployRelease` needs for this handoff's sake. */
export interface HandoffPlugin {
  readonly id: string;
  readonly version: string;
  readonly use: string;
}

/** What brings a release's images to an environment; one file for each handoff. */
export interface Handoff {
  readonly name: string;
  readonly scripts: readonly HandoffScript[];
  readonly plugins: readonly HandoffPlugin[];
  /** Which scripts a deployment runs, in order. */
  phases(model: Model, environment: Environment): readonly Phase[];
  /** The environment's settings as environment variables of the scripts; {service} and {environment} are filled in. */
  variables(model: Model, environment: Environment): Readonly<Record<string, string>>;
  /** Where its scripts connect to: the setting's place in the model, below the environment, and its URL. */
  addresses(model: Model, environment: Environment): readonly { readonly path: string; readonly url: string }[];
}
