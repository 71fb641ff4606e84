import { type HttpSink, type SinkRequest, startHttpSink } from "./http-sink.ts";

/** A commit status that a host accepted. */
export interface CommitStatus {
  /** The key that identifies a status, if the context does not. */
  readonly key?: string;
  readonly commit: string;
  readonly context: string;
  /** `started`, `succeeded` or `failed`, as the host names it. */
  readonly state: string;
  readonly url: string;
  readonly description: string;
}

/** The API that the fake host implements. */
export type StatusApi = "github" | "gitlab" | "gitea" | "bitbucket" | "bitbucket-cloud";

/** The documentation of a request in an API. */
interface Api {
  readonly base: string;
  readonly path: RegExp;
  readonly header: readonly [name: string, value: (token: string) => string];
  readonly states: readonly string[];
  /** Every field of the body, with its meaning and maximum length. */
  readonly fields: Readonly<Record<string, readonly [part: keyof CommitStatus, limit: number]>>;
  readonly created: number;
}

const bearer = ["authorization", (token: string) => `Bearer ${token}`] as const;
const build = {
  key: ["key", 255],
  name: ["context", 255],
  description: ["description", 255],
  url: ["url", 450],
} as const;
const bitbucketStates = ["INPROGRESS", "SUCCESSFUL", "FAILED"];

/** From the hosts' documentation of the requests that set a status of a commit. */
const apis: Readonly<Record<StatusApi, Api>> = {
  github: {
    base: "/api/v3",
    path: /^\/api\/v3\/repos\/shop\/shop\/statuses\/([0-9a-f]{40})$/,
    header: bearer,
    states: ["pending", "success", "failure", "error"],
    fields: {
      state: ["state", 10],
      context: ["context", 255],
      description: ["description", 140],
      target_url: ["url", 450],
    },
    created: 201,
  },
  gitea: {
    base: "/api/v1",
    path: /^\/api\/v1\/repos\/shop\/shop\/statuses\/([0-9a-f]{40})$/,
    header: ["authorization", (token) => `token ${token}`],
    states: ["pending", "success", "error", "failure", "warning"],
    fields: {
      state: ["state", 10],
      context: ["context", 255],
      description: ["description", 255],
      target_url: ["url", 450],
    },
    created: 201,
  },
  gitlab: {
    // Like a host that is installed in a subfolder of another site.
    base: "/below/api/v4",
    path: /^\/below\/api\/v4\/projects\/shop%2Fshop\/statuses\/([0-9a-f]{40})$/,
    header: ["private-token", (token) => token],
    states: ["pending", "running", "success", "failed", "canceled", "skipped"],
    fields: {
      state: ["state", 10],
      name: ["context", 255],
      description: ["description", 255],
      target_url: ["url", 255],
    },
    created: 201,
  },
  bitbucket: {
    base: "",
    path: /^\/rest\/build-status\/1\.0\/commits\/([0-9a-f]{40})$/,
    header: bearer,
    states: bitbucketStates,
    fields: { state: ["state", 10], ...build },
    created: 204,
  },
  "bitbucket-cloud": {
    base: "/2.0",
    path: /^\/2\.0\/repositories\/shop\/shop\/commit\/([0-9a-f]{40})\/statuses\/build$/,
    header: bearer,
    states: [...bitbucketStates, "STOPPED"],
    fields: { state: ["state", 10], ...build, key: ["key", 40] },
    created: 201,
  },
};

/**
 * A fake repository host. It accepts only the documented request for a commit status of `shop/shop`, checks each field,
 * and records rejected requests.
 */
export class StatusHost {
  readonly statuses: CommitStatus[] = [];
  readonly refused: string[] = [];

  private constructor(
    private readonly sink: HttpSink,
    private readonly api: Api,
    private readonly token: string,
  ) {
    sink.answer((request) => this.take(request));
  }

  static async start(api: StatusApi, token: string): Promise<StatusHost> {
    return new StatusHost(await startHttpSink(), apis[api], token);
  }

  /** The value for `api` in the site spec. */
  get url(): string {
    return this.sink.url + this.api.base;
  }

  stop(): Promise<void> {
    return this.sink.stop();
  }

  private take(request: SinkRequest): { status: number; body: string } {
    const objection = this.objectionTo(request);
    if (objection !== null) {
      this.refused.push(`${request.method} ${request.path}: ${objection}`);
      return { status: objection === "unauthorized" ? 401 : 400, body: JSON.stringify({ message: objection }) };
    }
    const body = request.json as Record<string, string>;
    const [, commit = ""] = this.api.path.exec(request.path) ?? [];
    const parts = Object.entries(this.api.fields).map(([field, [part]]) => [part, body[field]]);
    this.statuses.push({ commit, ...Object.fromEntries(parts) } as CommitStatus);
    return { status: this.api.created, body: this.api.created === 204 ? "" : "{}" };
  }

  private objectionTo({ method, path, headers, json }: SinkRequest): string | null {
    const { fields, states } = this.api;
    const [header, value] = this.api.header;
    if (method !== "POST" || !this.api.path.test(path)) return "no such address";
    if (headers[header] !== value(this.token)) return "unauthorized";
    if (!/^application\/json(;|$)/.test(String(headers["content-type"]))) return "content type";
    if (typeof json !== "object" || json === null) return "no JSON";
    const body = json as Record<string, unknown>;
    const unknown = Object.keys(body).filter((name) => !(name in fields));
    if (unknown.length > 0) return `unknown ${unknown.join()}`;
    for (const [name, [part, limit]] of Object.entries(fields)) {
      const text = body[name];
      if (typeof text !== "string" || text === "" || text.length > limit) return `${name} is ${JSON.stringify(text)}`;
      if (part === "state" && !states.includes(text)) return `${name} is ${text}`;
      if (part === "url" && !/^https?:\/\/\S+$/.test(text)) return `${name} is ${text}`;
    }
    return null;
  }
}
