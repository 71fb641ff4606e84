import { expect, it } from "vitest";
import { readJenkinsfile } from "../../../generator/init/existing/jenkinsfile.ts";

const git = "https://git.acme.internal/bank/pay.git";

/** The credentials that a step gives to the specs, and what the report says about those that it does not. */
function read(step: string) {
  const text = `node {\n  ${step}\n}\n`;
  const { facts, leftovers } = readJenkinsfile("Jenkinsfile", text, {
    tool: "maven",
    runsCommand: false,
    git,
    has: () => true,
  });
  const named = leftovers.filter(({ construct }) => construct.startsWith("the credential of "));
  return [...facts.map(({ key, value }) => `${key}: ${String(value)}`), ...named.map((it) => it.instead)];
}

it.each([
  ["git", `git credentialsId: 'pay-git', url: '${git}'`],
  ["git of another branch", `git(url: 'https://git.acme.internal/bank/pay', branch: 'dev', credentialsId: 'pay-git')`],
  [
    "checkout",
    `checkout([$class: 'GitSCM', branches: [[name: '*/main']], userRemoteConfigs: [[credentialsId: 'pay-git', url: '${git}']]])`,
  ],
  ["checkout of scmGit", `checkout(scm: scmGit(userRemoteConfigs: [[url: '${git}', credentialsId: 'pay-git']]))`],
  ["checkout with scmGit", `checkout scmGit(userRemoteConfigs: [[url: '${git}', credentialsId: 'pay-git']])`],
])("takes over the credential of the step %s", (_, step) => {
  expect(read(step)).toEqual(["credentials: pay-git"]);
});

it("takes over an ID that Jenkins created", () => {
  const id = "f5a1b2c3-0d4e-4f56-8a7b-1234567890ab";
  expect(read(`git credentialsId: '${id}', url: '${git}'`)).toEqual([`credentials: ${id}`]);
});

it.each([
  [
    "of another repository",
    "git credentialsId: 'ops', url: 'https://git.acme.internal/ops/x.git'",
    "another repository",
  ],
  ["of SSH", "git credentialsId: 'key', url: 'git@git.acme.internal:bank/pay.git'", "key is for SSH; "],
  ["of an unknown repository", "git credentialsId: 'pay-git', url: env.ADDRESS + '/pay'", "if pay-git is the one of"],
  ["that is computed", `git credentialsId: env.ID, url: '${git}'`, "its ID is not a constant"],
  [
    "that could be a secret",
    `git credentialsId: 'ghp_0123456789abcdefghijklmnopqrstuvwxyz', url: '${git}'`,
    "its ID is not",
  ],
  [
    "of several repositories",
    `checkout([userRemoteConfigs: [[credentialsId: 'a', url: '${git}'], [credentialsId: 'b', url: 'x']]])`,
    "the checkout of one repository",
  ],
])("names a credential %s, and does not take it over", (_, step, expected) => {
  const found = read(step);
  expect(found).toEqual([expect.stringContaining(expected)]);
  expect(found[0]).not.toContain("ghp_");
});

it.each(["checkout scm", `git '${git}'`])("finds no credential in %s", (step) => {
  expect(read(step)).toEqual([]);
});
