import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compile } from "../../../generator/compile.ts";
import type { TargetName } from "../../../generator/model/model.ts";
import { type Clouds, passwords, startClouds } from "../../support/workflow-runner/clouds.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton, ingress } from "./accepted-spec.ts";

const programs = join(import.meta.dirname, "../../../vars-templates/github-actions/actions/lib");
const home = mkdtempSync(join(tmpdir(), "stagewright-oidc-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const provider = "projects/1/locations/global/workloadIdentityPools/github/providers/acme";
const logins = {
  aws: {
    host: "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    aws: { role: "arn:aws:iam::123456789012:role/push" },
  },
  google: {
    host: "europe-docker.pkg.dev",
    google: { workloadIdentityProvider: provider, serviceAccount: "images@acme.iam.gserviceaccount.com" },
  },
  azure: {
    host: "acme.azurecr.io",
    azure: { clientId: "11111111-2222-3333-4444-555555555555", tenantId: "66666666-7777-8888-9999-000000000000" },
  },
} as const;
const users = { aws: "AWS", google: "oauth2accesstoken", azure: "00000000-0000-0000-0000-000000000000" } as const;

describe("a step with a login by OIDC", () => {
  let clouds: Clouds;
  beforeAll(async () => {
    clouds = await startClouds();
    cpSync(programs, join(home, "lib"), { recursive: true });
    mkdirSync(join(home, "scripts"));
    writeFileSync(join(home, "scripts/login.sh"), "env | sed 's/^/script: /'\n");
    mkdirSync(join(home, "temp/stagewright"), { recursive: true });
  });
  afterAll(() => clouds?.stop());

  const run = async (oidc: readonly object[], idToken: Clouds["idToken"] | null = clouds.idToken) => {
    clouds.requests.length = 0;
    const phases = { login: { label: "Log in", script: "login.sh", oidc } };
    const stage = { settings: { kind: "image", stage: "image", phases, builds: [] }, record: {}, variables: {} };
    writeFileSync(join(home, "temp/stagewright/stage.json"), JSON.stringify(stage));
    const child = spawn(process.execPath, [join(home, "lib/run.mjs")], {
      env: {
        ...{ PATH: process.env.PATH, STAGEWRIGHT_INPUT: "login", RUNNER_TEMP: join(home, "temp") },
        ...{ GITHUB_WORKSPACE: home, GITHUB_REPOSITORY: "acme/shop", GITHUB_SERVER_URL: "https://github.com" },
        ...{ GITHUB_WORKFLOW_REF: "acme/shop/.github/workflows/shop.yml@x", GITHUB_RUN_ID: "77" },
        ...{ GITHUB_RUN_NUMBER: "7", GITHUB_REF: "refs/heads/main", ...clouds.machine },
        ...(idToken && {
          ACTIONS_ID_TOKEN_REQUEST_URL: idToken.url,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: idToken.token,
        }),
      },
    });
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (log += data.toString()));
    const code = await new Promise((resolve) => child.once("close", resolve));
    return { code, log };
  };
  const push = { user: "REGISTRY_USER", password: "REGISTRY_PASSWORD", pulls: false };

  it.each(Object.keys(users) as (keyof typeof users)[])(
    "exchanges a token of the run for a login of %s",
    async (name) => {
      const { code, log } = await run([{ ...push, ...logins[name] }]);
      expect(code, log).toBe(0);
      expect(log).toContain(`script: REGISTRY_USER=${users[name]}\n`);
      expect(log).toContain(`script: REGISTRY_PASSWORD=${passwords.push}\n`);
      // GitHub removes the password from all logs after this line.
      expect(log.indexOf(`::add-mask::${passwords.push}\n`)).toBeLessThan(log.indexOf("script: "));
      expect(log).toContain("::add-mask::");
    },
  );

  it("gives the script no token with which it could log in elsewhere", async () => {
    const { code, log } = await run([{ ...push, ...logins.aws }]);
    expect(code, log).toBe(0);
    expect(log).toContain(`script: REGISTRY_PASSWORD=${passwords.push}\n`);
    expect(log).not.toMatch(/script: ACTIONS_/);
    expect(log).not.toContain(clouds.idToken.token);
    expect(log).not.toContain("jwt for");
  });

  it("limits a login for base images of Amazon to pulling", async () => {
    const base = { user: "BASE_USER", password: "BASE_PASSWORD", pulls: true };
    const { log } = await run([
      { ...push, ...logins.aws },
      { ...base, ...logins.aws },
    ]);
    expect(log).toContain(`script: BASE_PASSWORD=${passwords.pull}\n`);
    expect(log).toContain(`script: REGISTRY_PASSWORD=${passwords.push}\n`);
  });

  it("fails with the reason of the provider, without the script", async () => {
    const google = { ...logins.google.google, serviceAccount: "others@acme.iam.gserviceaccount.com" };
    const { code, log } = await run([{ ...push, ...logins.google, google }]);
    expect(code).toBe(1);
    expect(log).toBe(
      "::error::iamcredentials.googleapis.com refuses the service account others@acme.iam.gserviceaccount.com: 403 not trusted. See github-actions/settings.md for what it must trust.\n",
    );
  });

  it("fails in a job without the permission", async () => {
    const { code, log } = await run([{ ...push, ...logins.azure }], null);
    expect(code).toBe(1);
    expect(log).toContain("::error::GitHub gives this job no OIDC token.");
    expect(clouds.requests).toEqual([]);
  });

  it("signs requests as Amazon's own example does", async () => {
    const { signed } = await import(pathToFileURL(join(programs, "aws.mjs")).href);
    const { headers } = signed({
      ...{ url: "https://example.amazonaws.com/", headers: {}, body: "", service: "service", region: "us-east-1" },
      ...{ id: "AKIDEXAMPLE", key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session: "" },
      time: new Date("2015-08-30T12:36:00Z"),
    });
    expect(headers.authorization).toBe(
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    );
  });
});

const registry = "harbor: { host: harbor.acme.internal, credentials: { pull: harbor-pull, push: harbor-push } }";
const ecr = (more = "") =>
  `harbor: { host: ${logins.aws.host}, githubOidc: { aws: { role: '${logins.aws.aws.role}' } }${more} }\n  base: { host: harbor.acme.internal }`;
type Change = readonly (readonly [string, string])[];

/** The clouds trust the tokens of github.com. */
const onGithub: Readonly<Record<"platform" | "service", readonly [from: string, to: string]>> = {
  platform: ["https://git.acme.internal/ci/pipelines.git", "https://github.com/acme/pipelines.git"],
  service: ["https://git.acme.internal/shop/shop.git", "https://github.com/acme/shop.git"],
};

function compiledFor(target: TargetName, platform: Change, service: Change = [], server = onGithub) {
  const cluster = target === "tekton" ? [...forTekton, ingress] : target === "jenkins-x" ? forTekton : [];
  const spec = {
    platform: [...accepted, ...cluster, server.platform, ...platform],
    service: [...acceptedService, server.service, ...service],
  };
  return compile({ ...inputOf(spec), target });
}

describe("a registry with a login by OIDC", () => {
  const { files } = compiledFor("github-actions", [[registry, ecr()]]);
  const texts = new Map(files?.map(({ path, content }) => [path, content]));
  interface Job {
    readonly permissions: Readonly<Record<string, string>>;
    readonly environment?: string;
    readonly steps: readonly { name: string; env?: object; with?: { settings?: string } }[];
  }
  const jobsOf = (stage: string) => {
    const [, text = ""] = [...texts].find(([path]) => path.endsWith(`.shop.${stage}.yml`)) ?? [];
    return (parse(text) as { jobs: Readonly<Record<string, Job>> }).jobs;
  };

  it("needs no secret: only the jobs of the image and of the attestation get a token", () => {
    const withToken = ["build", "image", "dev", "prod"].flatMap((stage) =>
      Object.entries(jobsOf(stage)).flatMap(([id, { permissions }]) =>
        permissions["id-token"] === "write" ? [`${stage}/${id}`] : [],
      ),
    );
    expect(withToken).toEqual(["build/seal", "image/work", "image/seal", "dev/seal", "prod/seal"]);
    expect(texts.get("github-actions/settings.md")).not.toContain("HARBOR");
    expect(texts.get("applications/shop/.github/workflows/shop.yml")).not.toMatch(/image:(?:\n {4}.*)*secrets:/);
  });

  it("gives the login only to the steps that log in, and the job the environment that the provider trusts", () => {
    const { work } = jobsOf("image");
    expect(work?.environment).toBe("image");
    const begin = work?.steps.find(({ name }) => name === "Prepare the stage");
    const { phases, variables } = JSON.parse(begin?.with?.settings ?? "{}");
    const withLogin = Object.entries(phases as Record<string, { oidc?: object }>).filter(([, { oidc }]) => oidc);
    expect(withLogin.map(([id]) => id)).toEqual(["login", "push"]);
    expect(phases.login.oidc).toEqual([
      { ...logins.aws, user: "REGISTRY_USER", password: "REGISTRY_PASSWORD", pulls: false },
    ]);
    expect(variables.REGISTRY_CREDENTIAL).toBe(logins.aws.aws.role);
    expect(work?.steps.filter(({ env }) => JSON.stringify(env ?? {}).includes("secrets."))).toEqual([]);
  });

  it("lists what the provider must trust", () => {
    const page = texts.get("github-actions/settings.md");
    expect(page).toContain("`repo:acme/shop:environment:image`");
    expect(page).toContain("`acme/pipelines/.github/workflows/platform.shop.image.yml@refs/heads/main`");
    expect(page).toContain("`sts.amazonaws.com`");
  });

  it("lists the repositories that must exist in Amazon ECR, and the permissions of the role", () => {
    const page = texts.get("github-actions/settings.md");
    expect(page).toContain(`create on push*):\n\n- \`${logins.aws.host}/shop/shop\`\n`);
    expect(page).toContain("`ecr:GetAuthorizationToken`");
    expect(page).toContain("`ecr:PutImage`");
    const others = compiledFor("github-actions", []).files?.find(({ path }) => path === "github-actions/settings.md");
    expect(others?.content).not.toContain("ECR");
  });

  const findingsOf = (target: TargetName, platform: Change, service: Change = [], server = onGithub) =>
    compiledFor(target, platform, service, server)
      .diagnostics.map(({ code, message }) => `${code} ${message}`)
      .filter((it) => it.includes("registry") || it.includes("token"));

  it.each(["jenkins", "tekton", "jenkins-x"] as const)("needs credentials on %s", (target) => {
    expect(findingsOf(target, [[registry, ecr()]])).toEqual([
      expect.stringMatching(
        /^SW378 (?:Jenkins|Tekton) cannot give this: only GitHub gives a run the token with which it logs in to the registry harbor$/,
      ),
    ]);
    expect(findingsOf(target, [[registry, ecr(", credentials: { push: harbor-push }")]])).toEqual([]);
  });

  it.each(Object.values(logins))("of a cloud without a login is reported: $host", ({ host }) => {
    const none = (more = ""): Change => [
      [registry, `harbor: { host: ${host}${more} }\n  base: { host: harbor.acme.internal }`],
    ];
    expect(findingsOf("github-actions", none())).toEqual([
      `SW379 on GitHub Actions, each push to ${host} fails, because the registry harbor has no login, unless your runners have one`,
    ]);
    expect(findingsOf("github-actions", none(", credentials: { push: harbor-push }"))).toEqual([]);
    // An agent in the cloud can have a role.
    expect(findingsOf("jenkins", none())).toEqual([]);
  });

  it("does not use the credentials of the other products", () => {
    const both: Change = [[registry, ecr(", credentials: { push: harbor-push }")]];
    expect(findingsOf("github-actions", both)).toEqual([
      "SW379 on GitHub Actions, runs log in to the registry harbor by OIDC, so its credentials have no effect",
    ]);
  });

  it("is refused for a repository that is not on github.com, where its name can belong to others", () => {
    const own = {
      platform: ["  network:", "  git: { host: github }\n  network:"],
      service: ["stages:", "stages:"],
    } as const;
    expect(findingsOf("github-actions", [[registry, ecr()]], [], own)).toEqual([
      "SW378 GitHub Actions cannot give this: the providers trust tokens of github.com, where shop/shop can belong to others; git.acme.internal issues its own tokens",
    ]);
    expect(findingsOf("github-actions", [], [], own)).toEqual([]);
  });

  const isolatedBy = (isolation: string): Change => [
    ["label: linux-build }", `label: linux-build }, isolation: ${isolation}`],
  ];

  it("is refused for a Dockerfile that its engine does not isolate from the runner", () => {
    expect(findingsOf("github-actions", [[registry, ecr()], ...isolatedBy("chroot")])).toEqual([
      expect.stringMatching(
        /^SW378 GitHub Actions cannot give this: the Dockerfile of image is code of the application, and could get any token of the run, also for other clouds: with buildah's chroot isolation, /,
      ),
    ]);
    expect(findingsOf("github-actions", isolatedBy("chroot"))).toEqual([]);
  });

  it.each(["oci", "rootless"])("is possible with buildah's isolation %s", (isolation) => {
    expect(findingsOf("github-actions", [[registry, ecr()], ...isolatedBy(isolation)])).toEqual([]);
  });

  it("is refused for a command, which could ask for the token itself", () => {
    const service: Change = [
      ["engine: buildah", "engine: none\n    command: make image\n    digestFrom: digest"],
      [`    base: { image: 'harbor.acme.internal/base/jre:17@sha256:${"0".repeat(64)}', argument: BASE }\n`, ""],
    ];
    const engine: Change = [["engines:\n", "engines:\n  none: { agent: { label: linux-build } }\n"]];
    expect(findingsOf("github-actions", [[registry, ecr()], ...engine], service)).toEqual([
      "SW378 GitHub Actions cannot give this: the command of image is code of the application, and could get any token of the run, also for other clouds",
    ]);
  });
});
