import { gitHostOf, placeOf } from "../../model/git-host.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { StatusHost } from "../../model/site.ts";
import { pipelineName, pullRequestName, redeployName, webhookSecret } from "./names.ts";

/** A model whose pushes and pull requests a program of the cluster announces, instead of the git host. */
export interface Relayed {
  /** The namespace of this program. */
  readonly relayedFrom?: string;
}

/** How a push is announced: the interceptor that compares the signature of the git host, and the fields of the message. */
interface PushEvent {
  /** Null for a program of the cluster. Its message names the pipeline; git confirms the commit, so the message is no secret. */
  readonly interceptor: string | null;
  readonly events: readonly string[];
  readonly repository: string;
  readonly commit: string;
  readonly request: PullRequestEvent;
}

/** How a git host announces a pull request. */
interface PullRequestEvent {
  readonly events: readonly string[];
  readonly action: string;
  readonly actions: readonly string[];
  readonly number: string;
  readonly commit: string;
  /** The reference of the pull request with this number. */
  readonly ref: string;
}

const github: PushEvent = {
  interceptor: "github",
  events: ["push"],
  repository: "body.repository.full_name",
  // A tag can be an object of its own; this is its commit.
  commit: "body.head_commit.id",
  request: {
    events: ["pull_request"],
    action: "body.action",
    // Gitea writes synchronized.
    actions: ["opened", "synchronize", "synchronized", "reopened"],
    number: "body.number",
    commit: "body.pull_request.head.sha",
    ref: "refs/pull/NUMBER/head",
  },
};

const pushEvents: Readonly<Record<StatusHost, PushEvent | null>> = {
  github,
  // Gitea signs its messages as GitHub does.
  gitea: github,
  gitlab: {
    interceptor: "gitlab",
    events: ["Push Hook", "Tag Push Hook"],
    repository: "body.project.path_with_namespace",
    commit: "body.checkout_sha",
    request: {
      events: ["Merge Request Hook"],
      action: "body.object_attributes.action",
      actions: ["open", "update", "reopen"],
      number: "body.object_attributes.iid",
      commit: "body.object_attributes.last_commit.id",
      ref: "refs/merge-requests/NUMBER/head",
    },
  },
  bitbucket: null,
};

/** The push event of the host of a repository; null if there is none. */
export function pushEventOf({ site, relayedFrom }: Pick<Model, "site"> & Relayed, git: string): PushEvent | null {
  const host = gitHostOf(git, site.git.host ?? site.statuses?.host ?? null);
  const event = host === null ? null : pushEvents[host];
  return relayedFrom !== undefined && event !== null ? relayedEvent(event) : event;
}

function relayedEvent({ request }: PushEvent): PushEvent {
  const commit = "body.commit";
  return {
    interceptor: null,
    events: [],
    repository: "",
    commit,
    request: { ...request, commit, number: "body.number" },
  };
}

/** The fields of the message that become parameters of the run. */
export function fieldsOf(model: Model, service: Service, stage: Stage): Readonly<Record<string, string>> {
  if (stage.kind !== "source") return { run: "body.run" };
  const event = pushEventOf(model, service.git);
  return { commit: event?.commit ?? "", ref: "body.ref" };
}

/**
 * The interceptors of a stage. Each value that becomes part of a run must match a pattern first, so that no text of a message can
 * change the run.
 */
export function interceptorsOf(model: Model, service: Service, stage: Stage) {
  if (stage.kind !== "source") return [cel(startFilter(pipelineName(service, stage)))];
  const event = pushEventOf(model, service.git) ?? github;
  return [
    ...signed(service, event, event.events),
    cel([sender(service, event, pipelineName(service, stage)), pushFilter(stage, event)].join(" && ")),
  ];
}

/** The interceptor that compares the signature of a message; none if a program of the cluster sends it. */
function signed(service: Service, { interceptor }: PushEvent, events: readonly string[]) {
  if (interceptor === null) return [];
  return [
    {
      ref: { name: interceptor, kind: "ClusterInterceptor" },
      params: [
        { name: "secretRef", value: { secretName: webhookSecret(service), secretKey: "secret" } },
        { name: "eventTypes", value: events },
      ],
    },
  ];
}

/** What a message about a pull request gives its run: the reference is a constant with the number. */
export function requestOf(model: Model, service: Service): PullRequestEvent {
  return (pushEventOf(model, service.git) ?? github).request;
}

/** The interceptors of the pipeline for pull requests. */
export function requestInterceptors(model: Model, service: Service, stage: Stage) {
  const event = pushEventOf(model, service.git) ?? github;
  const { events, action, actions, number, commit } = event.request;
  const filter = [
    sender(service, event, pullRequestName(service, stage)),
    ...(event.interceptor === null
      ? [`has(${number}) && ${number}.matches(${text("^[1-9][0-9]{0,8}$")})`]
      : [`${action} in [${actions.map(text).join(", ")}]`, `has(${number})`]),
    `${commit}.matches(${text("^[0-9a-f]{40}$")})`,
  ];
  return [...signed(service, event, events), cel(filter.join(" && "))];
}

function cel(filter: string) {
  return { ref: { name: "cel", kind: "ClusterInterceptor" }, params: [{ name: "filter", value: filter }] };
}

/** Another stage starts this one. The tasks of this one read and check the release themselves, so the message is no secret. */
function startFilter(pipeline: string): string {
  return [
    namesPipeline(pipeline),
    // What Kubernetes adds to the name of the first stage's run.
    `body.run.matches(${text("^[a-z0-9]{5}$")})`,
  ].join(" && ");
}

/** Why an older release replaces a newer one, as a message may say it: on one line, and without signs that have a meaning. */
const REASON = "^([A-Za-z0-9][A-Za-z0-9 .,:;/_#@+-]{0,199})?$";

/** The interceptor of runs with an earlier release. An approver starts each of them, so the message is no secret. */
export function redeployInterceptors(service: Service, stage: Stage) {
  const reason = `has(body.reason) && body.reason.matches(${text(REASON)})`;
  return [cel(`${startFilter(redeployName(service, stage))} && ${reason}`)];
}

function namesPipeline(pipeline: string): string {
  return `has(body.stage) && body.stage == ${text(pipeline)}`;
}

/** Whether a message is about this service: the git host names the repository, a program of the cluster the pipeline. */
function sender({ git }: Service, { interceptor, repository }: PushEvent, pipeline: string): string {
  if (interceptor === null) return namesPipeline(pipeline);
  const place = placeOf(git);
  return `${repository} == ${text(`${place?.owner}/${place?.repository}`)}`;
}

function pushFilter({ reach }: Stage, event: PushEvent): string {
  const refs = [
    ...reach.branches.map((pattern) => `refs/heads/${expressionOf(pattern)}`),
    ...reach.tags.map((pattern) => `refs/tags/${expressionOf(pattern)}`),
  ];
  return [
    `body.ref.matches(${text(`^(${refs.join("|")})$`)})`,
    `${event.commit}.matches(${text("^[0-9a-f]{40}$")})`,
  ].join(" && ");
}

/** A pattern of branches or tags as a regular expression, which matches only plain names. */
export function expressionOf(pattern: string): string {
  const plain = "A-Za-z0-9._+@";
  return (pattern.match(/\*\*|./g) ?? [])
    .map((part) => {
      if (part === "**") return `[${plain}/-]*`;
      if (part === "*") return `[${plain}-]*`;
      return /[.+]/.test(part) ? `[${part}]` : part;
    })
    .join("");
}

/** A text of CEL. */
function text(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
