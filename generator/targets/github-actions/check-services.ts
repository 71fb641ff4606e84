import type { Model } from "../../model/model.ts";
import { requestLabels } from "../../model/request-agents.ts";
import type { Service, Stage } from "../../model/service.ts";
import { startsByItself } from "../../model/stages.ts";
import { afterCommands, jenkinsOnly } from "../shared/jenkins-only.ts";
import { agentPaths, labelPaths } from "../shared/label-paths.ts";
import { checkCaches } from "./check-caches.ts";
import { checkContainers } from "./check-containers.ts";
import { reviewersOf } from "./environments.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { runnerLabels } from "./runners.ts";

/** The most users and teams that GitHub asks for an approval. */
const MOST_REVIEWERS = 6;

/** What services and their stages cannot have on GitHub Actions. */
export function checkServices(model: Model): Lack[] {
  const services = model.services.flatMap((service) => [
    ...checkService(service),
    ...service.stages.flatMap((stage) => [
      ...checkStage(service, stage),
      ...checkCaches(model, service, stage),
      ...checkContainers(service, stage),
      ...checkApproval(model, service, stage),
      ...checkWaiting(model, service, stage),
    ]),
  ]);
  return [...services, ...checkAgents(model)];
}

function checkService({ name, topology, triggers, parameters, checkout }: Service): Lack[] {
  const path = `services/${name}`;
  return [
    ...when(topology !== "per-stage", () =>
      differs(
        [`${path}/topology`, "topology"],
        `each stage has a job and a workflow of its own, not ${topology}`,
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
          "a workflow that a comment starts has the secrets of the repository, and labels start none",
          "remove it; a user starts the run again on its page",
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
      differs(
        `${path}/checkout/clean`,
        "a checkout always removes the files of earlier builds",
        "remove checkout.clean",
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
      differs(`${path}/retries`, "a stage whose runner is lost fails; a user starts it again", "remove retries"),
    ),
    ...when(stage.kind === "image" && stage.provenance, () =>
      lacks(
        `${path}/provenance`,
        "the site's key does not sign a provenance; GitHub attests the release record",
        "remove provenance",
      ),
    ),
  ];
}

/** The labels of all agents; those of the site once. */
function checkAgents({ site, services }: Model): Lack[] {
  const stages = services.flatMap((service) => service.stages.map((stage) => ({ service, stage })));
  const requests = stages.some(({ stage }) => stage.reach.pullRequests) ? requestLabels(site) : [];
  const agents = [
    ...stages
      .filter(({ stage }) => stage.agent.pod === null)
      .map(({ service, stage }) => ({ paths: labelPaths(service, stage), label: stage.agent.label })),
    { paths: agentPaths("delivery"), label: site.agents.delivery.label },
    ...requests.map(({ path, label }) => ({ paths: [path] as const, label })),
  ];
  return agents.flatMap(({ paths, label }) =>
    when(runnerLabels(label) === null, () =>
      lacks(
        paths,
        `a runner has all labels of a list, but ${JSON.stringify(label)} is another expression`,
        "use one label, or labels joined with &&",
      ),
    ),
  );
}

function checkApproval(model: Model, { name }: Service, stage: Stage): Lack[] {
  const path = `services/${name}/stages/${stage.id}`;
  const { approval } = stage;
  const reviewers = reviewersOf(model, stage);
  return [
    ...when(reviewers.length > MOST_REVIEWERS, () =>
      lacks(
        `${path}/approval/by`,
        `GitHub asks at most ${MOST_REVIEWERS} users and teams, not ${reviewers.length}`,
        "name a team",
      ),
    ),
    ...when(approval !== null && approval.count > 1, () =>
      lacks(
        `${path}/approval/count`,
        `one reviewer is enough for GitHub, and ${approval?.count} must approve`,
        "remove count, or use target: jenkins",
      ),
    ),
    ...when(approval !== null, () =>
      differs(
        `${path}/approval`,
        `the reviewers of an environment approve${approval?.notAuthor ? ", and its rule excludes the person who started the run, not the author" : ""}; private repositories need GitHub Enterprise for this, and the commit does not name who approved`,
        "set the environment as github-actions/settings.md describes",
      ),
    ),
    ...when(approval === null && stage.needs.length > 0 && !startsByItself(stage), () =>
      differs(
        `${path}/id`,
        `each run waits for a reviewer before ${stage.id}`,
        "set the environment as github-actions/settings.md describes",
      ),
    ),
  ];
}

/** Settings of waiting that GitHub does not have. */
const WAITING = [
  ["approval/message", "GitHub shows the name of the environment to the reviewers, not a message", "remove message"],
  ["approval/timeout", "GitHub waits 30 days for the reviewers", "remove timeout"],
  ["waitTimeout", "GitHub waits a day for a runner", "remove waitTimeout"],
] as const;

function checkWaiting({ origins }: Model, { name }: Service, stage: Stage): Lack[] {
  return WAITING.flatMap(([key, consequence, hint]) => {
    const path = `services/${name}/stages/${stage.id}/${key}`;
    return when(origins.get(path)?.kind === "spec", () => differs(path, consequence, hint));
  });
}
