import type { Model } from "../model/model.ts";
import type { Environment } from "../model/platform.ts";
import type { Handoff, HandoffCredential } from "./handoff.ts";

/** The variables of a script that deploys from Jenkins: the location of the files to deploy. */
type Variables = (settings: Environment["settings"], model: Model) => Readonly<Record<string, string>>;

/** A tool that deploys to the cluster from Jenkins, with a kubeconfig and the application's repository. */
export function deployingFromJenkins(
  name: string,
  label: string,
  paths: NonNullable<Handoff["paths"]>,
  variables: Variables,
): Handoff {
  return {
    name,
    plugins: [],
    sources: true,
    paths,
    refusesOlder: true,
    fromJenkins: true,
    standard: false,
    controller: null,
    product: null,
    scripts: () => [{ name: "deploy", template: "deploy.sh.hbs", view: {} }],
    phases: (_model, environment) => [{ script: "deploy", label, credentials: [kubeconfig(environment)] }],
    variables: (model, { settings, namespace }) => ({
      NAMESPACE: namespace,
      MINUTES: String(settings.minutes),
      ...variables(settings, model),
    }),
    // The kubeconfig contains the address of the cluster.
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
