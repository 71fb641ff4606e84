import { expect, it } from "vitest";
import { adviceFor, STEPS } from "../../../generator/init/existing/advice.ts";
import { readJenkinsfile } from "../../../generator/init/existing/jenkinsfile.ts";

it.each(["parallel", "matrix"])("the advice for %s names the group, which no image is left out of", (word) => {
  expect(adviceFor(word, STEPS)).toContain("next to each other, with the same `needs` and `parallel: NAME`");
});

it.each([
  ["publishHTML", "no key publishes HTML"],
  ["skipStagesAfterUnstable", "by default"],
  ["issueCommentTrigger", "triggers: { comment:"],
  ["parameterizedCron", "no key of the spec"],
])("the advice for %s says %s", (word, text) => {
  expect(adviceFor(word, STEPS)).toContain(text);
});

it("takes over a boolean and a number without quotes as the value of a variable, and no expression", () => {
  const lines = ["A = true", "B = 42", "C = 1 + 2", "D = other"].join("\n");
  const text = `pipeline {\nenvironment {\n${lines}\n}\nstages {}\n}`;
  const { facts, leftovers } = readJenkinsfile("Jenkinsfile", text, {
    tool: "maven",
    runsCommand: false,
    git: "",
    has: () => true,
  });
  const values = facts.flatMap(({ key, value }) => (key === "variables" ? [value] : []));
  expect(values).toEqual([[["A", "true"]], [["B", "42"]]]);
  expect(leftovers.map(({ construct }) => construct)).toEqual(["the variable C", "the variable D"]);
});

const left = (text: string) => {
  const context = { tool: "maven", runsCommand: false, git: "", has: () => true };
  return readJenkinsfile("Jenkinsfile", text, context).leftovers.map((it) => `${it.construct}: ${it.instead}`);
};

it.each([
  ["disableConcurrentBuilds(abortPrevious: true)", "builds of a branch wait for each other"],
  ["logRotator(numToKeepStr: '5', artifactNumToKeepStr: '2')", "`site.keep` keeps the artifacts"],
  ["logRotator(artifactDaysToKeepStr: '2', numToKeepStr: '5')", "`site.keep` keeps the artifacts"],
  ["junit(allowEmptyResults: true, testResults: '**/target/surefire-reports/*.xml')", "remove `tests`"],
  ["archiveArtifacts artifacts: 'a/**', excludes: 'a/b'", "has no exceptions"],
  ["timeout(time: 5, activity: true) { sh 'mvn verify' }", "not the time without output"],
])("names the argument that is not taken over of %s", (step, expected) => {
  expect(left(`node {\n${step}\n}\n`)).toEqual([expect.stringContaining(expected)]);
});

it.each([
  "disableConcurrentBuilds()",
  "disableConcurrentBuilds(abortPrevious: false)",
  "logRotator(numToKeepStr: '5', artifactNumToKeepStr: '-1')",
])("names no argument without an effect of %s", (step) => {
  expect(left(`node {\n${step}\n}\n`)).toEqual([]);
});

it("names the variable with the folder of a tool that other values contain", () => {
  const lines = "MAVEN_HOME = '/opt/maven'\nPATH = \"${MAVEN_HOME}/bin:${env.PATH}\"";
  expect(left(`pipeline {\nenvironment {\n${lines}\n}\nstages {}\n}`)).toEqual([
    expect.stringMatching(/^the variable MAVEN_HOME: .*`site\.path`/),
    expect.stringMatching(/^the variable PATH: its value is not a constant/),
  ]);
});

it("names the calls of objects that the file does not create, without their arguments", () => {
  const code = `node {
  gitflow.finishRelease('secret-text')
  def tag = github.createReleaseWithChangelog(token: 'secret-text')
  gpg.createSignature 'a.jar'
  def tools = load 'ci/tools.groovy'
  tools.publish()
}
`;
  const found = left(code);
  for (const name of [
    "gitflow.finishRelease",
    "github.createReleaseWithChangelog",
    "gpg.createSignature",
    "tools.publish",
  ])
    expect(found).toContainEqual(
      expect.stringMatching(`^${name.replace(".", "\\.")}: run a command for it in a custom stage`),
    );
  expect(found.join()).not.toContain("secret-text");
});

it.each([
  "def list = ['a']\nlist.each { item -> item.trim() }",
  "map = [a: 1]\nmap.each { key, value -> key.trim() + value.trim() }",
  "env.BRANCH.replace('/', '-')\nparams.NAME.trim()\ncurrentBuild.setDescription('x')",
  "for (name in ['a']) { name.trim() }",
])("names no calls of the values in %s", (code) => {
  expect(left(`node {\n${code}\n}\n`).filter((it) => /^\w+\./.test(it))).toEqual([]);
});
