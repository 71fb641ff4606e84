import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { looksSecret } from "../../../generator/init/existing/facts.ts";
import { readJenkinsfile } from "../../../generator/init/existing/jenkinsfile.ts";
import { readPiper } from "../../../generator/init/existing/piper.ts";
import { put } from "../commands/support.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");
const old = (name: string) => readFileSync(join(import.meta.dirname, "old-pipelines", name), "utf8");

/** The secret of all old pipelines of this test. */
const SECRET = "correct-horse";

const maven = { "pom.xml": "<project/>", Dockerfile: "FROM eclipse-temurin:21\n" };

/** Runs `init` in a repository with these files; all specs that it writes must be valid and contain no secret. */
function init(files: Readonly<Record<string, string>>, ...options: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-existing-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  execFileSync("git", ["remote", "add", "origin", "https://git.acme.internal/bank/pay.git"], { cwd: folder });
  const run = (...given: string[]) => spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  const { status, stdout, stderr } = run("init", "--yes", ...options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).not.toContain(SECRET);
  const valid = run("validate");
  expect(valid, valid.stderr).toMatchObject({ status: 0 });
  const read = (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : "");
  const services = readdirSync(join(folder, "services")).map((name) => read(`services/${name}`));
  const specs = [read("stagewright.yaml"), ...services].join("\n");
  expect(specs).not.toContain(SECRET);
  return { stdout, specs, folder, run };
}

/** The lines of a section of the report. */
function section(stdout: string, title: string): readonly string[] {
  const lines = stdout.split("\n");
  const start = lines.indexOf(title);
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  return rest
    .slice(
      0,
      rest.findIndex((line) => !line.startsWith("  ")),
    )
    .map((line) => line.trim());
}

/** The place and the construct of each line: what to do instead is text. */
const constructs = (stdout: string) =>
  section(stdout, "not taken over:").map((line) => /^(\S+: [^:]+(?::(?! )[^:]*)*(?=: ))/.exec(line)?.[1] ?? line);

describe("a declarative Jenkinsfile", () => {
  it("gives labels, registries, images, commands, parameters, limits, reports and environments", () => {
    const { stdout, specs } = init({ ...maven, Jenkinsfile: old("declarative.Jenkinsfile") });
    expect(section(stdout, "taken over from the old pipeline:")).toEqual([
      "Jenkinsfile:4: site.agent.label: linux && java",
      "Jenkinsfile:6: stages.build.timeout: 60",
      "Jenkinsfile:7: site.keep.builds: 20",
      "Jenkinsfile:7: site.keep.days: 60",
      "Jenkinsfile:15: triggers.cron: H 2 * * 1-5",
      "Jenkinsfile:19: parameters: PROFILE",
      "Jenkinsfile:20: parameters: LEVEL",
      "Jenkinsfile:21: parameters: LOAD",
      "Jenkinsfile:28: stages.build.environment: MAVEN_OPTS",
      "Jenkinsfile:38: stages.build.arguments: -B -Pci clean verify",
      "Jenkinsfile:39: stages.build.tests: **/target/surefire-reports/*.xml",
      "Jenkinsfile:40: stages.build.artifacts: target/*.jar target/*.war",
      "Jenkinsfile:55: registries.main.host: registry.acme.internal",
      "Jenkinsfile:55: registries.main.credentials.push: registry-writer",
      "Jenkinsfile:56: stages.image.image.name: bank/pay-api",
      "Jenkinsfile:62: environments: staging",
      "Jenkinsfile:65: environments: production (protected)",
      "Jenkinsfile:66: stages.ENVIRONMENT.approval.by: release-managers for production",
      "Jenkinsfile:80: teams.TEAM.contact.mail: pay@acme.internal",
    ]);
    for (const text of [
      "agent: { label: linux && java }",
      "keep: { builds: 20, days: 60 }",
      "pay: { reviewers: ['@pay'], contact: { mail: pay@acme.internal } }",
      "main: { host: registry.acme.internal, credentials: { pull: registry-pull, push: registry-writer } }",
      "argocd: { server: https://argocd.acme.internal, environments: [staging] }",
      "argocd-protected: { server: https://argocd-protected.acme.internal, environments: [production] }",
      "production: { protected: true, ",
      "triggers: { poll: H/5 * * * *, cron: H 2 * * 1-5 }",
      "- { name: PROFILE, kind: text, default: ci, description: Maven profile }",
      "- { name: LEVEL, kind: choice, choices: [fast, full] }",
      "- { name: LOAD, kind: boolean, default: false }",
      "tool: maven, arguments: [-B, -Pci, clean, verify], environment: { MAVEN_OPTS: -Xmx1g }",
      "artifacts: [target/*.jar, target/*.war], tests: ['**/target/surefire-reports/*.xml'], timeout: 60 }",
      "image: { registry: main, name: bank/pay-api } }",
      "{ id: production, kind: deploy, owner: release, environment: production, approval: { by: [release-managers] } }",
    ])
      expect(specs).toContain(text);
  });

  it("lists what it does not take over, with the place and what to do instead", () => {
    const { stdout } = init({ ...maven, Jenkinsfile: old("declarative.Jenkinsfile") });
    const lines = section(stdout, "not taken over:");
    expect(lines.map((line) => /^[^:]+:\d+/.exec(line)?.[0])).toEqual(
      [1, 11, 12, 16, 19, 20, 21, 22, 23, 29, 30, 31, 32, 36, 45, 47, 52, 52, 63, 74, 81].map(
        (line) => `Jenkinsfile:${line}`,
      ),
    );
    const text = lines.join("\n");
    expect(text).toContain(
      "Jenkinsfile:12: the tool jdk: set the folder of the JDK in `site.tools.jdks`, and `jdk: '21'`",
    );
    expect(text).toContain("Jenkinsfile:16: triggers.poll: now and then: the specs would not be valid:");
    expect(text).toContain("Jenkinsfile:29: the variable DB_PASSWORD: it could be a secret, so it was not copied");
    expect(text).toContain("Jenkinsfile:31: the variable NEXUS: set it of the credential nexus-login in `secrets`");
    expect(text).toContain(
      "the command kubectl: a deploy stage delivers the image; `delivery.handoff` selects how (also line 73)",
    );
  });
});

describe("a scripted Jenkinsfile", () => {
  it("gives the pinned image of the tools, the registry and the name of the image", () => {
    const files = { "build.gradle": "", Dockerfile: "FROM x\n", Jenkinsfile: old("scripted.Jenkinsfile") };
    const { stdout } = init(files);
    expect(section(stdout, "taken over from the old pipeline:")).toEqual([
      "Jenkinsfile:3: site.agent.label: docker",
      expect.stringMatching(
        /^Jenkinsfile:6: stages\.build\.toolImage: harbor\.acme\.internal\/tools\/gradle:8@sha256:/,
      ),
      "Jenkinsfile:12: registries.main.host: harbor.acme.internal:8443",
      "Jenkinsfile:12: stages.image.image.name: shop/web",
    ]);
    expect(constructs(stdout)).toEqual([
      "Jenkinsfile:7: the command gradlew",
      "Jenkinsfile:10: Groovy code",
      "Jenkinsfile:10: the multibranch pipeline",
      "Jenkinsfile:12: the command docker",
      "Jenkinsfile:12: stages.image.dockerfile",
      "Jenkinsfile:16: deployWithCompanyTool",
    ]);
  });

  it("gives the credential of the checkout to the service and to the pipelines repository", () => {
    const step = "git credentialsId: 'pay-git', url: 'https://git.acme.internal/bank/pay.git'";
    const { specs, run } = init({ ...maven, Jenkinsfile: `node {\n  ${step}\n}\n` });
    expect(specs).toMatch(/^pipelines: \{ .*credentials: pay-git, /m);
    expect(specs).toMatch(/^credentials: pay-git$/m);
    expect(run("validate").stderr).not.toContain("SW399");
  });

  it("gives the command of an application without a build file", () => {
    const { specs } = init({ Jenkinsfile: "node {\n  checkout scm\n  sh 'echo start; ./build.sh all'\n}\n" });
    expect(specs).toContain("tool: command, command: ./build.sh all }");
    const two = init({ Jenkinsfile: "node {\n  sh './build.sh'\n  sh './test.sh'\n}\n" });
    expect(two.specs).toContain("Replace the command");
  });
});

describe("a configuration of Piper", () => {
  it("gives the branch, credentials, registry and image, and lists the rest once for each step", () => {
    const { stdout, specs } = init({ ...maven, ".pipeline/config.yml": old("piper.yml") });
    expect(section(stdout, "taken over from the old pipeline:")).toEqual([
      ".pipeline/config.yml:3: branch: release",
      ".pipeline/config.yml:4: credentials: shop-git",
      ".pipeline/config.yml:5: registries.main.host: registry.acme.internal:5000",
      ".pipeline/config.yml:20: stages.image.image.name: shop/web",
      ".pipeline/config.yml:21: registries.main.credentials.push: registry-writer",
      ".pipeline/config.yml:26: teams.TEAM.contact.mail: shop@acme.internal",
    ]);
    expect(constructs(stdout)).toEqual([
      ".pipeline/config.yml:9: stages.Acceptance.cloudFoundryDeploy",
      ".pipeline/config.yml:10: stages.Acceptance.cfApiEndpoint",
      ".pipeline/config.yml:11: stages.Acceptance.cfCredentialsId",
      ".pipeline/config.yml:16: steps.mavenBuild.dockerImage",
      ".pipeline/config.yml:17: steps.mavenBuild",
      ".pipeline/config.yml:23: steps.helmExecute.targetRepositoryPassword",
      ".pipeline/config.yml:24: steps.helmExecute",
    ]);
    expect(specs).toContain("branch: release\ncredentials: shop-git\n");
  });

  it("reports another build tool, an engine, and a file that is no YAML", () => {
    const kinds = (text: string) => readPiper("config.yml", text, "maven");
    expect(kinds("general: { buildTool: mta }\n").leftovers).toMatchObject([{ construct: "general.buildTool" }]);
    expect(kinds("general: { buildTool: docker }\n").facts).toMatchObject([{ key: "engine", value: "docker" }]);
    expect(readPiper("config.yml", "general: { buildTool: golang }\n", "go")).toEqual({ facts: [], leftovers: [] });
    expect(kinds("general: [\n").leftovers).toMatchObject([
      { construct: "the file", where: { line: expect.any(Number) } },
    ]);
  });
});

describe("what belongs to no single application", () => {
  const two = { "api/pom.xml": "<project/>", "web/package.json": "{}" };

  it("is reported in a repository with several applications", () => {
    const { stdout, specs } = init({ ...two, Jenkinsfile: "node('big') {\n  junit 'a/*.xml'\n}\n" });
    expect(specs).toContain("agent: { label: big }");
    expect(specs).not.toContain("a/*.xml");
    expect(section(stdout, "not taken over:")).toEqual([
      "Jenkinsfile:2: stages.build.tests: a/*.xml: the repository has several applications: set it in the spec of the one that it belongs to",
    ]);
  });

  it("is reported for the site when services are added to a project", () => {
    const { folder, run } = init(maven);
    put(folder, "other/go.mod", "module x\n");
    execFileSync("git", ["init", "--quiet", "other"], { cwd: folder });
    execFileSync("git", ["remote", "add", "origin", "https://git.acme.internal/bank/other.git"], {
      cwd: join(folder, "other"),
    });
    put(folder, "other/Jenkinsfile", "node('big') {\n  archiveArtifacts 'a/*.bin'\n}\n");
    const added = run("init", "--add", "other");
    expect(added.stdout).toContain("Jenkinsfile:2: stages.build.artifacts: a/*.bin\n");
    expect(added.stdout).toContain(
      "Jenkinsfile:1: site.agent.label: big: the platform spec of the project decides it\n",
    );
  });
});

it("mentions configurations that it does not read, and other Jenkinsfiles", () => {
  const files = { ".gitlab-ci.yml": "", ".github/workflows/ci.yml": "", "Jenkinsfile.release": "node {}\n" };
  expect(section(init({ ...maven, ...files }).stdout, "not taken over:")).toEqual([
    ".gitlab-ci.yml: GitLab CI: init does not read this file",
    ".github/workflows: GitHub Actions: init does not read this file",
    "Jenkinsfile.release: a Jenkinsfile: init reads a single one: the one at the root of the repository, or the only one",
  ]);
});

it("prints the report as JSON", () => {
  const { stdout } = init({ ...maven, Jenkinsfile: "node('big') {\n  input 'Deploy?'\n}\n" }, "--json");
  expect(JSON.parse(stdout)).toMatchObject({
    takenOver: [{ key: "site.agent.label", value: "big", file: "Jenkinsfile", line: 1 }],
    notTakenOver: [{ construct: "input", file: "Jenkinsfile", line: 2, instead: expect.stringContaining("approvers") }],
  });
});

it("keeps the first of two values, and writes no value that the specs do not accept", () => {
  const text = "node('one') {}\nnode('two') {}\nproperties([pipelineTriggers([cron('every day')])])\n";
  const { stdout, specs } = init({ ...maven, Jenkinsfile: text });
  expect(specs).toContain("agent: { label: one }");
  expect(specs).not.toContain("every day");
  expect(section(stdout, "not taken over:")).toEqual([
    "Jenkinsfile:2: site.agent.label: two: the old pipeline has another value for this key, too",
    expect.stringMatching(/^Jenkinsfile:3: triggers\.cron: every day: the specs would not be valid: /),
  ]);
});

it("takes over for GitHub Actions what a run there can have", () => {
  const { stdout, specs } = init(
    { ...maven, Jenkinsfile: old("declarative.Jenkinsfile") },
    "--target",
    "github-actions",
  );
  expect(specs).toContain("target: github-actions");
  expect(specs).toContain("arguments: [-B, -Pci, clean, verify]");
  expect(section(stdout, "not taken over:").join("\n")).toContain(
    "Jenkinsfile:19: parameters: PROFILE: the specs would not be valid: GitHub Actions cannot give this",
  );
});

it("says for GitHub Actions that triggers have no place", () => {
  const Jenkinsfile = "pipeline {\n  triggers {\n    cron('H 2 * * *')\n    pollSCM('H/15 * * * *')\n  }\n}\n";
  const { stdout, specs } = init({ ...maven, Jenkinsfile }, "--target", "github-actions");
  expect(specs).not.toContain("triggers:");
  const left = section(stdout, "not taken over:").join("\n");
  expect(left).toContain(
    "Jenkinsfile:3: triggers.cron: H 2 * * *: the specs would not be valid: GitHub Actions cannot",
  );
  expect(left).toContain(
    "Jenkinsfile:4: triggers.poll: H/15 * * * *: it would have no effect: on GitHub Actions, each push",
  );
});

it("takes no choice of a parameter that could be a secret", () => {
  const text = `pipeline {\n  parameters { choice(name: 'LEVEL', choices: ['low', 'ghp_0123456789abcdef']) }\n}\n`;
  const { facts, leftovers } = readJenkinsfile("Jenkinsfile", text, {
    tool: "maven",
    runsCommand: false,
    git: "",
    has: () => true,
  });
  expect(facts).toEqual([]);
  expect(leftovers.map(({ instead }) => instead)).toEqual([expect.stringContaining("it could be a secret")]);
});

it("reads every beginning of a file without an exception", () => {
  const texts = ["declarative.Jenkinsfile", "scripted.Jenkinsfile"].map(old);
  for (const text of texts)
    for (let end = 0; end < text.length; end += 7)
      expect(() =>
        readJenkinsfile("Jenkinsfile", text.slice(0, end), {
          tool: "maven",
          runsCommand: end % 2 === 0,
          git: "",
          has: () => true,
        }),
      ).not.toThrow();
  const piper = old("piper.yml");
  for (let end = 0; end < piper.length; end += 3)
    expect(() => readPiper("x", piper.slice(0, end), "maven")).not.toThrow();
});

it("takes the limit of the build, and not of a wait or of one stage", () => {
  const limits = (text: string) =>
    readJenkinsfile("Jenkinsfile", text, { tool: "maven", runsCommand: false, git: "", has: () => true }).facts.flatMap(
      (it) => (it.key === "timeout" ? it.value : []),
    );
  const wait = "timeout(time: 10, unit: 'MINUTES') {\n  waitForQualityGate abortPipeline: true\n}\n";
  expect(limits(wait)).toEqual([]);
  expect(limits(`node {\n${wait}timeout(30) {\n  sh 'mvn verify'\n}\n}\n`)).toEqual([30]);
  expect(limits("timeout(5) {\n  input 'Deploy?'\n  sh 'make'\n}\n")).toEqual([]);
  expect(limits("pipeline {\n  options {\n    timeout(time: 1, unit: 'HOURS')\n  }\n}\n")).toEqual([60]);
  expect(limits("stage('Gate') {\n  options {\n    timeout(3)\n  }\n}\n")).toEqual([]);
});

it("takes the label of the whole pipeline, and not of one stage or of a pod", () => {
  const labels = (text: string) =>
    readJenkinsfile("Jenkinsfile", text, { tool: "maven", runsCommand: false, git: "", has: () => true }).facts.flatMap(
      (it) => (it.key === "label" ? it.value : []),
    );
  const stage = "stages { stage('Deploy') {\n  agent { label 'prod' }\n} }\n";
  expect(labels(`pipeline {\n  agent any\n${stage}}\n`)).toEqual([]);
  expect(labels(`pipeline {\n${stage}  agent { label 'linux' }\n}\n`)).toEqual(["linux"]);
  expect(labels(`pipeline {\n  agent none\n${stage}}\n`)).toEqual(["prod"]);
  expect(labels("stage('Build') {\n  node('linux') {\n  }\n}\n")).toEqual(["linux"]);
  expect(labels("pipeline {\n  agent { kubernetes { label 'maven-pod' } }\n}\n")).toEqual([]);
});

it.each([
  ["timeout(time: LIMIT, unit: 'MINUTES')", "timeout"],
  ["cron(schedule)", "cron"],
  ["junit pattern", "junit"],
  ["buildDiscarder(logRotator(artifactNumToKeepStr: '5'))", "logRotator"],
  ["node(params.AGENT) {\n}", "the label of an agent"],
  ["sh script.join('\\n')", "sh"],
  ["withEnv(['A=b']) {\n}", "withEnv"],
  ["dir('web') {\n}", "dir"],
  ["docker.image('x').push()", "docker.image"],
  ["docker.build(name)", "docker.build"],
  ["def pom = readMavenPom()", "readMavenPom"],
  ["wrap([$class: 'Xvfb']) {\n}", "wrap"],
  ["def release(name) {\n  echo name\n}", "Groovy code"],
  ["import groovy.json.JsonSlurper", "Groovy code"],
])("lists %j as not taken over", (text, construct) => {
  const { facts, leftovers } = readJenkinsfile("Jenkinsfile", `${text}\n`, {
    tool: "maven",
    runsCommand: false,
    git: "",
    has: () => true,
  });
  expect(facts).toEqual([]);
  expect(leftovers.map((it) => it.construct)).toContain(construct);
});

/** Files that are hard to read, of about a size. */
const HOSTILE: Readonly<Record<string, (size: number) => string>> = {
  "levels of brackets": (size) => "a(".repeat(size / 2),
  "brackets that no bracket closes": (size) => "(]".repeat(size / 2),
  "levels of texts in texts": (size) => '"${'.repeat(size / 3),
  "levels of blocks": (size) => "tools {\n".repeat(size / 8),
  "steps next to each other": (size) => "sh 'make'\n".repeat(size / 10),
  "commands on one line": (size) => "= x 't' ".repeat(size / 8),
  "items of a list": (size) => `junit([${"'a',".repeat(size / 4)}])`,
  "calls of own methods": (size) => "run()\n".repeat(size / 6),
  "variables that double": () =>
    Array.from({ length: 60 }, (_, at) => `A${at + 1} = "\${A${at}}\${A${at}}"\n`).join("A0 = 'x'\n"),
  "signs that no secret ends": (size) => `pipeline { environment { A = '${"+".repeat(size)}' } }`,
  "values that differ": (size) => Array.from({ length: size / 20 }, (_, at) => `junit '${at}/*.xml'\n`).join(""),
  variables: (size) => `environment {\n${Array.from({ length: size / 10 }, (_, at) => `A${at} = 'x'\n`).join("")}}\n`,
};

it.each(Object.entries(HOSTILE))("reads a large file with %s in little time", (_, text) => {
  const timeOf = (size: number) => {
    const file = text(size);
    const start = performance.now();
    const { facts } = readJenkinsfile("Jenkinsfile", file, {
      tool: "maven",
      runsCommand: false,
      git: "",
      has: () => true,
    });
    expect(facts.length).toBeLessThanOrEqual(200);
    return performance.now() - start;
  };
  timeOf(10_000);
  // Eight times the size takes eight times as long, or 64 times if the time is quadratic; a short time is mostly noise.
  expect(timeOf(480_000)).toBeLessThan(24 * Math.max(timeOf(60_000), 50));
});

it("does not read a file of 1 MB, and reports it", () => {
  const large = { Jenkinsfile: "(".repeat(1_000_000), ".pipeline/config.yml": "[".repeat(1_000_000) };
  expect(section(init({ ...maven, ...large }).stdout, "not taken over:")).toEqual([
    "Jenkinsfile: the file: it has more than 500000 characters, so init does not read it",
    ".pipeline/config.yml: the file: it has more than 500000 characters, so init does not read it",
  ]);
});

it("reads a configuration of Piper with many levels or keys", () => {
  const deep = readPiper("x", "[".repeat(100_000), "maven");
  expect(deep.leftovers.map(({ construct }) => construct)).toEqual(["the file"]);
  const nested = readPiper(
    "x",
    `${Array.from({ length: 3000 }, (_, at) => `${" ".repeat(at)}a:\n`).join("")}`,
    "maven",
  );
  expect(nested.facts).toEqual([]);
  const flat = Array.from({ length: 20_000 }, (_, at) => `key${at}: 1\n`).join("");
  expect(readPiper("x", flat, "maven").leftovers.length).toBe(20_000);
});

it.each([
  ["DB_PASSWORD", "x"],
  ["apiKey", "x"],
  ["URL", "https://reader:pw@nexus.acme.internal/"],
  ["ARGS", "-Dsonar.login=abc"],
  ["VALUE", "ea55bbe28c291adde5e39d2d2a511a516baadf24"],
  ["VALUE", "ghp_0123456789abcdef"],
  ["VALUE", "AKIA0123456789ABCDEF"],
  ["URL", "https://hooks.chat.acme.internal/services/T0/B0/x"],
  ["URL", "https://chat.acme.internal/services/ea55bbe28c291adde5e39d2d2a511a516baadf24"],
  ["JDBC", "jdbc:oracle:thin:scott/tiger@db.acme.internal:1521"],
  ["DB_PW", "x"],
  ["SIGNING_KEY", "x"],
])("takes %s=%s for a secret", (name, value) => {
  expect(looksSecret(name, value)).toBe(true);
});

it.each([
  ["MAVEN_OPTS", "-Xmx1g -Dfile.encoding=UTF-8"],
  ["PROFILE", "ci"],
  ["IMAGE", "registry.acme.internal/shop/catalog-service-2"],
  ["URL", "https://nexus.acme.internal/repository/npm-2/"],
  ["IMAGE", "registry.acme.internal/shop/catalog-service-with-a-long-name-2"],
  ["IMAGE", `registry.acme.internal/shop/web:1@sha256:${"0".repeat(60)}abcd`],
])("takes %s=%s for no secret", (name, value) => {
  expect(looksSecret(name, value)).toBe(false);
});
