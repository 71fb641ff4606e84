import type { Statuses, StatusHost } from "../../model/platform.ts";

/** How a host's API is told of a commit. In the address: {repository}, {project} (the same, encoded), {commit}. */
interface Host {
  /** Below the API's base. */
  readonly path: string;
  /** The end of the API's base: what stands before it is where the host's repositories lie. */
  readonly base: RegExp;
  readonly header: string;
  /** Stands before the token. */
  readonly scheme: string;
  readonly states: Readonly<Record<"started" | "succeeded" | "failed" | "superseded", string>>;
  /** Fields of the JSON body: which of state, context, key, text and url each is. */
  readonly fields: Readonly<Record<string, string>>;
}

const build = { state: "state", key: "key", name: "context", description: "text", url: "url" };
const bitbucketStates = { started: "INPROGRESS", succeeded: "SUCCESSFUL", failed: "FAILED", superseded: "FAILED" };

/** Bitbucket's data centre, which has no word for what was superseded; its cloud has another API. */
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

/** What the library needs to tell the site's host of a commit; nothing where nobody is told. */
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
