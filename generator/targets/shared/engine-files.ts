import { engineNamed, engines } from "../../engines/index.ts";
import type { Model } from "../../model/model.ts";
import type { Engine, Pods, Site } from "../../model/platform.ts";

/** Folders of certificate authorities: in Debian images, in the engines' own images, and the mount of the site's in a pod. */
const AUTHORITIES = ["/etc/ssl/certs", ...engines.flatMap(({ authorities }) => authorities), "/run/site-ca"].join(":");

/** A file of an engine, below the library's resources. */
export interface EngineFile {
  readonly path: string;
  /** Below the library's templates. */
  readonly template: string;
  /** Null for a verbatim file. */
  readonly view: Readonly<Record<string, unknown>> | null;
}

/** The scripts of the site's engines, and the pods of those that build in pods. */
export function engineFiles(model: Model): EngineFile[] {
  return model.engines.flatMap((engine) => {
    const folder = `image/${engine.name}`;
    const scripts = (engineNamed(engine.name)?.scripts ?? []).map(({ name }) => {
      const path = `${folder}/${name}.sh`;
      return { path, template: `resources/${path}.hbs`, view: {} };
    });
    if (engine.agent.pods === null) return scripts;
    const path = `${folder}/pod.yaml`;
    return [...scripts, { path, template: `resources/${path}.hbs`, view: podView(model, engine) }];
  });
}

function podView(model: Model, { name, agent: { pods }, settings }: Engine) {
  return {
    specFile: model.specFile,
    pods,
    pullSecrets: pods && pullSecretsOf(pods),
    nodeSelector: pods && nodeSelectorOf(pods),
    tolerations: pods && tolerationsOf(pods),
    settings,
    cpu: settings.cpu ?? null,
    // syft and trivy keep the parts of an image that they read in memory.
    toolsMemory: model.site.tools.syft === null && model.site.tools.trivy === null ? "256Mi" : "1Gi",
    variables: some(podVariables(model.site, pods)),
    ...engineNamed(name)?.podValues(model),
  };
}

function pullSecretsOf({ pullSecrets }: Pods) {
  return some(pullSecrets.map((name) => ({ name })));
}

function nodeSelectorOf({ nodeSelector }: Pods) {
  return Object.keys(nodeSelector).length > 0 ? nodeSelector : null;
}

function tolerationsOf({ tolerations }: Pods) {
  return some(
    tolerations.map(({ key, value, effect }) => ({
      key,
      ...(value === null ? { operator: "Exists" } : { value }),
      ...(effect === null ? {} : { effect }),
    })),
  );
}

/** Environment variables of the containers with tools. */
function podVariables({ proxy }: Site, pods: Pods | null) {
  return [
    ...(proxy === null ? [] : proxyVariables(proxy)),
    ...(pods?.caConfigMap ? [{ name: "SSL_CERT_DIR", value: AUTHORITIES }] : []),
  ];
}

/** The site's settings for the pods of stages, which the library completes; empty without such pods. */
export function stagePodView({ site }: Model) {
  const { pods, podCaches } = site;
  if (pods === null) return {};
  const { cloud, namespace, serviceAccount, agentImage, caConfigMap } = pods;
  return {
    settings: omitNull({ cloud, namespace }),
    spec: omitNull({
      serviceAccountName: serviceAccount,
      imagePullSecrets: pullSecretsOf(pods),
      nodeSelector: nodeSelectorOf(pods),
      tolerations: tolerationsOf(pods),
    }),
    agentImage: agentImage ?? "",
    caConfigMap: caConfigMap ?? "",
    variables: podVariables(site, pods),
    caches: podCaches.map(({ path, claim }) => ({ path, claim: claim ?? "" })),
  };
}

function omitNull(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function proxyVariables({ http, https, except }: NonNullable<Site["proxy"]>) {
  const values = { HTTP_PROXY: http, HTTPS_PROXY: https, NO_PROXY: except.length > 0 ? except.join(",") : null };
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

/** Null for an empty list, so that a template leaves its key out. */
function some<T>(list: readonly T[] | undefined): readonly T[] | null {
  return list === undefined || list.length === 0 ? null : list;
}
