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
  /** Where the model has it, below the environment: `gitops/credentials`; empty for one of the site. */
  readonly path: string;
};

/** One of the scripts of `deploy/<handoff>/`. */
export interface HandoffScript {
  readonly name: string;
  /** Its template below that folder; verbatim without `.hbs`. */
  readonly template: string;
  /** All that the template names; null for a verbatim one. */
  readonly view: Readonly<Record<string, unknown>> | null;
}

/** A script's turn in a deployment. */
export interface Phase {
  readonly script: string;
  /** How the log calls it: `Commit the digest`. */
  readonly label: string;
  /** What it alone is handed. */
  readonly credentials: readonly HandoffCredential[];
}

/** What follows a release that stands beside the one before until somebody decides. */
export interface Promotion {
  readonly promote: readonly Phase[];
  readonly abort: readonly Phase[];
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
  readonly plugins: readonly HandoffPlugin[];
  /** Whether its scripts read the application's files, also for a rollback. */
  readonly sources: boolean;
  /** Whether it changes the cluster from Jenkins, with credentials of that cluster. */
  readonly fromJenkins: boolean;
  /** The scripts that this site's deployments run. */
  scripts(model: Model): readonly HandoffScript[];
  /** Which scripts a deployment runs, in order. */
  phases(model: Model, environment: Environment): readonly Phase[];
  /** What lets a release take over that stands still, and what takes it back; null where none ever does. */
  promotion?(model: Model, environment: Environment): Promotion | null;
  /** The environment's settings as variables of the scripts; {service}, {environment} and {build} are filled in. */
  variables(model: Model, environment: Environment): Readonly<Record<string, string>>;
  /** Where its scripts, and the tool that it hands over to, connect to: the setting's place in the model, below the environment, and its URL. */
  addresses(model: Model, environment: Environment): readonly { readonly path: string; readonly url: string }[];
}
