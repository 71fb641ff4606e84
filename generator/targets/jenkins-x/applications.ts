import type { Model } from "../../model/model.ts";
import { requestLabel } from "../../model/request-agents.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { PlannedFile } from "../target.ts";
import { type Document, type Manifest, planDocuments } from "../tekton/documents.ts";
import { namespaceOf, pipelineName, pullRequestName, sourceOf } from "../tekton/names.ts";
import { minutes } from "../tekton/pipelines.ts";
import { buildsRequests } from "../tekton/pull-requests.ts";
import { podOf } from "../tekton/runs.ts";
import { expressionOf } from "../tekton/triggers.ts";
import { names, triggerFolder } from "./names.ts";

/** The files in the folder of a service that the triggers name. */
const sources = { push: "push.yaml", request: "pull-request.yaml" } as const;

/** Plans the folder `.lighthouse` of each application's repository. It names the first stage, and defines nothing of it. */
export function planApplications(model: Model): PlannedFile[] {
  return model.services.flatMap((service) => {
    const stage = sourceOf(service);
    const plan = (name: string, document: Document) =>
      planDocuments(model, stage.owner, `${stage.owner}/${service.name}`, triggerFolder(service).file + name, [
        document,
      ]);
    return [
      plan("triggers.yaml", {
        comment: `What starts ${service.name}.`,
        manifest: triggerConfig(service, stage),
      }),
      ...(startsWithPushes(stage)
        ? [plan(sources.push, { comment: `A push starts ${service.name}.`, manifest: pushRun(model, service, stage) })]
        : []),
      ...(buildsRequests(stage)
        ? [
            plan(sources.request, {
              comment: `A pull request starts a build of ${service.name}.`,
              manifest: requestRun(model, service, stage),
            }),
          ]
        : []),
    ];
  });
}

function startsWithPushes({ reach }: Stage): boolean {
  return reach.branches.length > 0;
}

/** Lighthouse reads this file from the default branch and from the branch of the event. */
function triggerConfig(service: Service, stage: Stage): Manifest {
  const { name } = service;
  const job = { name, context: name };
  return {
    apiVersion: "config.lighthouse.jenkins-x.io/v1alpha1",
    kind: "TriggerConfig",
    metadata: { name },
    spec: {
      ...(buildsRequests(stage) && { presubmits: [{ ...job, always_run: true, source: sources.request }] }),
      ...(startsWithPushes(stage) && {
        postsubmits: [
          {
            ...job,
            source: sources.push,
            branches: stage.reach.branches.map((pattern) => `^${expressionOf(pattern)}$`),
          },
        ],
      }),
    },
  };
}

interface Message {
  readonly stage: string;
  readonly commit: string;
  readonly ref: string;
  readonly number: string;
}

function pushRun(model: Model, service: Service, stage: Stage): Manifest {
  return run(model, service, stage, ["PULL_BASE_REF", "PULL_BASE_SHA"], {
    stage: pipelineName(service, stage),
    commit: "$(params.PULL_BASE_SHA)",
    ref: "refs/heads/$(params.PULL_BASE_REF)",
    number: "",
  });
}

function requestRun(model: Model, service: Service, stage: Stage): Manifest {
  return run(model, service, stage, ["PULL_NUMBER", "PULL_PULL_SHA"], {
    stage: pullRequestName(service, stage),
    commit: "$(params.PULL_PULL_SHA)",
    ref: "",
    number: "$(params.PULL_NUMBER)",
  });
}

/** Minutes to start a run and to read its end, in addition to the run. */
const MARGIN = 15;

/** A run with one task, which starts a stage and waits for its end. Lighthouse adds the parameters. */
function run(model: Model, service: Service, stage: Stage, params: readonly string[], message: Message): Manifest {
  const limit = minutes(stage.waitTimeout + stage.timeout + 2 * MARGIN);
  // Who may push a branch can change this file, so these pods do not share nodes with work that has credentials.
  const label = requestLabel(model.site, stage.agent.label);
  return {
    apiVersion: "tekton.dev/v1",
    kind: "PipelineRun",
    metadata: { name: service.name },
    spec: {
      pipelineSpec: {
        params: params.map((name) => ({ name, type: "string" })),
        tasks: [
          {
            name: "start",
            taskRef: { name: names.start },
            params: Object.entries({ namespace: namespaceOf(model, stage.owner), ...message }).map(([name, value]) => ({
              name,
              value,
            })),
            timeout: limit,
          },
        ],
      },
      timeouts: { pipeline: limit },
      taskRunTemplate: { serviceAccountName: names.account, podTemplate: podOf(model, null, label) },
    },
  };
}
