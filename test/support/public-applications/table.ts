import type { PublicApplication } from "./application.ts";

/** Packages that are newer are not installed, so that each run gets the same ones. */
const BEFORE = "2026-11-01";
const NPM_LOCK = ["npm", "install", "--package-lock-only", "--no-audit", "--no-fund", "--before", BEFORE];
const NPM_CI = ["npm", "ci", "--no-audit", "--no-fund"];

function archetype(group: string, artifact: string, version: string, name: string): readonly string[] {
  return [
    ...["mvn", "--batch-mode", "--no-transfer-progress", "--quiet"],
    "org.apache.maven.plugins:maven-archetype-plugin:3.4.0:generate",
    ...[`-DarchetypeGroupId=${group}`, `-DarchetypeArtifactId=${artifact}`, `-DarchetypeVersion=${version}`],
    ...["-DgroupId=com.example", `-DartifactId=${name}`, "-Dversion=1.0", "-DjavaCompilerVersion=17"],
  ];
}

const archetypes = "org.apache.maven.archetypes";
const vite = (name: string, template: string) => [
  ...["npm", "create", "--yes", "vite@9.1.1", name, "--", "--template", template],
];
const modules = ["basket", "billing", "catalog", "mail", "orders", "search", "stock", "users"];

/** A Dockerfile that copies what the source stage archived. */
const dockerfile = (copy: string) => `ARG BASE\nFROM $BASE\nCOPY ${copy}\n`;

/** A project of Gradle's generator without its own wrapper and settings, in a build of several projects. */
function gradleProject(folder: string, type: string): readonly string[] {
  const script = [
    `mkdir -p ${folder}`,
    `gradle --no-daemon --quiet --project-dir ${folder} init --type ${type}`,
    `rm -r ${folder}/gradle ${folder}/gradlew ${folder}/gradlew.bat ${folder}/settings.gradle ${folder}/.gradle`,
    // The repository in the template of this version no longer exists.
    `sed -i 's/jcenter()/mavenCentral()/' ${folder}/build.gradle`,
  ];
  return ["sh", "-ec", script.join("\n")];
}

/** The applications, in the order of the table in docs/applications.md. */
export const publicApplications: readonly PublicApplication[] = [
  {
    name: "quickstart",
    generator: "`mvn archetype:generate`, maven-archetype-quickstart 1.5",
    needs: ["mvn", "javac"],
    create: [archetype(archetypes, "maven-archetype-quickstart", "1.5", "quickstart")],
    lock: [],
    warm: [["mvn", "--batch-mode", "--no-transfer-progress", "--quiet", "verify"]],
    files: { Dockerfile: dockerfile("target/quickstart-1.0.jar /app/") },
    services: { quickstart: "tool: maven, artifacts: [target/*.jar] }" },
    ci: true,
  },
  {
    name: "webapp",
    generator: "`mvn archetype:generate`, maven-archetype-webapp 1.4",
    needs: ["mvn", "javac"],
    create: [archetype(archetypes, "maven-archetype-webapp", "1.4", "webapp")],
    lock: [],
    warm: [["mvn", "--batch-mode", "--no-transfer-progress", "--quiet", "verify"]],
    files: {},
    services: { webapp: "tool: maven, artifacts: [target/*.war] }" },
    ci: true,
  },
  {
    name: "market",
    generator: "`mvn archetype:generate`, pom-root 1.1 with eight modules of maven-archetype-quickstart 1.5",
    needs: ["mvn", "javac"],
    create: [
      archetype("org.codehaus.mojo.archetypes", "pom-root", "1.1", "market"),
      ...modules.map((name) => [
        ...["sh", "-ec", 'cd market && exec "$@"', "sh"],
        ...archetype(archetypes, "maven-archetype-quickstart", "1.5", name),
      ]),
    ],
    lock: [],
    warm: [],
    files: Object.fromEntries(modules.map((name) => [`${name}/Dockerfile`, dockerfile("target/*.jar /app/")])),
    services: { market: "tool: maven, artifacts: ['**/target/*.jar'] }" },
    ci: false,
  },
  {
    name: "gradle-build",
    generator: "`gradle init` 4.4.1, the types java-application and java-library in one build",
    needs: ["gradle", "javac"],
    create: [gradleProject("gradle-build/app", "java-application"), gradleProject("gradle-build/list", "java-library")],
    lock: [],
    warm: [],
    files: {
      "settings.gradle": "include 'app', 'list'\n",
      ".gitignore": ".gradle/\nbuild/\n",
      Dockerfile: dockerfile("app/build/libs/app.jar /app/"),
    },
    services: { "gradle-build": "tool: gradle, artifacts: ['**/build/libs/*.jar'] }" },
    ci: false,
  },
  {
    name: "vite-react",
    generator: "`npm create vite` 9.1.1, react-ts",
    needs: ["npm"],
    create: [vite("vite-react", "react-ts")],
    lock: [NPM_LOCK],
    warm: [NPM_CI],
    files: { Dockerfile: dockerfile("dist /srv") },
    services: { "vite-react": "tool: npm, artifacts: [dist/**] }" },
    ci: true,
  },
  {
    name: "express",
    generator: "`express-generator` 4.16.1",
    needs: ["npm"],
    create: [["npx", "--yes", "express-generator@4.16.1", "--no-view", "express"]],
    lock: [NPM_LOCK],
    warm: [NPM_CI],
    files: { ".gitignore": "node_modules/\n", Dockerfile: dockerfile("app.js package.json /app/") },
    services: { express: "tool: npm }" },
    ci: true,
  },
  {
    name: "nest",
    generator: "`nest new` 11.0.10, with Yarn 1.22.22",
    needs: ["npm"],
    create: [
      [
        "npx",
        "--yes",
        "@nestjs/cli@11.0.10",
        "new",
        "nest",
        "--package-manager",
        "yarn",
        "--skip-git",
        "--skip-install",
      ],
    ],
    lock: [["yarn", "install", "--non-interactive", "--ignore-scripts"]],
    warm: [],
    files: { ".gitignore": "node_modules/\ndist/\n", Dockerfile: dockerfile("dist /app") },
    services: { nest: "tool: yarn, artifacts: [dist/**] }" },
    ci: false,
  },
  {
    name: "shops",
    generator: "`npm create vite` 9.1.1, vue-ts and vanilla-ts in a workspace of pnpm 10.20.0",
    needs: ["npm"],
    create: [["mkdir", "shops"], vite("shops/apps/shop", "vue-ts"), vite("shops/apps/admin", "vanilla-ts")],
    lock: [["pnpm", "install", "--lockfile-only"]],
    warm: [],
    files: {
      "package.json": '{ "name": "shops", "private": true }\n',
      "pnpm-workspace.yaml": "packages: [apps/*]\n",
      "apps/shop/Dockerfile": dockerfile("dist /srv"),
    },
    services: {
      admin: "tool: pnpm, directory: apps/admin, artifacts: [dist/**] }",
      shop: "tool: pnpm, directory: apps/shop, artifacts: [dist/**] }",
    },
    ci: false,
  },
  {
    name: "greeter",
    generator: "`uv init --package` 0.9.7",
    needs: ["python3"],
    create: [["uv", "init", "--package", "--vcs", "none", "greeter"]],
    lock: [["uv", "lock"]],
    warm: [
      ["uv", "sync", "--locked"],
      ["uv", "build"],
    ],
    files: { ".gitignore": ".venv/\ndist/\n", Dockerfile: dockerfile("dist /dist") },
    services: { greeter: "tool: python, artifacts: [dist/**] }" },
    ci: true,
  },
  {
    name: "ledger",
    generator: "`poetry new` 2.2.1",
    needs: ["python3"],
    create: [["poetry", "new", "ledger"]],
    lock: [["poetry", "lock"]],
    warm: [["poetry", "build"]],
    files: { ".gitignore": ".venv/\ndist/\n" },
    services: { ledger: "tool: python, artifacts: [dist/*.whl] }" },
    ci: true,
  },
  {
    name: "bookshop",
    generator: "`django-admin startproject` 5.2.8",
    needs: ["python3"],
    create: [["uvx", "--from", "django==5.2.8", "django-admin", "startproject", "bookshop"]],
    lock: [],
    warm: [
      ["python3", "-m", "venv", ".venv"],
      [".venv/bin/python", "-m", "pip", "install", "--quiet", "--requirement", "requirements.txt"],
    ],
    files: {
      "requirements.txt": "django==5.2.8\n",
      ".gitignore": ".venv/\ndb.sqlite3\n",
      Dockerfile: dockerfile("bookshop /app/bookshop"),
    },
    services: { bookshop: "tool: python, arguments: [python, manage.py, test] }" },
    ci: true,
  },
  {
    name: "uuid",
    generator: "`gonew` 0.30.0, from github.com/google/uuid 1.6.0",
    needs: ["go"],
    create: [
      [
        ...["go", "run", "golang.org/x/tools/cmd/gonew@v0.30.0"],
        ...["github.com/google/uuid@v1.6.0", "git.acme.internal/apps/uuid"],
      ],
    ],
    lock: [],
    warm: [["go", "test", "./..."]],
    files: {},
    services: { uuid: "tool: go }" },
    ci: true,
  },
  {
    name: "meter",
    generator: "`cargo new`, of the installed Rust",
    needs: ["cargo"],
    create: [["cargo", "new", "--vcs", "none", "meter"]],
    lock: [["cargo", "generate-lockfile"]],
    warm: [],
    files: { ".gitignore": "/target\n", Dockerfile: dockerfile("target/release/meter /app/") },
    services: {
      meter: "command: cargo test --locked && cargo build --release --locked, artifacts: [target/release/meter] }",
    },
    ci: false,
  },
  {
    name: "clock",
    generator: "`dotnet new console`, of the installed SDK",
    needs: ["dotnet"],
    create: [["dotnet", "new", "console", "--output", "clock"]],
    lock: [],
    warm: [],
    files: { ".gitignore": "bin/\nobj/\n" },
    services: { clock: "tool: dotnet, artifacts: ['**/bin/Release/*/publish/**'] }" },
    ci: false,
  },
];
