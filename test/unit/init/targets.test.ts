import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inputOf } from "../../../generator/commands/init-check.ts";
import { compile } from "../../../generator/compile.ts";
import { lookAt } from "../../../generator/init/inspect-repository.ts";
import { assumed, propose, proposedEngines } from "../../../generator/init/propose-platform.ts";
import { foundFor } from "../../../generator/init/target-proposals.ts";
import { type TargetName, targetNames } from "../../../generator/model/model.ts";
import { layouts, repository } from "./layouts.ts";

const cli = join(import.meta.dirname, "../../../dist/cli.js");
const maven = { "pom.xml": "<project/>", Dockerfile: "FROM eclipse-temurin:21\n" };
const inCluster = ["tekton", "jenkins-x"] as const;

function stagewright(folder: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** The texts of the proposal for a repository, and what compiling them finds. */
function proposalFor(target: TargetName, folder: string, engine?: string, offline = false) {
  const found = foundFor(target, lookAt(folder));
  const guess = { ...assumed(found, target), offline };
  const proposal = propose(found, engine === undefined ? guess : { ...guess, engine });
  const { files, diagnostics } = compile(inputOf(proposal));
  const text = [...proposal].flatMap(([path, it]) => (path.endsWith(".yaml") ? [it] : [])).join("\n");
  return { text, files, diagnostics };
}

describe.each(Object.entries(layouts))("%s", (_, { files, remote }) => {
  // GitHub Actions refuses the server of another product.
  const possible = targetNames.filter((it) => it !== "github-actions" || !remote?.includes("gitlab."));
  it.each(possible)("gets specs that are valid for %s", (target) => {
    const { text, files: generated, diagnostics } = proposalFor(target, repository(files, remote));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(diagnostics.filter(({ code }) => code !== "SW379")).toEqual([]);
    expect(generated?.length).toBeGreaterThan(0);
    if (target !== "jenkins") expect(text).toContain(`\ntarget: ${target}\n`);
  });
});

describe("for github-actions", () => {
  it.each(["https://bitbucket.org/acme/shop.git", "git@gitlab.acme.internal:acme/shop.git"])(
    "init writes no specs for %s, which is not on GitHub",
    (remote) => {
      const folder = repository(maven, remote);
      const refused = stagewright(folder, "init", "--yes", "--target", "github-actions");
      expect(refused).toMatchObject({ status: 1, stdout: "" });
      expect(refused.stderr).toContain("GitHub Actions cannot give this: only GitHub runs workflows");
      expect(existsSync(join(folder, "stagewright.yaml"))).toBe(false);
    },
  );

  it("init marks a git host whose product it does not know", () => {
    const { text } = proposalFor("github-actions", repository(maven, "https://git.acme.internal/acme/shop.git"));
    const note = "init does not know the product of git.acme.internal. Only GitHub runs the workflows.";
    expect(text).toContain(`# ${note}\n  git: { host: github }\n`);
    const known = proposalFor("github-actions", repository(maven, "https://github.com/acme/shop.git"));
    expect(known.text).not.toContain("host: github");
  });
});

describe.each(inCluster)("for %s", (target) => {
  it.each(proposedEngines(target).map(({ name }) => name))("the engine %s builds, online and offline", (engine) => {
    const folder = repository(maven, "https://gitlab.com/acme/shop.git");
    for (const offline of [false, true])
      expect(proposalFor(target, folder, engine, offline).diagnostics.filter((it) => it.severity === "error")).toEqual(
        [],
      );
  });

  it("init proposes no engine with a daemon, no library and no seed, and marks the image as a placeholder", () => {
    expect(proposedEngines(target).map(({ name }) => name)).toEqual(["buildah", "buildkit"]);
    const { text } = proposalFor(target, repository(maven, "https://github.com/acme/shop.git"));
    expect(text).not.toMatch(/seed|-library\.git|Jenkins (reads|sandbox)|buildsAtOnce|triggers|poll/);
    expect(text).toMatch(/# A placeholder: [^\n]+\n +image: ghcr\.io\/shop\/ci-steps:1@sha256:0{64}\n/);
    expect(text).not.toContain("host: gitlab");
  });

  it.each([
    ["git@git.acme.internal:a/b/shop.git", "https://git.acme.internal/a/b/shop.git"],
    ["ssh://git@git.acme.internal:2222/a/shop.git", "https://git.acme.internal/a/shop.git"],
    ["https://git.acme.internal:8443/a/shop.git", "https://git.acme.internal:8443/a/shop.git"],
  ])("init turns the address %s into one that the steps can use", (remote, address) => {
    const { text, diagnostics } = proposalFor(target, repository(maven, remote));
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(text).toContain(`\ngit: ${address}\n`);
    expect(text).toContain("# init does not know the product of git.acme.internal. Set github, gitlab or gitea");
  });

  it("init writes no specs for a git host whose webhooks the target does not read", () => {
    for (const remote of ["https://bitbucket.org/acme/shop.git", "https://bitbucket.acme.internal/acme/shop.git"]) {
      const folder = repository(maven, remote);
      const refused = stagewright(folder, "init", "--yes", "--target", target);
      expect(refused).toMatchObject({ status: 1, stdout: "" });
      expect(refused.stderr).toContain("init cannot propose valid specs: Tekton cannot give this: a push starts a run");
      expect(existsSync(join(folder, "stagewright.yaml"))).toBe(false);
    }
  });

  it("init writes specs that generate, and adds services to them", () => {
    const folder = repository(maven, "https://github.com/acme/shop.git");
    expect(stagewright(folder, "init", "--yes", "--target", target)).toMatchObject({ status: 0, stderr: "" });
    expect(stagewright(folder, "generate").status).toBe(0);
    expect(existsSync(join(folder, "out/tekton/teams/shop/shop/build.yaml"))).toBe(true);
    expect(stagewright(folder, "check").status).toBe(0);
    const other = repository({ "go.mod": "module x\n" }, "git@github.com:acme/other.git");
    expect(stagewright(folder, "init", "--add", other).status).toBe(0);
    expect(readFileSync(join(folder, "services/other.yaml"), "utf8")).toContain(
      "\ngit: https://github.com/acme/other.git\n",
    );
    const bitbucket = repository({ "go.mod": "module x\n" }, "https://bitbucket.org/acme/third.git");
    const refused = stagewright(folder, "init", "--add", bitbucket);
    expect(refused.stderr).toContain("init cannot propose valid specs: Tekton cannot give this: a push starts a run");
    expect(existsSync(join(folder, "services/third.yaml"))).toBe(false);
  });
});
