import type { Statuses, StatusHost } from "../../model/platform.ts";

/** The API of a host for commit statuses. Placeholders in the URL: {repository}, {project} (the same, encoded), {commit}. */
interface Host {
  /** Path after the API's base URL. */
  readonly path: string;
  /** The end of the API's base URL. The part before it is the base URL of the host's repositories. */
  readonly base: RegExp;
  readonly header: string;
  /** Text before the token. */
  readonly scheme: string;
  readonly states: Readonly<Record<"started" | "succeeded" | "failed" | "superseded", string>>;
  /** Fields of the JSON body: which of state, context, key, text and url each is. */
  readonly fields: Readonly<Record<string, string>>;
}

const build = { state: "state", key: "key", name: "context", description: "text", url: "url" };
const bitbucketStates = { started: "INPROGRESS", succeeded: "SUCCESSFUL", failed: "FAILED", superseded: "FAILED" };

/** Bitbucket Data Center, which has no state for superseded runs; Bitbucket Cloud has another API. */
const bitbucket: Host = {
  path: "/rest/build-status/1.0/commits/{commit}",
  base: /(\/rest)?\/?$/,
  header: "Authorization",
  scheme: "Bearer ",
  states: bitbucketStates,
  fields: build,
};

const bitbucketCloud: Host = {
  ...bitbucket,
  path: "/repositories/{repository}/commit/{commit}/statuses/build",
  base: /\/2\.0\/?$/,
  states: { ...bitbucketStates, superseded: "STOPPED" },
};

const github: Host = {
  path: "/repos/{repository}/statuses/{commit}",
  base: /(\/api\/v3)?\/?$/,
  header: "Authorization",
  scheme: "Bearer ",
  states: { started: "pending", succeeded: "success", failed: "failure", superseded: "error" },
  fields: { state: "state", context: "context", description: "text", target_url: "url" },
};

const hosts: Readonly<Record<StatusHost, Host>> = {
  github,
  gitea: { ...github, base: /(\/api\/v1)?\/?$/, scheme: "token " },
  gitlab: {
    path: "/projects/{project}/statuses/{commit}",
    base: /(\/api\/v4)?\/?$/,
    header: "PRIVATE-TOKEN",
    scheme: "",
    states: { started: "running", succeeded: "success", failed: "failed", superseded: "canceled" },
    fields: { state: "state", name: "context", description: "text", target_url: "url" },
  },
  bitbucket,
};

/** The settings for commit statuses on the site's host; empty if the site sets none. */
export function statusView(statuses: Statuses | null) {
  if (statuses === null) return {};
  const { api, credentials } = statuses;
  const { path, base, ...host } = hostOf(statuses);
  return {
    url: `${path.startsWith("/rest/") ? api.replace(base, "") : api.replace(/\/$/, "")}${path}`,
    below: `${new URL(api.replace(base, "")).pathname.slice(1)}/`.replace(/^\/$/, ""),
    credentials,
    ...host,
  };
}

function hostOf({ host, api }: Statuses): Host {
  return host === "bitbucket" && bitbucketCloud.base.test(api) ? bitbucketCloud : hosts[host];
}
