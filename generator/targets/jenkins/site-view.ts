import type { Engine as EnginePart } from "../../engines/engine.ts";
import { engineNamed } from "../../engines/index.ts";
import type { Model } from "../../model/model.ts";
import type { Engine, Registry, Team } from "../../model/platform.ts";
import { sourceTools } from "../../source-tools/index.ts";
import { stagePodView } from "./engine-files.ts";
import { environmentView } from "./environment-view.ts";
import { imageTools } from "./image-tools.ts";
import { statusView } from "./status-hosts.ts";

/** The settings in the library's class `Site`, which Jenkinsfiles do not repeat. */
export function siteView(model: Model) {
  const { site } = model;
  const environments = byName(model.environments, (it) => environmentView(model, it));
  const teams = byName(model.teams, contactView);
  return {
    site: {
      agents: {
        builds: site.agents.builds.label,
        pullRequests: site.agents.pullRequests?.label ?? "",
        delivery: site.agents.delivery.label,
      },
      pods: stagePodView(model),
      path: site.path.join(":"),
      hosts: site.network === "offline" ? site.hosts : [],
      jdks: site.tools.jdks,
      environment: buildEnvironment(model),
      files: files(model),
      statuses: statusView(site.statuses),
      registries: splitMap(
        "registries",
        byName(model.registries, (registry) => registryView(model, registry)),
      ),
      engines: byName(model.engines, (it) => engineView(model, it)),
      environments: splitMap("environments", environments),
      teams: splitMap("teams", teams),
      imageTools: byName(imageTools(model), ({ name: _name, ...tool }) => tool),
      signing: signingView(site.tools.cosign),
      steps: (model.library.ownPart?.steps ?? []).map(({ name }) => name),
    },
  };
}

/** The addresses of a team, and the events that it is notified of. */
function contactView({ mail, webhook, chatFormat, notifications }: Team) {
  return {
    mail: mail ?? "",
    webhook: webhook ?? "",
    ...(webhook === null ? {} : { format: chatFormat }),
    on: mail === null && webhook === null ? [] : notifications,
  };
}

/** A larger map literal could exceed the JVM's limit for the code of a method. */
const MOST_ENTRIES = 25;

/** A method that returns a map. A large map is put together from several methods. */
function splitMap(name: string, map: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(map);
  if (entries.length <= MOST_ENTRIES) return { name, map, parts: [] };
  const count = Math.ceil(entries.length / MOST_ENTRIES);
  const parts = Array.from({ length: count }, (_, index) => ({
    name: `${name}${index + 1}`,
    map: Object.fromEntries(entries.slice(index * MOST_ENTRIES, (index + 1) * MOST_ENTRIES)),
  }));
  return { name, map, parts };
}

/** The key that signs images; the lines of its public key if the site sets it. */
function signingView(cosign: Model["site"]["tools"]["cosign"]) {
  if (cosign === null) return {};
  const { publicKey, ...credentials } = cosign;
  return publicKey === null ? credentials : { ...credentials, publicKey: publicKey.trim().split("\n") };
}

function registryView(model: Model, registry: Registry) {
  const { host, insecure, push, mirror } = registry;
  const login = pullLogin(model.registries, registry);
  return { host, insecure, pullHost: login.host, pull: login.id ?? "", push: push ?? "", mirror: mirror ?? "" };
}

/** The host from which base images of a registry come, and its login. A mirror is another host: its login is that of the registry at that host. */
export function pullLogin(registries: readonly Registry[], { host, pull, mirror }: Registry) {
  if (mirror === null) return { host, id: pull };
  const mirrorHost = mirror.split("/")[0] ?? host;
  return { host: mirrorHost, id: registries.find((it) => it.host === mirrorHost)?.pull ?? null };
}

function engineView({ site: { proxy } }: Model, { name, agent, buildsAtOnce, settings }: Engine) {
  const engine = engineNamed(name);
  const { pods } = agent;
  const containers = (engine?.scripts ?? []).map((it) => [it.name, { name: it.container, shell: it.shell }]);
  return {
    agent: agent.label,
    lock: buildsAtOnce === null ? "" : `stagewright-${name}`,
    // Settings of the Kubernetes plugin in addition to the pod; none for agents with a label.
    pod: pods === null ? null : without({ cloud: pods.cloud, namespace: pods.namespace }),
    containers: pods === null ? {} : Object.fromEntries(containers),
    environment: engine?.environment(settings, pods !== null, proxy) ?? {},
    ...engineFiles(engine?.files ?? {}, settings),
  };
}

/** The secret files of an engine: from variable to credential; nothing for engines without any. */
function engineFiles(files: NonNullable<EnginePart["files"]>, settings: Engine["settings"]) {
  const set = Object.entries(files).filter(([, { setting }]) => settings[setting] !== undefined);
  if (set.length === 0) return {};
  return { files: Object.fromEntries(set.map(([variable, { setting }]) => [variable, String(settings[setting])])) };
}

function without(values: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((it): it is [string, string] => it[1] !== null));
}

function byName<T extends { readonly name: string }, V>(list: readonly T[], view: (it: T) => V): Record<string, V> {
  return Object.fromEntries(list.map((it) => [it.name, view(it)]));
}

/** Environment variables of every source build. */
function buildEnvironment({ site: { tools, proxy } }: Model): Record<string, string> {
  const except = proxy?.except.join(",") ?? null;
  const values: Record<string, string | null> = {
    ...Object.fromEntries(
      sourceTools.flatMap(({ name, environment }) =>
        Object.entries(environment).map(([variable, key]) => [variable, tools.source[name]?.[key] ?? null]),
      ),
    ),
    HTTP_PROXY: proxy?.http ?? null,
    HTTPS_PROXY: proxy?.https ?? null,
    NO_PROXY: except === "" ? null : except,
    http_proxy: proxy?.http ?? null,
    https_proxy: proxy?.https ?? null,
    no_proxy: except === "" ? null : except,
  };
  return without(values);
}

/** File credentials of a build: from variable to credential; `all` applies to every tool. */
function files({ site: { tools, caBundle } }: Model) {
  const given = (values: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(values).filter(([, id]) => id !== null));
  return {
    all: given({ CA_BUNDLE: caBundle }),
    ...Object.fromEntries(
      sourceTools.map(({ name, configuration }) => [
        name,
        configuration === null
          ? {}
          : given({ [configuration.variable]: tools.source[name]?.[configuration.setting] ?? null }),
      ]),
    ),
  };
}
