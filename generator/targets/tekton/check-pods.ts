import { engineNamed } from "../../engines/index.ts";
import type { Model } from "../../model/model.ts";
import type { Pods } from "../../model/platform.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";

/** What the settings of pods cannot have: Tekton creates the pods, in the namespace of the team. */
export function checkPods({ site, engines }: Model): Lack[] {
  return [
    ...(site.pods === null ? [] : checkSettings("site/pods", site.pods)),
    ...engines.flatMap(({ name, agent }) =>
      // An engine with a daemon is an error of its own.
      agent.pods === null || engineNamed(name)?.daemon === true
        ? []
        : checkSettings(`engines/${name}/agent/pods`, agent.pods),
    ),
  ];
}

function checkSettings(path: string, pods: Pods): Lack[] {
  const { cloud, namespace, serviceAccount, agentImage, caConfigMap } = pods;
  return [
    ...when(cloud !== null, () => differs(`${path}/cloud`, "Jenkins' clouds do not create the pods", "remove cloud")),
    ...when(agentImage !== null, () =>
      differs(`${path}/agentImage`, "no agent of Jenkins is in the pods", "remove agentImage"),
    ),
    ...when(namespace !== null, () =>
      differs(
        `${path}/namespace`,
        `the pods run in the namespace of the team, not in ${namespace}`,
        "remove namespace, and set site.tekton.namespace",
      ),
    ),
    ...when(serviceAccount !== null, () =>
      differs(
        `${path}/serviceAccount`,
        "all work of a team runs with the generated service account",
        "remove serviceAccount",
      ),
    ),
    ...when(caConfigMap !== null, () =>
      lacks(
        `${path}/caConfigMap`,
        "the pods mount no ConfigMap with certificates",
        "use site.caBundle, whose secret the steps mount",
      ),
    ),
  ];
}
