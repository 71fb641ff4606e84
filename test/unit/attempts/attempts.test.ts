import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/emitted.ts";
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
  /** The rules on the way, in order: the first that stops ends it. */
  readonly way: (configuration: Configuration) => readonly Stop[];
  readonly stoppedBy: string;
  /** Where prod asks for an approval. */
  readonly asked?: true;
  /** A configuration in which it succeeds. */
  readonly mutation: readonly Edit[];
}

/** Team shop may read, build and cancel in its folder, read the others, and change its own Jenkinsfiles. */
const attempts: readonly Attempt[] = [
  {
    name: "hands its deploy job a record of its own making",
    way: (it) => [
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
    way: (it) => [restartFromStage(it, "shop", "/release/shop-prod"), startedByPerson(it, "prod", "person")],
    stoppedBy: "matrix-auth: Job/Build on /release",
    mutation: [[jobs.prod, reader, asOwner]],
  },
  {
    name: "replays its own deploy job with another script",
    way: (it) => [permission(it, "shop", "Run/Replay", "/shop/shop-dev")],
    stoppedBy: "matrix-auth: Run/Replay on /shop",
    mutation: [[jobs.own, own, own.replace("[", "['Job/Configure', ")]],
  },
  {
    name: "configures its own job by hand",
    way: (it) => [permission(it, "shop", "Job/Configure", "/shop/shop-dev")],
    stoppedBy: "matrix-auth: Job/Configure on /shop",
    mutation: [[jobs.own, "nonInheriting()", "inheriting()"]],
  },
  {
    name: "starts prod by its button",
    way: (it) => [permission(it, "shop", "Job/Build", "/release/shop-prod"), startedByPerson(it, "prod", "person")],
    stoppedBy: "matrix-auth: Job/Build on /release",
    mutation: [[jobs.prod, reader, asOwner]],
  },
  {
    name: "starts prod from its own Jenkinsfile, past whoever releases",
    way: (it) => [review(it, "@acme/shop", dev), startedAsSystem(), startedByPerson(it, "prod", "job")],
    stoppedBy: "deployRelease: a person starts a protected environment's job",
    mutation: [
      ["library/vars/deployRelease.groovy", "if (target['protected'] &&", "if (false && target['protected'] &&"],
    ],
  },
  {
    name: "binds prod's credential in its own Jenkinsfile",
    way: (it) => [review(it, "@acme/shop", dev), credentialInFolder(it, "gitops-prod", "/shop/shop-dev")],
    stoppedBy: "credentials: a folder's are for its own jobs",
    mutation: [["jenkins/credentials.md", "| `/release` | `gitops-prod` |", "| `/` | `gitops-prod` |"]],
  },
  {
    name: "copies another service's artifacts",
    way: (it) => [
      review(it, "@acme/shop", dev),
      copyArtifactPermission(it, "/catalog/catalog-build", "/shop/shop-dev"),
    ],
    stoppedBy: "copyartifact: the producer lists who may copy",
    mutation: [
      [
        "jenkins/jobs/catalog/catalog.groovy",
        "projectNames('/platform/catalog-image')",
        "projectNames('/platform/catalog-image,/shop/shop-dev')",
      ],
    ],
  },
  {
    name: "changes prod's Jenkinsfile",
    way: (it) => [review(it, "@acme/shop", prod)],
    stoppedBy: "CODEOWNERS: another team's review is required",
    // The catch-all behind the rules that it must not overrule.
    mutation: [
      [
        "CODEOWNERS",
        "/out/.stagewright/manifest/release/shop.json",
        "* @acme/shop\n/out/.stagewright/manifest/release/shop.json",
      ],
    ],
  },
  {
    name: "changes the library that all folders run",
    way: (it) => [review(it, "@acme/shop", "library/vars/deployRelease.groovy")],
    stoppedBy: "CODEOWNERS: another team's review is required",
    mutation: [["CODEOWNERS", "@acme/platform\n", "@acme/platform @acme/shop\n"]],
  },
  {
    name: "types the number of another service's build",
    way: (it) => [
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
        "projectNames('/catalog/catalog-dev')",
        "projectNames('/catalog/catalog-dev,/shop/shop-dev')",
      ],
      ["library/src/com/acme/ci/Record.groovy", "!= given.service) {", "== null) {"],
    ],
  },
  {
    name: "answers prod's question, having started its job from its own Jenkinsfile",
    asked: true,
    way: (it) => [review(it, "@acme/shop", dev), startedAsSystem(), inputSubmitter(it, "/release/shop-prod", "shop")],
    stoppedBy: "pipeline-input-step: submitter",
    mutation: [[prod, "by: ['release-managers']", "by: ['release-managers', 'shop']"]],
  },
  {
    name: "has a release manager of its own approve his own change",
    asked: true,
    way: (it) => [
      startedAsSystem(),
      inputSubmitter(it, "/release/shop-prod", "release-managers"),
      anothersApproval(it, "/release/shop-prod"),
    ],
    stoppedBy: "approveStage: its author does not approve it",
    mutation: [[prod, "notAuthor: true,", "notAuthor: false,"]],
  },
  {
    name: "has prod restarted behind the question by the team that may build it",
    asked: true,
    way: (it) => [restartFromStage(it, "release", "/release/shop-prod"), approvedInThisRun(it, "/release/shop-prod")],
    stoppedBy: "pipeline-model-definition: disableRestartFromStage",
    mutation: [
      [prod, "disableRestartFromStage()", ""],
      ["library/src/com/acme/ci/Approval.groovy", "if (!approved)", "if (false)"],
    ],
  },
  {
    name: "has prod restarted behind the question, where nothing forbids it",
    asked: true,
    way: (it) => [approvedInThisRun(it, "/release/shop-prod")],
    stoppedBy: "Approval: the stage was not approved in this run",
    mutation: [[prod, "guarded: true,", "guarded: false,"]],
  },
  {
    name: "proposes a Jenkinsfile that binds credentials, from a fork",
    way: (it) => [forkIsTrusted(it, "/shop/shop-build")],
    stoppedBy: "branch source: a fork's Jenkinsfile is not trusted",
    mutation: [[jobs.own, "giteaTrustNobody()", "giteaTrustEveryone()"]],
  },
];

const plain = emitted({}, "");
const asking = emitted({}, "", (text) =>
  text.replace("environment: prod }", "environment: prod, approval: { by: [release-managers], notAuthor: true } }"),
);
const branches = emitted(
  { job: "multibranch" },
  "  statuses: { host: gitea, api: 'https://git.acme.internal/api/v1', credentials: statuses }\n",
);

function emitted(
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
    if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
    copy.set(
      path,
      text.replace(from, () => to),
    );
  }
  return new Configuration(copy);
}

const stoppedBy = (way: Attempt["way"], configuration: Configuration) =>
  way(configuration).find((it) => it !== null) ?? null;
const filesFor = ({ name, asked }: Attempt) => (asked ? asking : name.includes("fork") ? branches : plain);

describe("a team with nothing but its own permissions", () => {
  it("tries ten things and more", () => {
    expect(attempts.length).toBeGreaterThanOrEqual(10);
  });

  it("does what is its own", () => {
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
      inputSubmitter(new Configuration(asking), "/release/shop-prod", "release-managers"),
    ];
    expect(allowed).toEqual(allowed.map(() => null));
  });

  it.each(attempts)("$name: stopped", (attempt) => {
    expect(stoppedBy(attempt.way, new Configuration(filesFor(attempt)))).toBe(attempt.stoppedBy);
  });

  it.each(attempts)("$name: succeeds where the configuration is another", (attempt) => {
    expect(stoppedBy(attempt.way, mutated(filesFor(attempt), attempt.mutation))).toBeNull();
  });
});
