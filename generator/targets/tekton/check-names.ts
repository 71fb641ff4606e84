import type { Model } from "../../model/model.ts";
import { stagesByTeam } from "../model-lookup.ts";
import { type Lack, lacks, when } from "./lack.ts";
import { LONGEST, LONGEST_PIPELINE, namespaceOf, pipelineName, pullRequestName } from "./names.ts";
import { buildsRequests } from "./pull-requests.ts";
import { secretsOf } from "./stage-secrets.ts";

/** Names that Kubernetes does not accept, or that two objects would have. */
export function checkNames(model: Model): Lack[] {
  return [...stagesByTeam(model)].flatMap(([owner, stages]) => {
    const namespace = namespaceOf(model, owner);
    const pipelines = new Map<string, string>();
    const credentials = new Map<string, string>();
    return [
      ...when(namespace.length > LONGEST, () =>
        lacks(
          `teams/${owner}`,
          `the namespace ${namespace} has ${namespace.length} characters, and Kubernetes accepts ${LONGEST}`,
          "set a shorter site.tekton.namespace",
        ),
      ),
      ...stages.flatMap(({ service, stage }) => {
        const path = `services/${service.name}/stages/${stage.id}/id`;
        const name = pipelineName(service, stage);
        const label = `${service.name}: ${stage.id}`;
        const known = pipelines.get(name) ?? label;
        pipelines.set(name, known);
        if (buildsRequests(stage)) pipelines.set(pullRequestName(service, stage), `pull requests of ${label}`);
        return [
          ...when(known !== label, () =>
            lacks(path, `${known} and ${label} would be one pipeline, ${name}`, "rename one of them"),
          ),
          ...when(name.length > LONGEST_PIPELINE, () =>
            lacks(
              path,
              `the pipeline ${name} has ${name.length} characters, and ${LONGEST_PIPELINE} are left for it in the name of a run`,
              "choose shorter names",
            ),
          ),
          ...secretsOf(model, service, stage).flatMap(({ name: secret, credential }) => {
            const other = credentials.get(secret) ?? credential;
            credentials.set(secret, other);
            return when(other !== credential, () =>
              lacks(
                path,
                `the credentials ${other} and ${credential} would be one secret, ${secret}`,
                "rename one of them",
              ),
            );
          }),
        ];
      }),
    ];
  });
}
