import type { HandoffPlugin } from "../../handoffs/handoff.ts";
import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import { hasPods } from "../../model/pod-security.ts";
import type { Reports } from "../../model/reports.ts";
import type { PlannedFile } from "../target.ts";
import { type BranchSource, branchSource } from "./branch-source.ts";

interface Plugin extends HandoffPlugin {
  /** Whether the model needs the plugin; if missing, always. */
  readonly needed?: (model: Model) => boolean;
}

/** Versions from early 2024 that are known to work together. Each one has the features in `use`. */
const PLUGINS: readonly Plugin[] = [
  { id: "authorize-project", version: "1.7.1", use: "running the seed job as a user" },
  { id: "basic-branch-build-strategies", version: "81.v05e333931c7d", use: "building tags", needed: scansTags },
  {
    id: "cloudbees-bitbucket-branch-source",
    version: "877.vb_b_d5243f6794",
    use: "pull requests",
    needed: (model) => scans(model, "bitbucket"),
  },
  { id: "cloudbees-folder", version: "6.858.v898218f3609d", use: "a folder for each owner" },
  { id: "configuration-as-code", version: "1810.v9b_c30a_249a_4c", use: "jenkins/casc.yaml" },
  { id: "copyartifact", version: "722.v0662a_9b_e22a_c", use: "copyArtifacts, copyArtifactPermission" },
  {
    id: "coverage",
    version: "1.14.0",
    use: "coverage reports",
    needed: (model) => hasReports(model, ({ coverage }) => coverage !== null),
  },
  { id: "credentials-binding", version: "681.vf91669a_32e45", use: "withCredentials" },
  { id: "git", version: "5.2.1", use: "checkout, the library, the jobs' definitions" },
  { id: "gitea", version: "1.4.7", use: "pull requests", needed: (model) => scans(model, "gitea") },
  {
    id: "github-branch-source",
    version: "1789.v5b_0c0cea_18c3",
    use: "pull requests",
    needed: (model) => scans(model, "github"),
  },
  {
    id: "github-pr-comment-build",
    version: "134.ve7ff0b_719821",
    use: "comments and labels that build pull requests",
    needed: (model) =>
      scanned(model).some(({ kind, comment, label }) => kind === "github" && (comment ?? label) !== null),
  },
  {
    id: "gitlab-branch-source",
    version: "703.vc5fd7effcc6b_",
    use: "pull requests",
    needed: (model) => scans(model, "gitlab"),
  },
  { id: "http_request", version: "1.18", use: "commit statuses, an owner's chat", needed: sendsRequests },
  { id: "job-dsl", version: "1.87", use: "jenkins/jobs, jenkins/seed.groovy" },
  {
    id: "junit",
    version: "1265.v65b_14fa_f12f0",
    use: "test reports",
    needed: (model) => hasReports(model, ({ tests }) => tests.length > 0),
  },
  { id: "kubernetes", version: "4203.v1dd44f5b_1cf9", use: "pods of engines and stages", needed: hasPods },
  { id: "lockable-resources", version: "1305.v1a_3035fa_9065", use: "builds at once", needed: hasLocks },
  { id: "mailer", version: "470.vc91f60c5d8e2", use: "mail to an owner", needed: hasMail },
  {
    id: "matrix-auth",
    version: "3.2.1",
    use: "permissions of the owners' folders",
    needed: ({ site }) => site.authorization === "matrix",
  },
  { id: "pipeline-build-step", version: "540.vb_e8849e1a_b_d8", use: "starting the next stage's job" },
  { id: "pipeline-groovy-lib", version: "727.ve832a_9244dfa_", use: "@Library, a library in a subfolder" },
  { id: "pipeline-model-definition", version: "2.2205.vc9522a_9d5711", use: "declarative Jenkinsfiles" },
  { id: "pipeline-utility-steps", version: "2.17.0", use: "readJSON, writeJSON" },
  {
    id: "role-strategy",
    version: "689.v731678c3e0eb_",
    use: "jenkins/roles.yaml",
    needed: ({ site }) => site.authorization === "role",
  },
  {
    id: "sonar",
    version: "2.17.2",
    use: "analysis with SonarQube",
    needed: ({ services }) =>
      services.some(({ stages }) => stages.some((stage) => "sonar" in stage && stage.sonar !== null)),
  },
  {
    id: "warnings-ng",
    version: "11.2.2",
    use: "reports of issues",
    needed: (model) => hasReports(model, ({ issues }) => issues !== null),
  },
  { id: "workflow-basic-steps", version: "1058.vcb_fc1e3a_21a_9", use: "retry with conditions, stash, archive" },
  { id: "workflow-cps", version: "3908.vd6b_b_5a_a_54010", use: "Pipeline" },
  { id: "workflow-durable-task-step", version: "1331.vc8c2fed35334", use: "node, sh" },
  { id: "workflow-job", version: "1385.vb_58b_86ea_fff1", use: "Pipeline jobs" },
  { id: "workflow-multibranch", version: "773.vc4fe1378f1d5", use: "multibranch jobs", needed: hasMultibranch },
  { id: "workflow-scm-step", version: "427.v4ca_6512e7df1", use: "checkout" },
];

/** Plans plugins.txt, as `jenkins-plugin-cli --plugin-file` reads it: the plugins that the generated files use, with minimum versions. */
export function planPlugins(model: Model): PlannedFile[] {
  const handoffs = [...new Set(model.environments.map(({ handoff }) => handoff))];
  const ofHandoffs = handoffs.flatMap((name) => handoffNamed(name)?.plugins ?? []);
  const own = PLUGINS.filter(({ needed }) => needed === undefined || needed(model));
  const others = ofHandoffs.filter(({ id }) => !own.some((it) => it.id === id));
  const plugins = [...own, ...others].sort((one, other) => (one.id < other.id ? -1 : 1));
  const width = Math.max(...plugins.map(({ id, version }) => id.length + version.length)) + 1;
  return [
    {
      path: "jenkins/plugins.txt",
      template: "jenkins/site/plugins.txt.hbs",
      shard: "site",
      view: {
        specFile: model.specFile,
        plugins: plugins.map(({ id, version, use }) => ({ line: `${id}:${version}`.padEnd(width), use })),
      },
    },
  ];
}

function hasReports(model: Model, has: (reports: Reports) => boolean): boolean {
  return model.services.some(({ stages }) =>
    stages.some((stage) => {
      const builds = stage.kind === "source" ? [stage, ...stage.also] : [stage];
      return builds.some((build) => "tests" in build && has(build));
    }),
  );
}

function hasLocks(model: Model): boolean {
  return model.engines.some(({ buildsAtOnce }) => buildsAtOnce !== null);
}

function hasMail(model: Model): boolean {
  return model.teams.some(({ mail }) => mail !== null);
}

function sendsRequests(model: Model): boolean {
  return model.site.statuses !== null || model.teams.some(({ webhook }) => webhook !== null);
}

function hasMultibranch(model: Model): boolean {
  return scanned(model).length > 0;
}

function scansTags(model: Model): boolean {
  return scanned(model).some(({ tags }) => tags);
}

function scans(model: Model, kind: BranchSource["kind"]): boolean {
  return scanned(model).some((source) => source.kind === kind);
}

function scanned(model: Model): BranchSource[] {
  return model.services.filter(({ job }) => job === "multibranch").map((service) => branchSource(model, service));
}
