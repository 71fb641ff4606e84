// Logs in at the registry of a cloud provider without a stored password: exchanges a token of this run for a short-lived login.
import { signed } from "./aws.mjs";
import { fail } from "./context.mjs";

/** The user and the password of a registry. They exist only in this step. */
export async function loginAt({ host, pulls, aws, google, azure }) {
  if (aws !== undefined) return ofAmazon(host, aws.role, pulls);
  if (google !== undefined) return ofGoogle(google);
  return ofAzure(host, azure);
}

/** A role of Amazon, which needs no right but those for the registry. A login for pulling cannot push, whatever the role may do. */
async function ofAmazon(host, role, pulls) {
  const [, region, domain] = /\.dkr\.ecr\.([a-z0-9-]+)\.(amazonaws\.com(?:\.cn)?)$/.exec(host);
  const partition = role.split(":")[1];
  const answer = await textOf(`the role ${role}`, `https://sts.${region}.${domain}/`, {
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: role,
    RoleSessionName: `stagewright-${process.env.GITHUB_RUN_ID}`,
    DurationSeconds: "3600",
    WebIdentityToken: await tokenFor("sts.amazonaws.com"),
    ...(pulls ? { "PolicyArns.member.1.arn": `arn:${partition}:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly` } : {}),
  });
  const [id, key, session] = ["AccessKeyId", "SecretAccessKey", "SessionToken"].map((name) =>
    required(new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)?.[1], `the role ${role}`),
  );
  const url = `https://api.ecr.${region}.${domain}/`;
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken" };
  const request = signed({ url, headers, body: "{}", service: "ecr", region, id, key, session, time: new Date() });
  const { authorizationData } = await jsonOf(`a login at ${host}`, url, request);
  const login = Buffer.from(required(authorizationData?.[0]?.authorizationToken, `a login at ${host}`), "base64").toString();
  return pair(login.slice(0, login.indexOf(":")), login.slice(login.indexOf(":") + 1));
}

async function ofGoogle({ workloadIdentityProvider: provider, serviceAccount }) {
  const scope = "https://www.googleapis.com/auth/cloud-platform";
  const federated = await jsonOf(`the provider ${provider}`, "https://sts.googleapis.com/v1/token", {
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      audience: `//iam.googleapis.com/${provider}`,
      grantType: "urn:ietf:params:oauth:grant-type:token-exchange",
      requestedTokenType: "urn:ietf:params:oauth:token-type:access_token",
      scope,
      subjectTokenType: "urn:ietf:params:oauth:token-type:jwt",
      subjectToken: await tokenFor(`https://iam.googleapis.com/${provider}`),
    }),
  });
  const what = `the service account ${serviceAccount}`;
  const account = encodeURIComponent(serviceAccount);
  const url = `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${account}:generateAccessToken`;
  const { accessToken } = await jsonOf(what, url, {
    headers: { "content-type": "application/json", authorization: `Bearer ${required(federated.access_token, what)}` },
    body: JSON.stringify({ scope: [scope], lifetime: "3600s" }),
  });
  return pair("oauth2accesstoken", required(accessToken, what));
}

async function ofAzure(host, { clientId, tenantId }) {
  const what = `the application ${clientId}`;
  const entra = await textOf(what, `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`, {
    client_id: clientId,
    grant_type: "client_credentials",
    scope: "https://containerregistry.azure.net/.default",
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: await tokenFor("api://AzureADTokenExchange"),
  });
  const token = required(parsed(entra).access_token, what);
  const form = { grant_type: "access_token", service: host, tenant: tenantId, access_token: token };
  const answer = await textOf(`a login at ${host}`, `https://${host}/oauth2/exchange`, form);
  return pair("00000000-0000-0000-0000-000000000000", required(parsed(answer).refresh_token, `a login at ${host}`));
}

/** A token of GitHub that names this workflow, its environment and its repository. Only the service in `audience` accepts it. */
async function tokenFor(audience) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = process.env;
  if (!address || !token) fail("GitHub gives this job no OIDC token. The workflow of the application must grant id-token: write; copy it again.");
  const url = new URL(address);
  url.searchParams.set("audience", audience);
  const { value } = parsed(await ask("an OIDC token of GitHub", url, { headers: { authorization: `bearer ${token}` } }));
  return required(value, "an OIDC token of GitHub");
}

/** Sends a form. */
function textOf(what, url, form) {
  return ask(what, url, { method: "POST", body: new URLSearchParams(form), headers: { accept: "application/json, text/xml" } });
}

async function jsonOf(what, url, { headers, body }) {
  return parsed(await ask(what, url, { method: "POST", headers, body }));
}

/** The text of a successful answer. A redirect could send a token to another host, so it is an error. */
async function ask(what, url, request) {
  let answer;
  try {
    answer = await fetch(url, { ...request, redirect: "error", signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    return fail(`${new URL(url).host} does not answer a request for ${what}: ${error.cause?.message ?? error.message}`);
  }
  const text = await answer.text();
  if (answer.ok) return text;
  return fail(`${new URL(url).host} refuses ${what}: ${answer.status} ${reasonIn(text)}. See github-actions/settings.md for what it must trust.`);
}

/** The reason in an answer, as one line. */
function reasonIn(text) {
  const { error, error_description: description, message, __type: type } = parsed(text);
  const found = description ?? error?.message ?? message ?? type ?? error ?? /<Message>([^<]+)</.exec(text)?.[1] ?? "";
  return String(found).replace(/\s+/g, " ").slice(0, 300);
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function required(value, what) {
  if (typeof value === "string" && value !== "") return value;
  return fail(`The answer to a request for ${what} contains no login.`);
}

/** GitHub replaces the password by stars in all logs of the job. */
function pair(user, password) {
  if (/[\r\n]/.test(password)) fail("The password of the registry has more than one line.");
  process.stdout.write(`::add-mask::${password}\n`);
  return { user, password };
}
