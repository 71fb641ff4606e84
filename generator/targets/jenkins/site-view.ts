import { engineNamed } from "../../engines/index.ts";
import type { Model } from "../../model/model.ts";
import type { Engine, Registry, Team } from "../../model/platform.ts";
import {
  buildEnvironment,
  configurationFiles,
  engineFileCredentials,
  pullLogin,
  without,
} from "../shared/build-settings.ts";
import { stagePodView } from "../shared/engine-files.ts";
import { environmentView } from "../shared/environment-view.ts";
import { imageTools } from "../shared/image-tools.ts";
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
      pullRequests: {
        credentials: site.pullRequests.credentials,
        forks: site.pullRequests.forks,
        agents: site.agents.pullRequests?.byLabel ?? {},
      },
      pods: stagePodView(model),
      path: site.path.join(":"),
      hosts: site.network === "offline" ? site.hosts : [],
      jdks: site.tools.jdks,
      environment: buildEnvironment(model),
      files: configurationFiles(model),
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
    ...engineFileCredentials(engine?.files ?? {}, settings),
  };
}

function byName<T extends { readonly name: string }, V>(list: readonly T[], view: (it: T) => V): Record<string, V> {
  return Object.fromEntries(list.map((it) => [it.name, view(it)]));
}
