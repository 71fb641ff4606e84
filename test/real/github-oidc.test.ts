import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { type Clouds, passwords, startClouds } from "../support/workflow-runner/clouds.ts";
import type { RunResult } from "../support/workflow-runner/index.ts";
import { startSmallGitHub } from "../support/workflow-runner/small-github.ts";

const host = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const digest = `sha256:${"1".repeat(64)}`;

const platform = `registries:
  ecr: { host: ${host}, githubOidc: { aws: { role: 'arn:aws:iam::123456789012:role/push' } } }
  hub: { host: docker.io }
engines: { docker: { agent: { label: ubuntu-24.04 } } }
delivery: { handoff: argocd, argocd: { main: { server: 'https://argocd.example', environments: [dev] } } }
environments: { dev: { gitops: { git: 'https://github.com/nimbus/gitops.git', credentials: gitops } } }
`;

const stages = `branches:
  - { branch: main, through: image }
stages:
  - { id: build, kind: source, owner: web, tool: command, command: tokens }
  - { id: image, kind: image, owner: web, engine: docker, image: { registry: ecr, name: web } }
  - { id: dev, kind: deploy, owner: web, environment: dev }
`;

/** Counts the processes above it that can ask for a token. Code that runs as the same user can read their variables. */
const tokens = `#!/bin/sh
id=$$ count=0
while [ "$id" -gt 1 ]; do
    ! tr '\\0' '\\n' <"/proc/$id/environ" | grep -q '^ACTIONS_ID_TOKEN_REQUEST_URL=https://token.example/' || count=$((count + 1))
    id=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$id/status")
done
echo "tokens $count"
`;

/** A docker that writes down which login it gets, and which variables a build sees. It keeps no image. */
const docker = `#!/bin/sh
case "$1" in
version) echo 27.0.0 ;;
--version) echo Docker version 27.0.0 ;;
login) echo "login $3 $5 $(cat)" >>"$STAND_IN_DOCKER" ;;
build) { env | sed 's/^/build /'; tokens; } >>"$STAND_IN_DOCKER" ;;
push) echo "push $2" >>"$STAND_IN_DOCKER"; echo "latest: digest: ${digest} size: 1" ;;
pull) echo "Error response from daemon: manifest for $3 not found: manifest unknown" >&2; exit 1 ;;
image) exit 1 ;;
esac
`;

describeWith(["git"], "a login by OIDC on GitHub Actions", () => {
  let home = "";
  let clouds: Clouds;
  let run: RunResult;
  let calls: readonly string[] = [];
  beforeAll(async () => {
    home = await makeTemporary("oidc");
    clouds = await startClouds();
    const machine = { ...clouds.machine, STAND_IN_DOCKER: join(home, "docker.log") };
    const web = await startSmallGitHub(home, stages, { docker, tokens }, machine, platform);
    const sha = await web.commit({ Dockerfile: "FROM scratch\n" });
    run = await web.run({ event: "push", ref: "refs/heads/main", sha, number: 1, idToken: clouds.idToken });
    calls = (await readFile(join(home, "docker.log"), "utf8")).split("\n");
  });
  afterAll(async () => {
    await clouds?.stop();
    await removeTemporary(home);
  });
  const logOf = (step: string) => run.steps.find((it) => it.step === step)?.log ?? "";

  it("is the only login of a run that pushes an image", () => {
    expect(run.jobs["image/work"], run.steps.map(({ log }) => log).join("")).toBe("success");
    expect(run.jobs["image/seal"]).toBe("success");
    expect(calls.filter((it) => it.startsWith("login "))).toEqual(Array(2).fill(`login AWS ${host} ${passwords.push}`));
    expect(calls.find((it) => it.startsWith("push "))).toContain(`push ${host}/web:`);
  });

  it("is not in the step that builds the image, and neither is a token", () => {
    const seen = calls.filter((it) => it.startsWith("build "));
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.filter((it) => /ACTIONS_|short-lived|REGISTRY_PASSWORD/.test(it))).toEqual([]);
    expect(logOf("Build the image with docker")).not.toContain(passwords.push);
  });

  it("is impossible in the job that builds the source", () => {
    expect(logOf("Run command")).toMatch(/^tokens 0$/m);
    // The same program finds the token in the job of the image, where only a program of the site runs outside of a container.
    expect(calls.find((it) => it.startsWith("tokens "))).toMatch(/^tokens [1-9]/);
    // The login for pushing and that for base images, in the step that logs in and in the one that pushes.
    const asked = clouds.requests.filter((it) => it.host === "token.example");
    expect(asked).toHaveLength(4);
  });

  it("is masked in the log", () => {
    expect(logOf(`Log in to ${host}`)).toContain(`::add-mask::${passwords.push}`);
  });
});
