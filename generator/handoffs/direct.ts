import type { Environment } from "../model/platform.ts";
import type { Handoff, HandoffCredential } from "./handoff.ts";

/** Where a tool that deploys from Jenkins finds what it deploys, as variables of its script. */
type Variables = (settings: Environment["settings"]) => Readonly<Record<string, string>>;

/** A tool that changes the cluster from Jenkins: it holds a kubeconfig, and reads the application's repository. */
export function deployingFromJenkins(name: string, label: string, variables: Variables): Handoff {
  return {
    name,
    plugins: [],
    sources: true,
    fromJenkins: true,
    scripts: () => [{ name: "deploy", template: "deploy.sh.hbs", view: {} }],
    phases: (_model, environment) => [{ script: "deploy", label, credentials: [kubeconfig(environment)] }],
    variables: (_model, { settings, namespace }) => ({
      NAMESPACE: namespace,
      MINUTES: String(settings.minutes),
      ...variables(settings),
    }),
    // The kubeconfig says where the cluster is.
    addresses: () => [],
  };
}

function kubeconfig({ handoff, namespace, settings }: Environment): HandoffCredential {
  const rights = `change what the service runs in namespace ${namespace}`;
  return {
    ...{ kind: "file", id: String(settings.kubeconfig), variable: "KUBECONFIG" },
    ...{ rights, path: `${handoff}/kubeconfig` },
  };
}
