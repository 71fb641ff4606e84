import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readJenkinsfile } from "../../../generator/init/existing/jenkinsfile.ts";
import { imagesFolder } from "../../../generator/init/propose-platform.ts";
import { put } from "../commands/support.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");
const maven = { "pom.xml": "<project/>", Dockerfile: "FROM eclipse-temurin:21\n" };

function repository(files: Readonly<Record<string, string>>, remote = "https://git.acme.internal/bank/pay.git") {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-adoption-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  execFileSync("git", ["remote", "add", "origin", remote], { cwd: folder });
  const run = (...given: string[]) => spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  return { folder, run, read };
}

/** Runs `init`; the specs that it writes must be valid without a finding. */
function init(files: Readonly<Record<string, string>>, remote?: string) {
  const project = repository(files, remote);
  const { status, stdout, stderr } = project.run("init", "--yes");
  expect(status, stderr).toBe(0);
  expect(project.run("validate")).toMatchObject({ status: 0, stderr: "" });
  return { ...project, stdout, stderr };
}

const leftoversOf = (text: string, tool = "maven") =>
  readJenkinsfile("Jenkinsfile", text, { tool, runsCommand: false, git: "", has: () => true }).leftovers.map(
    ({ construct, where }) => `${where.line}: ${construct}`,
  );

describe("a deployment that waits for a person", () => {
  it("is protected, waits for the same people, and belongs to another team than the source", () => {
    const Jenkinsfile =
      "pipeline {\n  stages {\n    stage('Deploy staging') { steps { sh 'make stage' } }\n" +
      "    stage('Deploy production') {\n      input {\n        message 'Deploy?'\n        submitter 'release-managers,anna'\n      }\n" +
      "      steps { sh 'make prod' }\n    }\n  }\n}\n";
    const { stdout, read, run, folder } = init({ ...maven, Jenkinsfile });
    expect(stdout).toContain("  Jenkinsfile:4: environments: production (protected)\n");
    expect(stdout).toContain(
      "  Jenkinsfile:5: stages.ENVIRONMENT.approval.by: release-managers, anna for production\n",
    );
    const platform = read("stagewright.yaml");
    expect(platform).toContain("  staging: { gitops: ");
    expect(platform).toContain(
      "  production: { protected: true, gitops: { git: https://git.acme.internal/bank/pay-gitops-production.git, ",
    );
    expect(platform).toContain("argocd: { server: https://argocd.acme.internal, environments: [staging] }");
    expect(platform).toContain(
      "argocd-protected: { server: https://argocd-protected.acme.internal, environments: [production] }",
    );
    expect(read("services/pay.yaml")).toContain(
      "{ id: production, kind: deploy, owner: release, environment: production, approval: { by: [release-managers, anna] } }",
    );
    expect(run("generate").status).toBe(0);
    expect(read("out/jenkinsfiles/release/pay/production.Jenkinsfile")).toContain("by: ['release-managers', 'anna'],");
    expect(existsSync(join(folder, "out/jenkinsfiles/platform/pay/image.Jenkinsfile"))).toBe(true);
    // The job of staging starts no other job, and the job of the image starts only staging.
    expect(read("out/jenkinsfiles/platform/pay/image.Jenkinsfile")).not.toContain("production");
  });

  it.each(["production", "prod", "PRD", "Live"])("is protected for %s, if the old pipeline asks no one", (name) => {
    const { read } = init({ ...maven, Jenkinsfile: `node {\n  stage('Deploy to ${name}') {\n    sh 'make'\n  }\n}\n` });
    const environment = name.toLowerCase();
    expect(read("stagewright.yaml")).toContain(`  ${environment}: { protected: true, `);
    const service = read("services/pay.yaml");
    expect(service).toContain(`environment: ${environment}, approval: { by: [release-managers] } }`);
    expect(service).toContain("# Replace release-managers by the users or groups who approve a release.");
  });

  const protectedIn = (text: string) =>
    readJenkinsfile("Jenkinsfile", text, { tool: "maven", runsCommand: false, git: "", has: () => true }).facts.flatMap(
      (it) => (it.key === "environments" ? it.value.map(({ name, protected: is }) => `${name}${is ? "!" : ""}`) : []),
    );

  it.each([
    ["a stage that only asks", "stage('Approve') { input 'ok?' }\nstage('Deploy to uat') { sh 'x' }\n", ["uat!"]],
    ["a step before the work", "stage('Deploy to uat') {\n input message: 'ok?'\n sh 'x'\n}\n", ["uat!"]],
    [
      "a step after the work",
      "stage('Deploy to qa') {\n sh 'x'\n input 'next?'\n}\nstage('Deploy to uat') { sh 'x' }\n",
      ["qa", "uat!"],
    ],
    [
      "a directive after the steps",
      "stage('Deploy to uat') {\n steps { sh 'x' }\n input { message 'ok?' }\n}\n",
      ["uat!"],
    ],
    [
      "stages without a block",
      "stage 'Deploy to qa'\nsh 'x'\nstage 'Deploy to uat'\ninput 'ok?'\nsh 'x'\n",
      ["qa", "uat!"],
    ],
    [
      "the second stage of an environment",
      "stage('Deploy qa') { sh 'x' }\ninput 'ok?'\nstage('Deploy qa') { sh 'x' }\n",
      ["qa!"],
    ],
    ["no one", "stage('Deploy to qa') { sh 'x' }\nstage('Deploy to uat') { sh 'x' }\n", ["qa", "uat"]],
  ])("is found with %s", (_, text, expected) => {
    expect(protectedIn(text)).toEqual(expected);
  });

  it("is listed without its people, if they are no constant", () => {
    const text = "stage('Deploy to uat') {\n  input message: 'ok?', submitter: params.WHO\n  sh 'x'\n}\n";
    const { facts, leftovers } = readJenkinsfile("Jenkinsfile", text, {
      tool: "maven",
      runsCommand: false,
      git: "",
      has: () => true,
    });
    expect(facts.map(({ key }) => key)).toEqual(["environments"]);
    expect(leftovers).toContainEqual(
      expect.objectContaining({
        construct: "input",
        instead: expect.stringContaining("no constant users or groups"),
        where: { file: "Jenkinsfile", line: 2 },
      }),
    );
  });

  it("is not proposed for a service that is added to a project whose only environment is protected", () => {
    const { run, read } = init({
      ...maven,
      Jenkinsfile: "node {\n  stage('Deploy to prod') {\n    sh 'make'\n  }\n}\n",
    });
    const other = repository(
      { "go.mod": "module x\n", Dockerfile: "FROM scratch\n" },
      "https://git.acme.internal/bank/fx.git",
    );
    expect(run("init", "--add", other.folder).status).toBe(0);
    expect(read("services/fx.yaml")).toContain("kind: image");
    expect(read("services/fx.yaml")).not.toContain("kind: deploy");
    expect(run("validate")).toMatchObject({ status: 0, stderr: "" });
  });
});

it.each(["@Library('ci-steps') _", "@Library(['a', 'ci-steps@v2']) _", 'library "ci-steps"'])(
  "gives the library another name than the one in %s",
  (line) => {
    const { read } = init({ ...maven, "ci/Jenkinsfile.release": `${line}\nnode {}\n` });
    expect(read("stagewright.yaml")).toContain("library: { name: pay-ci-steps, ");
  },
);

describe("files that git ignores", () => {
  it.each([
    ["out/\n", {}, "generated"],
    ["out\n", { "generated/api.ts": "" }, "generated-pipelines"],
  ])("are in another folder: %j", (ignored, more, directory) => {
    const { stderr, read, run, folder } = init({ ...maven, ...more, ".gitignore": ignored });
    expect(stderr).toBe("");
    expect(read("stagewright.yaml")).toContain(`branch: main, directory: ${directory}, owner: platform }`);
    expect(run("generate")).toMatchObject({ status: 0, stderr: "" });
    expect(existsSync(join(folder, directory, "PIPELINES.md"))).toBe(true);
  });

  it("are named by init and by generate, with the pattern", () => {
    const ignored = "target/\nout/\ngenerated*/\n";
    const { stderr, run } = init({ ...maven, ".gitignore": ignored });
    expect(stderr).toBe(
      "git ignores out/PIPELINES.md, so no commit contains it: change the pattern in .gitignore:2: out/\n",
    );
    const generated = run("generate");
    expect(generated.status).toBe(0);
    expect(generated.stderr).toMatch(
      /^git ignores out\/\S+ and \d+ more, so no commit contains them: change the pattern in \.gitignore:2: out\/\n$/,
    );
    expect(run("generate")).toMatchObject({ status: 0, stderr: "" });
  });

  it("are specs, too, and none that a later pattern includes", () => {
    expect(init({ ...maven, ".gitignore": "services/\n" }).stderr).toContain("git ignores services/pay.yaml, so");
    expect(init({ ...maven, ".gitignore": "*.yaml\n!stagewright.yaml\n!services/*.yaml\n" }).stderr).toBe("");
  });
});

describe("the names of images", () => {
  it("begin with the account in the registry of a public git host", () => {
    const { read } = init(maven, "git@github.com:Acme-Dev/platform.git");
    expect(read("stagewright.yaml")).toContain("main: { host: ghcr.io, ");
    expect(read("services/platform.yaml")).toContain("name: acme-dev/platform }");
  });

  it.each([
    ["https://gitlab.com/acme/shops/web.git", "registry.gitlab.com", "acme/shops/web"],
    ["https://bitbucket.org/acme/web.git", "docker.io", "acme"],
    ["https://github.com/acme/web.git", "registry.acme.internal", "team"],
    ["https://git.acme.internal/acme/web.git", "registry.acme.internal", "team"],
    ["https://github.com/acme--x-/web.git", "ghcr.io", "team"],
    ["https://github.com/acme/web.git", null, "team"],
  ])("of %s in %s begin with %s", (git, registry, expected) => {
    expect(imagesFolder(git, registry, "team")).toBe(expected);
  });
});

it("keeps the team's settings of the editor, and prints what to add", () => {
  const settings = '{ "editor.tabSize": 3 }\n';
  const { stdout, read } = init({ ...maven, ".vscode/settings.json": settings });
  expect(read(".vscode/settings.json")).toBe(settings);
  expect(stdout).toContain(".vscode/settings.json exists, and init does not change it. Add:\n  {\n");
  expect(stdout).toContain('"./node_modules/stagewright/dist/schemas/service.schema.json": "services/*.yaml"');
  expect(stdout).toContain("+ .vscode/extensions.json\n");
});

describe("a repository that is read with SSH", () => {
  const remote = "git@git.acme.internal:bank/pay.git";

  it("gets a credential for the service and the pipelines repository", () => {
    const { read } = init(maven, remote);
    expect(read("stagewright.yaml")).toMatch(/pipelines: \{ git: git@.*, credentials: git-ssh-key, owner/);
    expect(read("stagewright.yaml")).toContain("locks: { replace: [credentials] }\n");
    expect(read("services/pay.yaml")).toContain("credentials: git-ssh-key\n");
  });

  it("gets the credential of the project's services when it is added", () => {
    const { read, run } = init(maven, remote);
    const other = repository({ "go.mod": "module x\n" }, "git@git.acme.internal:bank/fx.git");
    expect(run("init", "--add", other.folder).status).toBe(0);
    expect(read("services/fx.yaml")).toContain("credentials: git-ssh-key\n");
    const elsewhere = repository({ "go.mod": "module x\n" }, "git@git.other.internal:bank/gx.git");
    expect(run("init", "--add", elsewhere.folder).status).toBe(0);
    expect(read("services/gx.yaml")).not.toContain("credentials");
    expect(run("validate")).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("the list of what is not taken over", () => {
  it.each([
    ["sh 'python3 -m flake8 src'", "python", "1: the command python3"],
    ["sh 'pytest'", "python", "1: the command pytest"],
    ["sh 'npm run lint'", "npm", "1: the command npm"],
    ["sh 'mvn package'\nsh 'mvn checkstyle:check'", "maven", "2: the command mvn"],
    ["sh 'if test -f x; then ./check.sh; fi'", "maven", "1: the command check.sh"],
    ["sh '(./check.sh)'", "maven", "1: the command check.sh"],
    ["sh 'echo $(./check.sh)'", "maven", "1: the command echo"],
    ["sh 'docker build --build-arg VERSION=2 -t shop/web .'", "maven", "1: the option --build-arg of the image build"],
    ["docker.build('shop/web', '--build-arg VERSION=2 .')", "maven", "1: the option --build-arg of the image build"],
    ["docker.build('shop/web', options)", "maven", "1: the options of docker.build"],
    ["sh 'docker push shop/web:latest'", "maven", "1: the tag latest of an image"],
    ["def img = docker.build('shop/web')\nimg.push('latest')", "maven", "2: the tag latest of an image"],
    ["img.push(env.TAG)", "maven", "1: the tag of an image"],
    ["if (env.BRANCH_NAME == 'main') { echo 'x' }", "maven", "1: the multibranch pipeline"],
    ['sh "make $CHANGE_ID"', "maven", "1: the multibranch pipeline"],
    ["stage('x') {\n  when {\n    branch 'main'\n  }\n}", "maven", "3: the multibranch pipeline"],
    ["stage('x') {\n  when {\n    changeRequest()\n  }\n}", "maven", "3: the multibranch pipeline"],
  ])("has for %j with %s: %s", (text, tool, expected) => {
    expect(leftoversOf(`${text}\n`, tool)).toContain(expected);
  });

  it.each([
    "sh 'mvn --version'",
    "sh 'VERSION=1'",
    "sh 'mkdir -p x && cd x'",
    "img.push()",
    "sh 'docker build -t x .; true'",
  ])("has only what init does not take over: %s", (text) => {
    expect(leftoversOf(`${text}\n`).filter((it) => !it.includes("docker"))).toEqual([]);
  });

  it("has parameters that no proposed stage uses", () => {
    const Jenkinsfile =
      "pipeline {\n  parameters {\n    booleanParam(name: 'SKIP_TESTS', defaultValue: false)\n  }\n}\n";
    const { stdout, read } = init({ ...maven, Jenkinsfile });
    expect(read("services/pay.yaml")).toContain("name: SKIP_TESTS");
    expect(stdout).toContain("  Jenkinsfile:3: the use of the parameter SKIP_TESTS: it is a variable of the commands");
  });
});

it("puts the specs into another folder than one with other YAML files", () => {
  const { folder, read, run } = init({
    ...maven,
    "services/compose.yaml": "services: {}\n",
    "pipelines/x.yaml": "a: 1\n",
  });
  expect(read("stagewright.yaml")).toContain("services: service-specs/*.yaml\n");
  expect(read(".vscode/settings.json")).toContain('"service-specs/*.yaml"');
  expect(existsSync(join(folder, "service-specs/pay.yaml"))).toBe(true);
  expect(run("generate").status).toBe(0);
});
