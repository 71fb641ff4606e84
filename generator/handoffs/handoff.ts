import type { Model, PlatformModel } from "../model/model.ts";
import type { ArgoInstance, Environment } from "../model/platform.ts";
import type { Product } from "../model/product.ts";

/** A credential, and the environment variables that contain it. */
export type Binding =
  | { readonly kind: "usernamePassword"; readonly id: string; readonly user: string; readonly password: string }
  | { readonly kind: "sshUserPrivateKey"; readonly id: string; readonly key: string }
  | { readonly kind: "string"; readonly id: string; readonly variable: string }
  | { readonly kind: "file"; readonly id: string; readonly variable: string };

/** A credential that a handoff needs, with its description in credentials.md. */
export type HandoffCredential = Binding & {
  /** The rights that it needs: `write https://…, branch main`. */
  readonly rights: string;
  /** Its path in the environment's model: `gitops/credentials`; empty for a credential of the site. */
  readonly path: string;
};

/** A script in `deploy/<handoff>/`. */
export interface HandoffScript {
  readonly name: string;
  /** Its template in that folder; verbatim without `.hbs`. */
  readonly template: string;
  /** Every value that the template reads; null for a verbatim script. */
  readonly view: Readonly<Record<string, unknown>> | null;
}

/** A step of a deployment, which runs one script. */
export interface Phase {
  readonly script: string;
  /** Its label in the log: `Commit the digest`. */
  readonly label: string;
  /** The credentials that only this script gets. */
  readonly credentials: readonly HandoffCredential[];
}

/** The scripts that promote or abort a paused release, which runs next to the previous one. */
export interface Promotion {
  readonly promote: readonly Phase[];
  readonly abort: readonly Phase[];
}

/** A plugin that `deployRelease` needs for this handoff. */
export interface HandoffPlugin {
  readonly id: string;
  readonly version: string;
  readonly use: string;
}

/** Takes the values of a section of the spec, and records the origin of each. */
export interface Section {
  take<T>(name: string, value: T | undefined, fallback: T): T;
}

/** A controller that deploys the commits of an environment's GitOps repository. */
export interface Controller {
  /** `Argo CD`. */
  readonly name: string;
  /** Lowers one of its instances, an entry of `delivery.HANDOFF`. */
  lowerInstance(name: string, spec: Readonly<Record<string, unknown>>, section: Section): ArgoInstance;
}

/** An environment that `stagewright init` proposes. */
export interface ProposedEnvironment {
  readonly name: string;
  /** Whether a person decides about each deployment. */
  readonly protected: boolean;
}

/** What `stagewright init` proposes for a handoff. */
export interface HandoffProposal {
  /** Who does what, as a comment. */
  readonly comment: string;
  /** The section `delivery.HANDOFF`; `init` writes each of its keys on one line. */
  readonly settings: Readonly<Record<string, object>>;
  /** The settings of an environment. */
  environment(environment: ProposedEnvironment): object;
}

/** A handoff deploys a release's images to an environment. Each handoff is one file. */
export interface Handoff {
  readonly name: string;
  readonly plugins: readonly HandoffPlugin[];
  /** Whether its scripts read the application's files, including for a rollback. */
  readonly sources: boolean;
  /** The environment's settings, in the section with the handoff's name, that are paths in the application's repository. */
  readonly paths?: Readonly<Record<string, "file" | "folder">>;
  /** Whether its scripts refuse a release that is older than the deployed one, if the run has no reason for a rollback. */
  readonly refusesOlder: boolean;
  /** Whether it changes the cluster from Jenkins, with credentials of that cluster. */
  readonly fromJenkins: boolean;
  /** True for the handoff of environments if the spec names none. */
  readonly standard: boolean;
  /** The controller that deploys its commits; null for a handoff that commits nothing. */
  readonly controller: Controller | null;
  /** Its product in `stagewright explain`, with the handoff's name as id; null if it is not a product of its own. */
  readonly product: Product | null;
  /** What `init` proposes, for the parent domain of the Git host, the address of a GitOps repository, and the environments. */
  propose?(domain: string, gitops: string, environments: readonly ProposedEnvironment[]): HandoffProposal;
  /** Whether an environment with these settings switches users between versions, so that services need a port. */
  switchesUsers?(settings: Readonly<Record<string, unknown>>): boolean;
  /** The scripts that this site's deployments run. */
  scripts(model: Model): readonly HandoffScript[];
  /** The scripts of a deployment, in order. */
  phases(model: PlatformModel, environment: Environment): readonly Phase[];
  /** How to promote or abort a paused release; null if releases are never paused. */
  promotion?(model: PlatformModel, environment: Environment): Promotion | null;
  /** The environment's settings as variables of the scripts; {service}, {environment} and {build} are filled in. */
  variables(model: Model, environment: Environment): Readonly<Record<string, string>>;
  /** The addresses that its scripts and its delivery tool connect to: the setting's path in the environment's model, and its URL. */
  addresses(model: Model, environment: Environment): readonly { readonly path: string; readonly url: string }[];
}
