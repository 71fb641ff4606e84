import { engineNamed, engines as parts } from "../../engines/index.ts";
import type { Model } from "../../model/model.ts";
import { requestLabels } from "../../model/request-agents.ts";
import { identitiesOfGithub } from "../shared/identities.ts";
import { jenkinsKeys } from "../shared/jenkins-keys.ts";
import { jenkinsPullRequests } from "../shared/jenkins-pull-requests.ts";
import { agentPaths, labelPaths } from "../shared/label-paths.ts";
import { checkPods } from "./check-pods.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { labelOf, nodeLabels } from "./nodes.ts";

/** What a site cannot have on Tekton. */
export function checkSite(model: Model): Lack[] {
  return [
    ...checkPlaces(model),
    ...checkEngines(model),
    ...checkPods(model),
    ...checkContacts(model),
    ...checkAgents(model),
    ...identitiesOfGithub(lacks, model),
    ...jenkinsPullRequests(lacks, model),
    ...jenkinsKeys(differs, model, {
      consequence: "the cluster keeps all runs until something deletes them",
      hint: "remove keep, and let a pruner delete the runs that no stage waits for",
    }),
  ];
}

function checkPlaces({ site, library, services }: Model): Lack[] {
  return [
    ...when(site.tekton === null, () =>
      lacks(
        "site",
        "each step runs in a container, and the site sets no image for it",
        "add site.tekton: { image: HOST/REPOSITORY:TAG@sha256:DIGEST }",
      ),
    ),
    ...when(site.path.length > 0, () =>
      differs("site/path", "each container has its own PATH, so path has no effect", "remove site.path"),
    ),
    ...when(site.statuses !== null, () =>
      differs("site/statuses", "no status is set on the commit in the git host", "remove site.statuses"),
    ),
    ...when(library.git !== null, () =>
      differs(
        "library/git",
        "the programs are in the pipelines repository, whose owner reviews them, not in the repository of the library",
        "remove library.git",
      ),
    ),
    ...when(library.own !== null, () =>
      lacks("library/own", "own steps are Groovy for Jenkins", "use a custom stage with a command"),
    ),
    ...services.flatMap(({ name, pin }) =>
      when(pin !== `v${library.version}`, () =>
        differs(
          [`services/${name}/pin`, "library/pin"],
          `all services use the programs of ${library.version}, not those of ${pin}`,
          `set pin: v${library.version}`,
        ),
      ),
    ),
  ];
}

/** The engines that build in a container without more. */
const daemonless = parts.filter(({ daemon }) => !daemon).map(({ name }) => name);

/** A daemon of the host would need a privileged pod, and its socket grants root on the node. */
function checkEngines({ engines, services }: Model): Lack[] {
  const used = new Set(
    services.flatMap(({ stages }) => stages.flatMap((it) => (it.kind === "image" ? it.engine : []))),
  );
  return engines.flatMap(({ name, buildsAtOnce }) => [
    ...when(used.has(name) && engineNamed(name)?.daemon === true, () =>
      lacks(
        `engines/${name}`,
        `${name} needs a daemon, so its pod would be privileged, or would get the socket of its node and with it root on the node`,
        `use ${daemonless.slice(0, -1).join(", ")} or ${daemonless.at(-1)}`,
      ),
    ),
    ...when(buildsAtOnce !== null, () =>
      differs(
        `engines/${name}/buildsAtOnce`,
        "the memory of the nodes and the quota of the namespace limit the builds, not buildsAtOnce",
        "set a ResourceQuota in the namespace, and remove buildsAtOnce",
      ),
    ),
  ]);
}

function checkContacts({ teams }: Model): Lack[] {
  return teams.flatMap(({ name, mail, webhook }) =>
    when(mail !== null || webhook !== null, () =>
      differs(
        `teams/${name}/${mail === null ? "webhook" : "mail"}`,
        `no message reaches the contact of ${name}; Tekton sends CloudEvents to the sink of the cluster`,
        "let the receiver of the CloudEvents notify the team",
      ),
    ),
  );
}

function checkAgents(model: Model): Lack[] {
  const { site, services } = model;
  const all = [
    { paths: agentPaths("delivery"), label: site.agents.delivery.label },
    ...requestLabels(site).map(({ path, label }) => ({ paths: [path] as const, label })),
    ...services.flatMap((service) =>
      service.stages.map((stage) => ({ paths: labelPaths(service, stage), label: labelOf(model, stage) })),
    ),
  ];
  return all.flatMap(({ paths, label }) =>
    when(label !== "" && nodeLabels(label) === null, () =>
      lacks(
        paths,
        `a pod runs on a node with all labels of a list, but ${JSON.stringify(label)} is another expression`,
        "use one label, or labels joined with &&",
      ),
    ),
  );
}
