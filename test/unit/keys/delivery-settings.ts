import type { Tree } from "../../support/schema-keys.ts";
import type { Setting } from "./settings.ts";

// biome-ignore lint/suspicious/noExplicitAny: unchecked specs, as parsed from text.
type Any = any;

/** The keys of strategies, each with a strategy that reads it. */
const strategies: readonly (readonly [keys: string, strategy: Tree])[] = [
  ["surge|unavailable|deadline|replicas", { kind: "rolling" }],
  ["promotion", { kind: "blueGreen" }],
  ["steps", { kind: "canary", steps: [{ weight: 10, pause: "1h" }] }],
];

/** Lets another handoff than Argo CD deploy to dev. */
function deployedBy(handoff: string, own: Tree, site: Tree = {}): Setting["set"] {
  return ({ platform }) => {
    const { delivery, environments } = platform as Any;
    Object.assign(delivery, site);
    delete delivery.argocd.main;
    environments.dev = { handoff, [handoff]: own };
    (platform as Any).policy = {
      severity: { SW450: "warning" },
    };
  };
}

const gate = { spinnaker: { gate: "https://gate.acme.internal" } };

/** Other keys that the keys of environments and of delivery require. */
export const deliverySettings: readonly Setting[] = [
  ...strategies.map(([keys, strategy]) => ({
    under: new RegExp(`^platform\\.environments\\.\\*\\.strategy\\.(${keys})`),
    set: ({ platform, service }: Parameters<Setting["set"]>[0]) => {
      (platform as Any).environments.dev.strategy = structuredClone(strategy);
      service.port = 8080;
    },
  })),
  {
    under: /^platform\.environments\.\*\.strategy\.kind/,
    set: ({ platform }) => {
      (platform as Any).environments.dev.strategy = { kind: "rolling" };
    },
  },
  {
    under: /^service\.port/,
    set: ({ platform }) => {
      (platform as Any).environments.dev.strategy = { kind: "blueGreen" };
    },
  },
  ...["kubectl", "kustomize", "helm"].map((name) => ({
    under: new RegExp(`^platform\\.environments\\.\\*\\.${name}\\.`),
    set: deployedBy(name, { kubeconfig: "kube-dev" }),
  })),
  { under: /^platform\.environments\.\*\.spinnaker\./, set: deployedBy("spinnaker", { account: "dev" }, gate) },
  { under: /^platform\.delivery\.spinnaker\./, set: deployedBy("spinnaker", { account: "dev" }, gate) },
  {
    under: /^platform\.environments\.\*\.(wait|sync\.pipeline)/,
    set: ({ platform }) => {
      (platform as Any).environments.dev.wait = { token: "argocd-dev" };
    },
  },
  {
    under: /^platform\.environments\.\*\.gitops\.chart\.path/,
    set: ({ platform }) => {
      Object.assign((platform as Any).environments.dev.gitops, { layout: "helm", chart: { path: "charts/{service}" } });
    },
  },
  {
    under: /^platform\.environments\.\*\.gitops\.chart\.(repository|name|version)/,
    set: ({ platform }) => {
      const chart = { repository: "https://nexus.acme.internal/helm", name: "service", version: "1.4.0" };
      Object.assign((platform as Any).environments.dev.gitops, { layout: "helm", chart });
    },
  },
  {
    under: /^platform\.environments\.\*\.gitops\.knownHosts/,
    set: ({ platform }) => {
      (platform as Any).environments.dev.gitops.git = "ssh://git@git.acme.internal/ops/dev.git";
    },
  },
  {
    under: /^platform\.environments\.\*\.gitops\.pullRequest/,
    set: ({ platform }) => {
      const request = { host: "gitlab", api: "https://git.acme.internal/api/v4", project: "ops/dev", token: "dev-api" };
      (platform as Any).environments.dev.gitops.pullRequest = request;
    },
  },
];
