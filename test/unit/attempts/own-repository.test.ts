import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/emitted.ts";
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
  /** The rules on the way, in order: the first that stops ends it. */
  readonly way: (configuration: Configuration) => readonly Stop[];
  readonly stoppedBy: string;
  /** A change of an emitted file with which it succeeds. */
  readonly mutation: readonly [path: string, from: string, to: string];
}

/** Team shop pushes to a repository of its own whatever it likes, which nobody else reviews. */
const attempts: readonly Attempt[] = [
  {
    name: "a Jenkinsfile for prod",
    way: (it) => [pushed(it, own, "/release/shop-prod")],
    stoppedBy: "workflow-job: the definition names another repository",
    mutation: ["jenkins/jobs/release/shop.groovy", "https://git.acme.internal/ci/pipelines.git", own],
  },
  {
    name: "a Jenkinsfile of its own that starts prod",
    way: (it) => [pushed(it, own, "/shop/shop-dev"), startedAsSystem(), startedByPerson(it, "prod", "job")],
    stoppedBy: "deployRelease: a person starts a protected environment's job",
    mutation: [
      "library/vars/deployRelease.groovy",
      "if (target['protected'] &&",
      "if (false && target['protected'] &&",
    ],
  },
  {
    name: "a Jenkinsfile of its own that binds prod's credential",
    way: (it) => [pushed(it, own, "/shop/shop-dev"), credentialInFolder(it, "gitops-prod", "/shop/shop-dev")],
    stoppedBy: "credentials: a folder's are for its own jobs",
    mutation: ["jenkins/credentials.md", "| `/release` | `gitops-prod` |", "| `/` | `gitops-prod` |"],
  },
  {
    name: "a job definition, which it puts beside its Jenkinsfiles in the pipelines repository too",
    way: (it) => [review(it, "@acme/shop", script), seeded(it, script)],
    stoppedBy: "job-dsl: no target of the seed",
    mutation: ["jenkins/seed.groovy", "out/jenkins/jobs/**/*.groovy", "out/**/*.groovy"],
  },
];

const input = readInput("examples/shop");
const text = input.platform.text.replace("shop:     {", `shop: { pipelines: { git: '${own}' },`);
const files = new Map(
  compile({ ...input, platform: { ...input.platform, text } }).files?.map(({ path, content }) => [path, content]),
);
const stoppedBy = (way: Attempt["way"], tree: ReadonlyMap<string, string>) =>
  way(new Configuration(tree)).find((it) => it !== null) ?? null;

describe("a team with a repository of its own pushes there", () => {
  it.each(attempts)("$name: stopped", ({ way, stoppedBy: rule }) => {
    expect(stoppedBy(way, files)).toBe(rule);
  });

  it.each(attempts)("$name: succeeds where the configuration is another", ({ way, mutation: [path, from, to] }) => {
    const before = files.get(path) ?? "";
    expect(before).toContain(from);
    expect(stoppedBy(way, new Map(files).set(path, before.replaceAll(from, to)))).toBeNull();
  });
});
