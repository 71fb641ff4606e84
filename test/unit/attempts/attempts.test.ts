import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/generated-files.ts";
import { Configuration } from "../../support/jenkins-rules/configuration.ts";
import {
  anothersApproval,
  approvedInThisRun,
  copyArtifactPermission,
  credentialInFolder,
  declaredParameter,
  forkIsTrusted,
  inputSubmitter,
  permission,
  readParameter,
  recordOfService,
  restartFromStage,
  review,
  type Stop,
  startedAsSystem,
  startedByPerson,
  upstreamIsOpen,
} from "../../support/jenkins-rules/rules.ts";

const jobs = { own: "jenkins/jobs/shop/shop.groovy", prod: "jenkins/jobs/release/shop.groovy" };
const jobHashes = ".stagewright/manifest/jobs.json";
const dev = "jenkinsfiles/shop/shop/dev.Jenkinsfile";
const prod = "jenkinsfiles/release/shop/prod.Jenkinsfile";
const own = "['Job/Build', 'Job/Cancel', 'Job/Read', 'Job/Workspace']";
const reader = "name('shop')\n                    permissions(['Job/Read'])";
const asOwner = `name('shop')\n                    permissions(${own})`;
const parameters = "    parameters {\n        stringParam('UPSTREAM_BUILD'";
const openParameter = (name: string) => parameters.replace("{\n", `{\n        stringParam('${name}', '', '')\n`);

type Edit = readonly [path: string, from: string, to: string];

interface Attempt {
  readonly name: string;
  /** The rules that are checked, in order; the first that applies stops the attempt. */
  readonly rules: (configuration: Configuration) => readonly Stop[];
  readonly stoppedBy: string;
  /** Whether prod requires an approval. */
  readonly requiresApproval?: true;
  /** A change of the configuration with which the attempt succeeds. */
  readonly mutation: readonly Edit[];
}

/** Team shop can read, build and cancel in its folder, read other folders, and change its own Jenkinsfiles. */
const attempts: readonly Attempt[] = [
  {
    name: "hands its deploy job a record of its own making",
    rules: (it) => [
      permission(it, "shop", "Job/Build", "/shop/shop-dev"),
      declaredParameter(it, "/shop/shop-dev", "RECORD"),
      readParameter(it, "/shop/shop-dev", "RECORD"),
    ],
    stoppedBy: "core, SECURITY-170: an undeclared parameter is dropped",
    mutation: [
      [jobs.own, parameters, openParameter("RECORD")],
      [dev, "service: 'shop'", "service: 'shop', record: params.RECORD"],
    ],
  },
  {
    name: "restarts prod's job from its stage",
    rules: (it) => [restartFromStage(it, "shop", "/release/shop-prod"), startedByPerson(it, "prod", "person")],
    stoppedBy: "matrix-auth: Job/Build on /release",
    mutation: [[jobs.prod, reader, asOwner]],
  },
  {
    name: "replays its own deploy job with another script",
    rules: (it) => [permission(it, "shop", "Run/Replay", "/shop/shop-dev")],
    stoppedBy: "matrix-auth: Run/Replay on /shop",
    mutation: [[jobs.own, own, own.replace("[", "['Job/Configure', ")]],
  },
  {
    name: "configures its own job by hand",
    rules: (it) => [permission(it, "shop", "Job/Configure", "/shop/shop-dev")],
    stoppedBy: "matrix-auth: Job/Configure on /shop",
    mutation: [[jobs.own, "nonInheriting()", "inheriting()"]],
  },
  {
    name: "starts prod by its button",
    rules: (it) => [permission(it, "shop", "Job/Build", "/release/shop-prod"), startedByPerson(it, "prod", "person")],
    stoppedBy: "matrix-auth: Job/Build on /release",
    mutation: [[jobs.prod, reader, asOwner]],
  },
  {
    name: "starts prod from its own Jenkinsfile, without the release team",
    rules: (it) => [review(it, "@acme/shop", dev), startedAsSystem(), startedByPerson(it, "prod", "job")],
    stoppedBy: "deployRelease: a person starts a protected environment's job",
    mutation: [
      ["library/vars/deployRelease.groovy", "if (target['protected'] &&", "if (false && target['protected'] &&"],
    ],
  },
  {
    name: "binds prod's credential in its own Jenkinsfile",
    rules: (it) => [review(it, "@acme/shop", dev), credentialInFolder(it, "gitops-prod", "/shop/shop-dev")],
    stoppedBy: "credentials: a folder's are for its own jobs",
    mutation: [["jenkins/credentials.md", "| `/release` | `gitops-prod` |", "| `/` | `gitops-prod` |"]],
  },
  {
    name: "copies another service's artifacts",
    rules: (it) => [
      review(it, "@acme/shop", dev),
      copyArtifactPermission(it, "/catalog/catalog-build", "/shop/shop-dev"),
    ],
    stoppedBy: "copyartifact: the producer lists who may copy",
    mutation: [
      [
        "jenkins/jobs/catalog/catalog.groovy",
        "projectNames('/platform/catalog-image,/catalog/catalog-dev,/release/catalog-prod')",
        "projectNames('/platform/catalog-image,/catalog/catalog-dev,/release/catalog-prod,/shop/shop-dev')",
      ],
    ],
  },
  {
    name: "adds a job definition, with its hash in the manifest",
    rules: (it) => [review(it, "@acme/shop", jobs.own), review(it, "@acme/shop", jobHashes)],
    stoppedBy: "CODEOWNERS: another team's review is required",
    mutation: [["CODEOWNERS", "@acme/platform\n", "@acme/platform @acme/shop\n"]],
  },
  {
    name: "changes prod's Jenkinsfile",
    rules: (it) => [review(it, "@acme/shop", prod)],
    stoppedBy: "CODEOWNERS: another team's review is required",
    // A catch-all rule after the others overrides them.
    mutation: [["CODEOWNERS", "/services/catalog.yaml", "* @acme/shop\n/services/catalog.yaml"]],
  },
  {
    name: "changes the library that all folders run",
    rules: (it) => [review(it, "@acme/shop", "library/vars/deployRelease.groovy")],
    stoppedBy: "CODEOWNERS: another team's review is required",
    mutation: [["CODEOWNERS", "@acme/platform\n", "@acme/platform @acme/shop\n"]],
  },
  {
    name: "types the number of another service's build",
    rules: (it) => [
      permission(it, "shop", "Job/Build", "/shop/shop-dev"),
      upstreamIsOpen(it, "/shop/shop-dev"),
      declaredParameter(it, "/shop/shop-dev", "UPSTREAM_JOB"),
      copyArtifactPermission(it, "/platform/catalog-image", "/shop/shop-dev"),
      recordOfService(it, "catalog", "shop"),
    ],
    stoppedBy: "Jenkinsfile: the upstream job is a constant",
    mutation: [
      [dev, "upstream: '/platform/shop-image'", "upstream: params.UPSTREAM_JOB"],
      [jobs.own, parameters, openParameter("UPSTREAM_JOB")],
      [
        "jenkins/jobs/platform/catalog.groovy",
        "projectNames('/catalog/catalog-dev,/release/catalog-prod')",
        "projectNames('/catalog/catalog-dev,/release/catalog-prod,/shop/shop-dev')",
      ],
      ["library/src/com/acme/ci/RecordReader.groovy", "!= given.service) {", "== null) {"],
    ],
  },
  {
    name: "answers prod's approval after it started the job from its own Jenkinsfile",
    requiresApproval: true,
    rules: (it) => [review(it, "@acme/shop", dev), startedAsSystem(), inputSubmitter(it, "/release/shop-prod", "shop")],
    stoppedBy: "pipeline-input-step: submitter",
    mutation: [[prod, "by: ['release-managers']", "by: ['release-managers', 'shop']"]],
  },
  {
    name: "has a release manager of its own approve his own change",
    requiresApproval: true,
    rules: (it) => [
      startedAsSystem(),
      inputSubmitter(it, "/release/shop-prod", "release-managers"),
      anothersApproval(it, "/release/shop-prod"),
    ],
    stoppedBy: "approveStage: its author does not approve it",
    mutation: [[prod, "notAuthor: true,", "notAuthor: false,"]],
  },
  {
    name: "has the release team restart prod after its approval",
    requiresApproval: true,
    rules: (it) => [restartFromStage(it, "release", "/release/shop-prod"), approvedInThisRun(it, "/release/shop-prod")],
    stoppedBy: "pipeline-model-definition: disableRestartFromStage",
    mutation: [
      [prod, "disableRestartFromStage()", ""],
      ["library/src/com/acme/ci/Approval.groovy", "given.guarded && !approved", "false"],
    ],
  },
  {
    name: "has prod restarted after its approval, where restarts are allowed",
    requiresApproval: true,
    rules: (it) => [approvedInThisRun(it, "/release/shop-prod")],
    stoppedBy: "Approval: the stage was not approved in this run",
    mutation: [[prod, "guarded: true,", "guarded: false,"]],
  },
  {
    name: "proposes a Jenkinsfile that binds credentials, from a fork",
    rules: (it) => [forkIsTrusted(it, "/shop/shop-build")],
    stoppedBy: "branch source: a fork's Jenkinsfile is not trusted",
    mutation: [[jobs.own, "gitLabTrustNobody()", "gitLabTrustEveryone()"]],
  },
];

const plain = generated({}, "");
const withApproval = generated({}, "", (text) =>
  text.replace("environment: prod }", "environment: prod, approval: { by: [release-managers], notAuthor: true } }"),
);
const branches = generated(
  { job: "multibranch" },
  "  statuses: { host: gitea, api: 'https://git.acme.internal/api/v1', credentials: statuses }\n",
);

function generated(
  variant: Readonly<Record<string, string>>,
  site: string,
  change = (text: string) => text,
): ReadonlyMap<string, string> {
  const { services, ...rest } = readInput("examples/shop", variant);
  const input = { ...rest, services: services.map(({ path, text }) => ({ path, text: change(text) })) };
  const text = input.platform.text.replace("site:\n", `site:\n${site}`);
  const { files, diagnostics } = compile({ ...input, platform: { ...input.platform, text } });
  if (files === null) throw new Error(JSON.stringify(diagnostics));
  return new Map(files.map(({ path, content }) => [path, content]));
}

function mutated(files: ReadonlyMap<string, string>, edits: readonly Edit[]): Configuration {
  const copy = new Map(files);
  for (const [path, from, to] of edits) {
    const text = copy.get(path) ?? "";
    if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
    copy.set(
      path,
      text.replace(from, () => to),
    );
  }
  return new Configuration(copy);
}

const stoppedBy = (rules: Attempt["rules"], configuration: Configuration) =>
  rules(configuration).find((it) => it !== null) ?? null;
const filesFor = ({ name, requiresApproval }: Attempt) =>
  requiresApproval ? withApproval : name.includes("fork") ? branches : plain;

describe("a team with nothing but its own permissions", () => {
  it("makes seventeen different attempts", () => {
    expect(attempts.length).toBe(17);
    expect(new Set(attempts.map(({ name }) => name)).size).toBe(17);
  });

  it("can use its own permissions", () => {
    const it = new Configuration(plain);
    const allowed = [
      permission(it, "shop", "Job/Build", "/shop/shop-dev"),
      permission(it, "shop", "Job/Read", "/release/shop-prod"),
      permission(it, "release", "Job/Build", "/release/shop-prod"),
      review(it, "@acme/shop", dev),
      declaredParameter(it, "/shop/shop-dev", "UPSTREAM_BUILD"),
      credentialInFolder(it, "gitops-dev", "/shop/shop-dev"),
      copyArtifactPermission(it, "/platform/shop-image", "/shop/shop-dev"),
      recordOfService(it, "shop", "shop"),
      startedByPerson(it, "prod", "person"),
      startedByPerson(it, "dev", "job"),
      inputSubmitter(new Configuration(withApproval), "/release/shop-prod", "release-managers"),
    ];
    expect(allowed).toEqual(allowed.map(() => null));
  });

  // With "$name", vitest would shorten the names.
  const named = attempts.map((it) => [it.name, it] as const);

  it.each(named)("%s: stopped", (_, attempt) => {
    expect(stoppedBy(attempt.rules, new Configuration(filesFor(attempt)))).toBe(attempt.stoppedBy);
  });

  it.each(named)("%s: succeeds with a changed configuration", (_, attempt) => {
    expect(stoppedBy(attempt.rules, mutated(filesFor(attempt), attempt.mutation))).toBeNull();
  });
});
