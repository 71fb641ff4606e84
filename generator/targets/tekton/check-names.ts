import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { stagesByTeam } from "../model-lookup.ts";
import { redeploys } from "./approvers.ts";
import { type Lack, lacks, when } from "./lack.ts";
import {
  attestName,
  LONGEST,
  LONGEST_PIPELINE,
  LONGEST_SECRET,
  namespaceOf,
  pipelineName,
  pullRequestName,
  redeployName,
} from "./names.ts";
import { buildsRequests } from "./pull-requests.ts";
import { type NeededSecret, needsVolume } from "./secrets.ts";
import { secretsOf } from "./stage-secrets.ts";

/** A stage of a team. */
interface Place {
  readonly service: Service;
  readonly stage: Stage;
}

/** Names that Kubernetes does not accept, or that two objects would have. */
export function checkNames(model: Model): Lack[] {
  return [...stagesByTeam(model)].flatMap(([owner, stages]) => {
    const namespace = namespaceOf(model, owner);
    const again = redeploys(model, stages);
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
      ...stages.flatMap((place) => [
        ...checkPipelines(place, again, pipelines),
        ...secretsOf(model, place.service, place.stage).flatMap((it) => checkSecret(place, it, credentials)),
      ]),
    ];
  });
}

function pathOf({ service, stage }: Place): string {
  return `services/${service.name}/stages/${stage.id}/id`;
}

/** The pipelines of a stage, with `again` also that for earlier releases; `known` has the users of names. */
function checkPipelines(place: Place, again: boolean, known: Map<string, string>): Lack[] {
  const { service, stage } = place;
  const path = pathOf(place);
  const label = `${service.name}: ${stage.id}`;
  const name = pipelineName(service, stage);
  const request = { pipeline: pullRequestName(service, stage), user: `pull requests of ${label}` };
  const task = { pipeline: attestName(service, stage), user: `the report of the image of ${label}` };
  const redeploy = { pipeline: redeployName(service, stage), user: `earlier releases of ${label}` };
  const own = [
    { pipeline: name, user: label },
    ...when(buildsRequests(stage), () => request),
    ...when(stage.kind === "image", () => task),
    ...when(again && stage.kind === "deploy", () => redeploy),
  ];
  return [
    ...own.flatMap(({ pipeline, user }) => {
      const other = known.get(pipeline) ?? user;
      known.set(pipeline, other);
      return when(other !== user, () =>
        lacks(path, `${other} and ${user} would be one pipeline, ${pipeline}`, "rename one of them"),
      );
    }),
    ...when(/^stagewright-/.test(name), () =>
      lacks(
        path,
        `the pipeline ${name} could replace a task of all stages, whose names begin with stagewright-`,
        "rename the service",
      ),
    ),
    ...when(name.length > LONGEST_PIPELINE, () =>
      lacks(
        path,
        `the pipeline ${name} has ${name.length} characters, and ${LONGEST_PIPELINE} are left for it in the name of a run`,
        "choose shorter names",
      ),
    ),
  ];
}

/** The secret of a credential; `known` has the credentials of names. The secret that signs webhooks is no login. */
function checkSecret(place: Place, secret: NeededSecret, known: Map<string, string>): Lack[] {
  const { name, keys } = secret;
  const credential = keys.includes("secret") ? `for webhooks of ${place.service.name}` : secret.credential;
  const other = known.get(name) ?? credential;
  known.set(name, other);
  const path = pathOf(place);
  return [
    ...when(other !== credential, () =>
      lacks(path, `the credentials ${other} and ${credential} would be one secret, ${name}`, "rename one of them"),
    ),
    ...when(name === "", () =>
      lacks(
        path,
        `the credential ${credential} has no letter or digit for the name of a secret`,
        "rename the credential",
      ),
    ),
    ...when(needsVolume(secret) && name.length > LONGEST_SECRET, () =>
      lacks(
        path,
        `the credential ${credential} has ${name.length} characters, and Kubernetes accepts ${LONGEST_SECRET} for a secret that is a file`,
        "rename the credential",
      ),
    ),
  ];
}
