import { defaults } from "../generated/defaults.ts";
import { isSsh } from "../model/git-address.ts";
import type { Model, PlatformModel } from "../model/model.ts";
import type { ArgoInstance, Environment, GitOps, Wait } from "../model/platform.ts";
import type {
  Handoff,
  HandoffCredential,
  HandoffScript,
  Phase,
  Promotion,
  ProposedEnvironment,
  Section,
} from "./handoff.ts";

/** The cluster that Argo CD itself runs in. */
export const ownCluster = "https://kubernetes.default.svc";

/** Commits the digest to the environment's GitOps repository, from which Argo CD deploys. */
export const argocd: Handoff = {
  name: "argocd",
  plugins: [],
  sources: false,
  refusesOlder: true,
  fromJenkins: false,
  standard: true,
  controller: { name: "Argo CD", lowerInstance },
  product: {
    id: "argocd",
    name: "Argo CD",
    role: "cd",
    needs: ["kubernetes"],
    licence: "Apache-2.0",
    maintenance: "maintained",
    state: "graduated in the Cloud Native Computing Foundation in 2022",
    references: "more than 300 organizations name themselves in its USERS.md, banks and insurers among them",
    support: ["Akuity", "Codefresh", "Red Hat"],
    sources: [
      "https://github.com/argoproj/argo-cd/blob/master/USERS.md",
      "https://akuity.io/blog/argo-graduation-day/",
      "https://codefresh.io/blog/argo-project-graduates-with-unanimous-support/",
    ],
    checked: "2026-11-25",
  },
  propose: (domain, gitops, environments) => ({
    comment: "The pipeline commits the image digest to the GitOps repository, and Argo CD deploys it.",
    settings: proposedInstances(domain, environments),
    // The credential of an open environment must not change what runs in a protected one.
    environment: ({ name, protected: isProtected }) => ({
      gitops: { git: isProtected ? gitops.replace(/(\.git)?$/, `-${name}$1`) : gitops, credentials: `gitops-${name}` },
    }),
  }),
  scripts,
  phases,
  promotion,
  variables,
  addresses: (model, environment) => {
    const { cluster, gitops, wait } = environment;
    if (gitops === null) return [];
    const server = instanceOf(model, environment)?.server;
    return [
      { path: "gitops/git", url: gitops.git },
      ...(gitops.chart?.repository ? [{ path: "gitops/chart/repository", url: gitops.chart.repository }] : []),
      ...(cluster === ownCluster ? [] : [{ path: "cluster", url: cluster }]),
      ...(gitops.pullRequest === null ? [] : [{ path: "gitops/pullRequest/api", url: gitops.pullRequest.api }]),
      ...(wait === null || server === undefined ? [] : [{ path: "wait", url: server }]),
    ];
  },
};

/** Protected environments have an instance of their own, if there are others. */
function proposedInstances(domain: string, environments: readonly ProposedEnvironment[]) {
  const namesOf = (isProtected: boolean) =>
    environments.filter((it) => it.protected === isProtected).map(({ name }) => name);
  const [open, closed] = [namesOf(false), namesOf(true)];
  const instance = (name: string, names: readonly string[]) =>
    names.length === 0 ? {} : { [name]: { server: `https://${name}.${domain}`, environments: names } };
  return { ...instance("argocd", open), ...instance(open.length === 0 ? "argocd" : "argocd-protected", closed) };
}

/** Lowers an entry of `delivery.argocd`; the schema checked the types of its values. */
function lowerInstance(name: string, spec: Readonly<Record<string, unknown>>, section: Section): ArgoInstance {
  const argo = spec as Partial<ArgoInstance>;
  const { namespace, highAvailability, applications } = defaults.argocdInstance;
  return {
    name,
    server: section.take("server", argo.server, ""),
    environments: section.take<readonly string[]>("environments", argo.environments, []),
    namespace: section.take<string>("namespace", argo.namespace, namespace),
    highAvailability: section.take<boolean>("highAvailability", argo.highAvailability, highAvailability),
    applications: section.take<ArgoInstance["applications"]>("applications", argo.applications, applications),
  };
}

/** Only the scripts that at least one environment runs. */
function scripts({ environments }: Model): HandoffScript[] {
  const own = environments.filter(({ handoff }) => handoff === "argocd");
  const layouts = new Set(own.flatMap(({ gitops }) => (gitops === null ? [] : [gitops.layout])));
  const hosts = new Set(own.flatMap(({ gitops }) => gitops?.pullRequest?.host ?? []));
  const waits = own.some(({ wait }) => wait !== null);
  const ssh = own.some(({ gitops }) => gitops !== null && isSsh(gitops.git));
  const pauses = own.some(waitsForPromotion);
  const sync = own.some((it) => it.sync.pipeline);
  const signed = own.some(({ gitops }) => gitops !== null && gitops.signing !== null);
  return [
    ...[...layouts].map((layout) => ({
      name: commitScript(layout),
      template: "commit.sh.hbs",
      view: {
        kustomize: layout === "kustomize",
        helm: layout === "helm",
        manifests: layout === "manifests",
        ssh,
        signing: signed,
      },
    })),
    ...[...hosts].map((host) => ({ name: `request-${host}`, template: `request-${host}.sh.hbs`, view: {} })),
    ...(waits ? [{ name: "wait", template: "wait.sh.hbs", view: { ssh, sync, pauses, promotes: false } }] : []),
    ...(pauses
      ? [
          { name: "promote", template: "wait.sh.hbs", view: { ssh, sync, pauses: false, promotes: true } },
          { name: "abort", template: "abort.sh.hbs", view: {} },
        ]
      : []),
  ];
}

function commitScript(layout: GitOps["layout"]): string {
  return `commit-${layout}`;
}

function phases(model: PlatformModel, { gitops, wait }: Environment): Phase[] {
  if (gitops === null) return [];
  const trusted = certificates(model);
  const commit = [...trusted, ...writing(gitops), ...signing(gitops)];
  const { pullRequest } = gitops;
  return [
    { script: commitScript(gitops.layout), label: "Commit the digest", credentials: commit },
    ...(pullRequest === null
      ? []
      : [
          {
            script: `request-${pullRequest.host}`,
            label: "Open the request",
            credentials: [
              ...trusted,
              secret(
                pullRequest.token,
                "REQUEST_TOKEN",
                `open requests in ${pullRequest.project}`,
                "gitops/pullRequest",
              ),
            ],
          },
        ]),
    ...gate(model, gitops, wait),
  ];
}

function gate(model: PlatformModel, gitops: GitOps, wait: Wait | null): Phase[] {
  if (wait === null) return [];
  const credentials = [...certificates(model), ...writing(gitops), token(wait)];
  return [{ script: "wait", label: "Wait for Argo CD", credentials }];
}

/** An abort switches back to the previous release, then commits this and waits for Argo CD. */
function promotion(model: PlatformModel, environment: Environment): Promotion | null {
  const { gitops, wait } = environment;
  if (gitops === null || wait === null || !waitsForPromotion(environment)) return null;
  const [held] = gate(model, gitops, wait);
  if (held === undefined) return null;
  const abort = { script: "abort", label: "Abort", credentials: [...certificates(model), token(wait)] };
  return {
    promote: [{ ...held, script: "promote", label: "Promote" }],
    abort: [abort, ...phases(model, environment)],
  };
}

/** Whether a release is paused in the environment until a user decides, and the run waits for it. */
function waitsForPromotion({ wait, strategy: { kind, promotion: by, steps } }: Environment): boolean {
  if (wait?.for !== "healthy") return false;
  if (kind === "blueGreen") return by === "manual";
  return kind === "canary" && steps.some(({ pause }) => pause === "manual");
}

function token(wait: Wait): HandoffCredential {
  return secret(wait.token, "ARGOCD_TOKEN", "read this environment's applications", "wait/token");
}

function secret(id: string, variable: string, rights: string, path: string): HandoffCredential {
  return { kind: "string", id, variable, rights, path };
}

/** curl and git use different variables for the site's certificate authority. */
function certificates({ site: { caBundle } }: PlatformModel): HandoffCredential[] {
  if (caBundle === null) return [];
  return ["CURL_CA_BUNDLE", "GIT_SSL_CAINFO"].map((variable) => ({
    ...{ kind: "file", id: caBundle, variable },
    ...{ rights: "trusted certificates (PEM)", path: "" },
  }));
}

/** An SSH address needs a key, any other address a password. */
function writing({ git, branch, credentials: id }: GitOps): HandoffCredential[] {
  if (id === null) return [];
  const common = { id, rights: `write ${git}, branch ${branch}`, path: "gitops/credentials" };
  if (isSsh(git)) return [{ kind: "sshUserPrivateKey", key: "GIT_KEY", ...common }];
  return [{ kind: "usernamePassword", user: "GIT_USER", password: "GIT_PASSWORD", ...common }];
}

function signing({ signing: id }: GitOps): HandoffCredential[] {
  if (id === null) return [];
  const rights = "none; register its public key at the GitOps repository's host";
  return [{ kind: "sshUserPrivateKey", id, key: "SIGNING_KEY", rights, path: "gitops/signing" }];
}

function variables(model: Model, environment: Environment): Record<string, string> {
  const { gitops, wait, sync } = environment;
  if (gitops === null) return {};
  const { pullRequest } = gitops;
  return {
    GITOPS_URL: gitops.git,
    GITOPS_BRANCH: gitops.branch,
    FOLDER: gitops.path,
    ...(isSsh(gitops.git) ? { KNOWN_HOSTS: gitops.knownHosts.join("\n") } : {}),
    ...(pullRequest === null
      ? {}
      : {
          REQUEST_API: pullRequest.api,
          REQUEST_PROJECT: pullRequest.project,
          REQUEST_BRANCH: "deploy/{environment}/{service}-{build}",
        }),
    ...(wait === null
      ? {}
      : {
          ARGOCD_URL: instanceOf(model, environment)?.server ?? "",
          APPLICATION: "{service}-{environment}",
          WAIT_FOR: wait.for,
          WAIT_MINUTES: String(wait.minutes),
          ...(waitsForPromotion(environment) ? { PROMOTION: "manual", NAMESPACE: environment.namespace } : {}),
          SYNC: sync.pipeline ? "pipeline" : "argocd",
        }),
  };
}

function instanceOf({ delivery }: Model, { name }: Environment): ArgoInstance | undefined {
  return delivery.instances.find(({ environments }) => environments.includes(name));
}
