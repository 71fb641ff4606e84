import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { put } from "../commands/support.ts";

/** Repositories: their files, and the texts that the created specs must contain. */
export const layouts: Readonly<
  Record<string, { files: Readonly<Record<string, string>>; remote?: string; expected: readonly string[] }>
> = {
  "a Java service with its owners": {
    files: { "pom.xml": "<project/>", Dockerfile: "FROM eclipse-temurin:17\n", ".github/CODEOWNERS": "* @acme/shop\n" },
    remote: "https://me:secret@git.acme.internal/shop/shop.git",
    expected: [
      "tool: maven",
      "because the repository has a pom.xml",
      "@acme/shop",
      "eclipse-temurin:17",
      "https://git.acme.internal/shop/shop.git",
    ],
  },
  "a Gradle service by SSH, with a Jenkinsfile": {
    files: { "build.gradle.kts": "", Jenkinsfile: "node {}\n", Dockerfile: "ARG BASE\nFROM $BASE\n" },
    remote: "git@git.acme.internal:pay/pay-api.git",
    expected: ["tool: gradle", "how-to/adopt.md", "service: pay-api", "git@git.acme.internal:pay/pay-api.git"],
  },
  "a Node package with a Containerfile": {
    files: { "package.json": '{ "scripts": { "build": "x" } }', Containerfile: "FROM node:22\n" },
    expected: ["tool: npm, artifacts: [dist/**] }", "poll: H/5 * * * *", "dockerfile: Containerfile"],
  },
  "a GitLab server": {
    files: { "go.mod": "" },
    remote: "git@gitlab.acme.internal:shop/shop.git",
    expected: ["git: { host: gitlab }"],
  },
  "submodules and files of Git LFS": {
    files: { "go.mod": "", ".gitmodules": "", ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n" },
    expected: ["checkout: { submodules: true, lfs: true }"],
  },
  "submodules, and Git LFS in a comment": {
    files: { "go.mod": "", ".gitmodules": "", ".gitattributes": "# *.bin filter=lfs\n" },
    expected: ["checkout: { submodules: true } # because of .gitmodules"],
  },
  "a Yarn package": {
    files: { "package.json": '{ "scripts": { "build": "x" } }', "yarn.lock": "" },
    expected: ["tool: yarn, artifacts: [dist/**] }", "because the repository has a yarn.lock"],
  },
  "a pnpm package": {
    files: { "package.json": "{}", "pnpm-lock.yaml": "" },
    expected: ["tool: pnpm }", "because the repository has a pnpm-lock.yaml"],
  },
  "a pnpm package without its lock file": {
    files: { "package.json": '{ "packageManager": "pnpm@10.20.0" }' },
    expected: ["tool: pnpm }", "because the repository has a package.json"],
  },
  "a Python package of uv": {
    files: { "uv.lock": "", "pyproject.toml": "[build-system]\n" },
    expected: ["tool: python, artifacts: [dist/*.whl] }", "because the repository has a uv.lock"],
  },
  "a Python application with requirements": {
    files: { "requirements.txt": "flask==3.0.0\n" },
    expected: ["tool: python }", "because the repository has a requirements.txt"],
  },
  "a .NET solution": {
    files: { "Shop.sln": "", "src/Shop.csproj": "" },
    expected: ["tool: dotnet, artifacts: ['**/bin/Release/*/publish/**'] }", "because the repository has a Shop.sln"],
  },
  "a Go module without an image": {
    files: { "go.mod": "module x\n", "main.go": "package main\n" },
    expected: ["tool: go, artifacts: [bin/*] }", "init found no Dockerfile"],
  },
  "two applications in folders, one of them deeper, next to ignored folders": {
    files: {
      "api/go.mod": "module x\n",
      "api/Dockerfile": "FROM golang:1.22 AS build\nFROM scratch\n",
      "apps/web/package.json": "{}",
      "apps/web/packages/ui/package.json": "{}",
      "apps/web/Containerfile": "FROM node:22\n",
      "node_modules/left/package.json": "{}",
    },
    remote: "https://git.acme.internal/shop/all.git",
    expected: [
      "service: api\n",
      "service: web\n",
      "tool: go, directory: api }",
      "tool: npm, directory: apps/web }",
      "name: all/web }, dockerfile: apps/web/Containerfile, context: apps/web }",
      "# set paths: ['apps/web/**'], and add all other files that it contains",
    ],
  },
  "two applications whose folders have one name": {
    files: { "shop/api/pom.xml": "<project/>", "bank/api/build.gradle": "" },
    expected: ["service: shop-api\n", "service: bank-api\n"],
  },
  "modules of one build, with an image each": {
    files: {
      "pom.xml": "<project><modules><module>door</module></modules></project>",
      "door/Dockerfile": "FROM eclipse-temurin:21\n",
      "bell/Dockerfile": "FROM eclipse-temurin:21\n",
    },
    remote: "https://git.acme.internal/shop/house.git",
    expected: [
      "tool: maven, artifacts: ['**/target/*.jar']",
      "id: image-bell, kind: image, owner: platform, engine: buildah, image: { registry: main, name: house/house-bell }",
      "dockerfile: door/Dockerfile, context: door }",
    ],
  },
  "modules in a folder, two of them with one name": {
    files: {
      "pom.xml": "<project><packaging>pom</packaging><modules><module>apps/door</module></modules></project>",
      "apps/door/pom.xml": "<project><packaging>war</packaging></project>",
      "apps/door/Dockerfile": "FROM tomcat:11\n",
      "apps/api/Dockerfile": "FROM tomcat:11\n",
      "more/api/Dockerfile": "FROM tomcat:11\n",
    },
    expected: [
      "tool: maven, artifacts: ['**/target/*.war']",
      "id: image-door,",
      "id: image-apps-api,",
      "id: image-more-api,",
      "context: apps/door }",
    ],
  },
  "a web application of Maven, which makes a war": {
    files: { "pom.xml": "<project><!-- <packaging>jar</packaging> --><packaging>war</packaging></project>" },
    expected: ["tool: maven, artifacts: [target/*.war] }", "from a commit to its artifacts"],
  },
  "Maven modules that make a jar and an ear": {
    files: {
      "pom.xml":
        "<project><packaging>pom</packaging><modules><module>..</module><module>core</module><module>all</module></modules></project>",
      "core/pom.xml": "<project/>",
      "all/pom.xml": "<project><packaging>pom</packaging><modules><module>ear</module></modules></project>",
      "all/ear/pom.xml": "<project><packaging>ear</packaging></project>",
    },
    expected: ["tool: maven, artifacts: ['**/target/*.ear', '**/target/*.jar'] }"],
  },
  "projects of one Gradle build, whose root has only the settings": {
    files: {
      "settings.gradle.kts": 'rootProject.name = "shop"\ninclude("app", "list")\n',
      "app/build.gradle.kts": "",
      "list/build.gradle.kts": "",
    },
    remote: "https://git.acme.internal/shop/shop.git",
    expected: ["service: shop\n", "tool: gradle, artifacts: ['**/build/libs/*.jar'] }"],
  },
  "a Gradle build that includes other builds": {
    files: { "settings.gradle": "includeBuild 'tools'\n", "build.gradle": "" },
    expected: ["tool: gradle, artifacts: [build/libs/*.jar] }"],
  },
  "a Rust program": {
    files: { "Cargo.toml": '[package]\nname = "meter"\n', "Cargo.lock": "", "src/main.rs": "" },
    expected: [
      "tool: command, command: cargo test --locked && cargo build --release --locked, artifacts: [target/release/meter] }",
      "because the repository has a Cargo.toml",
    ],
  },
  "a Rust library without its lock file": {
    files: { "Cargo.toml": '[package]\nname = "meter"\n', "src/lib.rs": "" },
    expected: ["release --locked }", "There is no Cargo.lock: run cargo generate-lockfile, and commit the file."],
  },
  "a Django project": {
    files: { "manage.py": "", "requirements.txt": "django==5.2.8\n" },
    expected: ["tool: python, arguments: [python, manage.py, test] }"],
  },
  "a Django project with pytest": {
    files: { "manage.py": "", "requirements.txt": "django==5.2.8\npytest==8.4.2\n" },
    expected: ["tool: python }"],
  },
  "a Django project without a list of packages": {
    files: { "manage.py": "" },
    expected: ["because the repository has a manage.py", "There is no list of packages: run pip freeze"],
  },
  "packages without their lock file": {
    files: { "package.json": '{ "dependencies": { "express": "^4" } }' },
    expected: [
      "There is no package-lock.json, so the build fails: run npm install, and commit the file.",
      "tool: npm }",
    ],
  },
  "a pnpm workspace of two applications and a package that they share": {
    files: {
      "package.json": '{ "private": true, "devDependencies": { "typescript": "5" } }',
      "pnpm-workspace.yaml": "packages:\n  - apps/*\n",
      "pnpm-lock.yaml": "",
      "apps/admin/package.json": '{ "scripts": { "build": "x" } }',
      "apps/shop/package.json": '{ "scripts": { "build": "x" } }',
      "apps/shared/package.json": "{}",
    },
    expected: [
      "service: admin\n",
      "tool: pnpm, directory: apps/admin, artifacts: [dist/**] }",
      "tool: pnpm, directory: apps/shop, artifacts: [dist/**] }",
    ],
  },
  "a Yarn workspace that builds all its packages": {
    files: {
      "package.json": '{ "workspaces": ["apps/*"], "scripts": { "build": "x" } }',
      "yarn.lock": "",
      "apps/shop/package.json": '{ "scripts": { "build": "x" } }',
    },
    remote: "https://git.acme.internal/shop/all.git",
    expected: ["service: all\n", "tool: yarn }"],
  },
  "a workspace of libraries": {
    files: { "package.json": '{ "workspaces": ["packages/*"] }', "packages/left/package.json": "{}" },
    remote: "https://git.acme.internal/shop/all.git",
    expected: ["service: all\n", "tool: npm }"],
  },
  "no known build file": {
    files: { "README.md": "" },
    expected: ["set the command in this spec", "Replace the command"],
  },
  "a remote that another machine cannot use": {
    files: { "go.mod": "" },
    remote: "/srv/git/it's here.git",
    expected: [
      "init found no remote address that another machine can use",
      "https://git.example.org/it-s-here/it-s-here.git",
    ],
  },
  "a public host": {
    files: { "go.mod": "", Dockerfile: "ARG BASE\nFROM $BASE\n" },
    remote: "https://github.com/acme/meter.git",
    expected: ["host: ghcr.io", "https://argocd.example.org", "comes from the build argument BASE"],
  },
  "images whose folders have long and equal names": {
    files: {
      "pom.xml": "<project/>",
      [`${"long-".repeat(12)}a/Dockerfile`]: "FROM x\n",
      [`${"long-".repeat(12)}b/Dockerfile`]: "FROM x\n",
      "Ä/Dockerfile": "FROM golang AS build\nFROM scratch\n",
    },
    expected: ["id: image-long-long-long-long-long-long-2,"],
  },
  "a Makefile": {
    files: { Makefile: "all:\n" },
    expected: ["tool: command, command: make", "because the repository has a Makefile"],
  },
};

/** Creates a git repository with files, for the time of a test. */
export function repository(files: Readonly<Record<string, string>>, remote?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "init-repository-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  if (remote !== undefined) execFileSync("git", ["remote", "add", "origin", remote], { cwd: folder });
  return folder;
}
