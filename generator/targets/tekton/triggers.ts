import { gitHostOf, placeOf } from "../../model/git-host.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { StatusHost } from "../../model/site.ts";
import { pipelineName, webhookSecret } from "./names.ts";

/** How a git host announces a push: the interceptor that compares its signature, and the fields of the message. */
interface PushEvent {
  readonly interceptor: string;
  readonly events: readonly string[];
  readonly repository: string;
  readonly commit: string;
}

const github: PushEvent = {
  interceptor: "github",
  events: ["push"],
  repository: "body.repository.full_name",
  // A tag can be an object of its own; this is its commit.
  commit: "body.head_commit.id",
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
  },
  bitbucket: null,
};

/** The push event of the host of a repository; null if there is none. */
export function pushEventOf({ site }: Model, git: string): PushEvent | null {
  const host = gitHostOf(git, site.git.host ?? site.statuses?.host ?? null);
  return host === null ? null : pushEvents[host];
}

/** The fields of the message that become parameters of the run. */
export function fieldsOf(model: Model, service: Service, stage: Stage): Readonly<Record<string, string>> {
  if (stage.kind !== "source") return { source: "body.source", build: "body.build" };
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
    {
      ref: { name: event.interceptor, kind: "ClusterInterceptor" },
      params: [
        { name: "secretRef", value: { secretName: webhookSecret(service), secretKey: "secret" } },
        { name: "eventTypes", value: event.events },
      ],
    },
    cel(pushFilter(service, stage, event)),
  ];
}

function cel(filter: string) {
  return { ref: { name: "cel", kind: "ClusterInterceptor" }, params: [{ name: "filter", value: filter }] };
}

/** Another stage starts this one. The tasks of this one read and check the release themselves, so the message is no secret. */
function startFilter(pipeline: string): string {
  return [
    `has(body.stage) && body.stage == ${text(pipeline)}`,
    `body.build.matches(${text("^[1-9][0-9]{0,8}$")})`,
    `body.source.matches(${text("^[a-z0-9-]{1,63}$")})`,
  ].join(" && ");
}

function pushFilter({ git }: Service, { reach }: Stage, { repository, commit }: PushEvent): string {
  const place = placeOf(git);
  const refs = [
    ...reach.branches.map((pattern) => `refs/heads/${expressionOf(pattern)}`),
    ...reach.tags.map((pattern) => `refs/tags/${expressionOf(pattern)}`),
  ];
  return [
    `${repository} == ${text(`${place?.owner}/${place?.repository}`)}`,
    `body.ref.matches(${text(`^(${refs.join("|")})$`)})`,
    `${commit}.matches(${text("^[0-9a-f]{40}$")})`,
  ].join(" && ");
}

/** A pattern of branches or tags as a regular expression, which matches only plain names. */
function expressionOf(pattern: string): string {
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
