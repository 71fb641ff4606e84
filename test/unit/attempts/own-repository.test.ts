import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/generated-files.ts";
import { Configuration } from "../../support/jenkins-rules/configuration.ts";
import {
  credentialInFolder,
  pushed,
  review,
  type Stop,
  seeded,
  startedAsSystem,
  startedByPerson,
} from "../../support/jenkins-rules/rules.ts";

const own = "https://git.acme.internal/shop/pipelines.git";
const script = "repositories/shop/shop/jobs.groovy";

interface Attempt {
  readonly name: string;
  /** The rules that are checked, in order; the first that applies stops the attempt. */
  readonly rules: (configuration: Configuration) => readonly Stop[];
  readonly stoppedBy: string;
  /** A change of a generated file with which the attempt succeeds. */
  readonly mutation: readonly [path: string, from: string, to: string];
}

/** Team shop can push anything to its own repository without a review of another team. */
const attempts: readonly Attempt[] = [
  {
    name: "a Jenkinsfile for prod",
    rules: (it) => [pushed(it, own, "/release/shop-prod")],
    stoppedBy: "workflow-job: the definition names another repository",
    mutation: ["jenkins/jobs/release/shop.groovy", "https://git.acme.internal/ci/pipelines.git", own],
  },
  {
    name: "a Jenkinsfile of its own that starts prod",
    rules: (it) => [pushed(it, own, "/shop/shop-dev"), startedAsSystem(), startedByPerson(it, "prod", "job")],
    stoppedBy: "deployRelease: a person starts a protected environment's job",
    mutation: [
      "library/vars/deployRelease.groovy",
      "if (target['protected'] &&",
      "if (false && target['protected'] &&",
    ],
  },
  {
    name: "a Jenkinsfile of its own that binds prod's credential",
    rules: (it) => [pushed(it, own, "/shop/shop-dev"), credentialInFolder(it, "gitops-prod", "/shop/shop-dev")],
    stoppedBy: "credentials: a folder's are for its own jobs",
    mutation: ["jenkins/credentials.md", "| `/release` | `gitops-prod` |", "| `/` | `gitops-prod` |"],
  },
  {
    name: "a job definition, also next to its Jenkinsfiles in the pipelines repository",
    rules: (it) => [review(it, "@acme/shop", script), seeded(it, script)],
    stoppedBy: "job-dsl: no target of the seed",
    mutation: ["jenkins/seed.groovy", 'index($2, "jenkins/jobs/")', 'index($2, "repositories/")'],
  },
];

const input = readInput("examples/shop");
const text = input.platform.text.replace("shop:     {", `shop: { pipelines: { git: '${own}' },`);
const files = new Map(
  compile({ ...input, platform: { ...input.platform, text } }).files?.map(({ path, content }) => [path, content]),
);
const stoppedBy = (rules: Attempt["rules"], tree: ReadonlyMap<string, string>) =>
  rules(new Configuration(tree)).find((it) => it !== null) ?? null;

describe("a team with a repository of its own pushes there", () => {
  // With "$name", vitest would shorten the names.
  const named = attempts.map((it) => [it.name, it] as const);

  it.each(named)("%s: stopped", (_, { rules, stoppedBy: rule }) => {
    expect(stoppedBy(rules, files)).toBe(rule);
  });

  it.each(named)("%s: succeeds with a changed configuration", (_, { rules, mutation: [path, from, to] }) => {
    const before = files.get(path) ?? "";
    expect(before).toContain(from);
    expect(stoppedBy(rules, new Map(files).set(path, before.replaceAll(from, to)))).toBeNull();
  });
});
