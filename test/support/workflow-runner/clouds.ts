import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A request to a service of a cloud provider. */
export interface CloudRequest {
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** GitHub's token service and the services of three clouds, on this machine. */
export interface Clouds {
  readonly requests: CloudRequest[];
  /** What a runner sets in a job with `id-token: write`. */
  readonly idToken: { readonly url: string; readonly token: string };
  /** The variables with which Node.js sends the requests for these services here. */
  readonly machine: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const TOKEN = "token-for-requests";
/** The password that each login gets; the base of a login for pulling has another one. */
export const passwords = { push: "short-lived-password", pull: "password-that-only-pulls" } as const;

/** Starts the services. They refuse what the real ones refuse: another audience, and a request without the token before it. */
export async function startClouds(): Promise<Clouds> {
  const requests: CloudRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const [, host = "", path = ""] = /^\/([^/]+)(\/.*)$/.exec(request.url ?? "") ?? [];
    const asked = { host, path, headers: request.headers, body };
    requests.push(asked);
    const answer = answerTo(asked);
    response.writeHead(answer === null ? 403 : 200);
    response.end(answer ?? JSON.stringify({ error: { message: "not trusted" } }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const redirect = `const real = globalThis.fetch;
globalThis.fetch = (url, options) => {
  const { protocol, host, pathname, search } = new URL(url);
  return real(protocol === "https:" ? "${here}/" + host + pathname + search : url, options);
};`;
  return {
    requests,
    idToken: { url: "https://token.example/id?api-version=2", token: TOKEN },
    machine: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(redirect)}` },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answerTo({ host, path, headers, body }: CloudRequest): string | null {
  if (host === "token.example") {
    const audience = new URL(path, "https://x").searchParams.get("audience");
    return headers.authorization === `bearer ${TOKEN}` ? JSON.stringify({ value: `jwt for ${audience}` }) : null;
  }
  const form = new URLSearchParams(body);
  switch (`${host}${path}`) {
    case "sts.eu-central-1.amazonaws.com/": {
      if (form.get("WebIdentityToken") !== "jwt for sts.amazonaws.com") return null;
      const session = form.has("PolicyArns.member.1.arn") ? "pull" : "push";
      return `<a><AccessKeyId>AKID</AccessKeyId><SecretAccessKey>KEY</SecretAccessKey><SessionToken>${session}</SessionToken></a>`;
    }
    case "api.ecr.eu-central-1.amazonaws.com/": {
      const session = headers["x-amz-security-token"];
      if (session !== "pull" && session !== "push") return null;
      const login = Buffer.from(`AWS:${passwords[session]}`).toString("base64");
      return JSON.stringify({ authorizationData: [{ authorizationToken: login }] });
    }
    case "sts.googleapis.com/v1/token": {
      const { audience, subjectToken } = JSON.parse(body);
      return subjectToken === `jwt for https:${audience}` ? JSON.stringify({ access_token: "federated" }) : null;
    }
    case "iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/images%40acme.iam.gserviceaccount.com:generateAccessToken":
      return headers.authorization === "Bearer federated" ? JSON.stringify({ accessToken: passwords.push }) : null;
    case "login.microsoftonline.com/66666666-7777-8888-9999-000000000000/oauth2/v2.0/token": {
      const trusted = form.get("client_assertion") === "jwt for api://AzureADTokenExchange";
      return trusted ? JSON.stringify({ access_token: "entra" }) : null;
    }
    case "acme.azurecr.io/oauth2/exchange":
      return form.get("access_token") === "entra" && form.get("service") === "acme.azurecr.io"
        ? JSON.stringify({ refresh_token: passwords.push })
        : null;
    default:
      return null;
  }
}
