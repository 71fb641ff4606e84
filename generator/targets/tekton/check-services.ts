import { gitHostOf, placeOf } from "../../model/git-host.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { afterCommands, jenkinsOnly } from "../shared/jenkins-only.ts";
import { checkBuilds } from "./check-builds.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { pushEventOf } from "./triggers.ts";

/** The product of a git host, as far as the spec tells it. */
function productOf({ site }: Model, git: string): string {
  return gitHostOf(git, site.git.host ?? site.statuses?.host ?? null) ?? "unknown";
}

/** What services and their stages cannot have on Tekton. */
export function checkServices(model: Model): Lack[] {
  return model.services.flatMap((service) => [
    ...checkService(service),
    ...checkRepository(model, service),
    ...service.stages.flatMap((stage) => [...checkStage(service, stage), ...checkBuilds(model, service, stage)]),
  ]);
}

function checkService({ name, topology, triggers, parameters, checkout }: Service): Lack[] {
  const path = `services/${name}`;
  return [
    ...when(topology !== "per-stage", () =>
      differs(
        [`${path}/topology`, "topology"],
        `each stage has a pipeline of its own, not ${topology}`,
        "remove topology",
      ),
    ),
    ...when(triggers.cron !== null, () =>
      lacks(`${path}/triggers/cron`, "schedules in the syntax of Jenkins", "remove triggers.cron"),
    ),
    ...when(triggers.poll !== null, () =>
      differs(`${path}/triggers/poll`, "each push starts a run at once, without polling", "remove triggers.poll"),
    ),
    ...(["comment", "label"] as const).flatMap((key) =>
      when(triggers[key] !== null, () =>
        lacks(
          `${path}/triggers/${key}`,
          "pushes and pull requests start runs, no comments and labels that the spec names",
          "remove it; on Jenkins X, the comment /test starts the first stage again",
        ),
      ),
    ),
    ...when(parameters.length > 0, () =>
      lacks(
        `${path}/parameters`,
        "a run has no parameters of the service",
        "remove parameters, or use target: jenkins",
      ),
    ),
    ...when(!checkout.clean, () =>
      differs(`${path}/checkout/clean`, "each run has an empty volume for its checkout", "remove checkout.clean"),
    ),
  ];
}

function checkRepository(model: Model, { name, git }: Service): Lack[] {
  return [
    ...when(!/^https?:/.test(git), () =>
      lacks(`services/${name}/git`, `the steps check out by HTTPS, not from ${git}`, "use the HTTPS address"),
    ),
    ...when(placeOf(git) === null || pushEventOf(model, git) === null, () =>
      lacks(
        `services/${name}/git`,
        `a push starts a run only from GitHub, GitLab and Gitea, and the product of ${placeOf(git)?.host ?? git} is ${productOf(model, git)}`,
        "set site.git.host to github, gitlab or gitea, if it is one of them",
      ),
    ),
  ];
}

function checkStage({ name }: Service, stage: Stage): Lack[] {
  const path = `services/${name}/stages/${stage.id}`;
  return [
    ...jenkinsOnly(lacks, path, stage),
    ...afterCommands(differs, path, stage),
    ...when(stage.retries > 0, () =>
      differs(`${path}/retries`, "a stage whose node is lost fails; a user starts it again", "remove retries"),
    ),
    ...when(stage.wait, () =>
      differs(
        `${path}/wait`,
        "the run before does not wait for this stage, and succeeds if this stage fails",
        "remove wait",
      ),
    ),
  ];
}
