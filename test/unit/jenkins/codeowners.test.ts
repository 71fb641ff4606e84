import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { resolveOwners } from "../../support/codeowners.ts";
import { compileTrees } from "../../support/generated-files.ts";
import { model, pipelines, service, team } from "../../support/model.ts";
import { fileOf, filesOf } from "./files.ts";

const trees = compileTrees().map(({ name, input }) => {
  const { files, model: made } = compile(input);
  if (files === null || made === null) throw new Error(`${name} does not compile`);
  return { name, files, made };
});

describe.each(trees)("CODEOWNERS of $name", ({ files, made }) => {
  const text = files.find(({ path }) => path === "CODEOWNERS")?.content ?? "";
  const reviewers = (teams: readonly string[]) =>
    [...new Set(teams.flatMap((name) => made.teams.find((it) => it.name === name)?.reviewers ?? []))].sort();
  const site = made.pipelines.owner === null ? made.teams.map(({ name }) => name) : [made.pipelines.owner];
  const owners = (path: string) =>
    resolveOwners(text, path, made.pipelines.codeowners.dialect).map((it) => [...it].sort());

  it("assigns every generated path to the team that owns the file", () => {
    for (const { path, shard } of files) {
      const directory = made.pipelines.directory;
      const [first = ""] = shard.split("/");
      const found = owners(directory === "" ? path : `${directory}/${path}`);
      const wanted = reviewers(shard.includes("/") ? [first] : site);
      // All teams with a stage in a job review its files.
      expect(found[0], path).toEqual(expect.arrayContaining(wanted));
      const shared = made.services.some(
        ({ name, stages }) =>
          shard.endsWith(`/${name}`) && new Set(stages.map(({ firstOfJob }) => firstOfJob)).size < stages.length,
      );
      if (!shared) expect(found, path).toEqual([wanted]);
    }
  });

  it("assigns each service spec to its team, and the platform spec to the site's team", () => {
    for (const { specFile, stages } of made.services)
      expect(owners(specFile)).toEqual([reviewers([stages[0]?.owner ?? ""])]);
    expect(owners(made.specFile)).toEqual([reviewers(site)]);
  });
});

describe("dialects", () => {
  const gitlab = model({
    pipelines: { ...pipelines, owner: "platform", codeowners: { dialect: "gitlab", approvals: 2 } },
  });

  it("gitlab has one section with its approvals, in which the last match applies", () => {
    const text = fileOf(gitlab, "CODEOWNERS");
    expect(text).toContain("\n[Pipelines][2]\n*  ");
    expect(resolveOwners(text, "out/jenkinsfiles/release/shop/prod.Jenkinsfile", "gitlab")).toEqual([
      ["@acme/release"],
    ]);
    expect(resolveOwners(text, "out/library/api.json", "gitlab")).toEqual([["@acme/platform"]]);
  });

  it("is at the root of the library's own repository, if there is one", () => {
    const git = "https://git.acme.internal/ci/library.git";
    const apart = { ...gitlab, library: { ...gitlab.library, git } };
    const text = fileOf(apart, "library/CODEOWNERS");
    expect(resolveOwners(text, "vars/buildImage.groovy", "gitlab")).toEqual([["@acme/platform"]]);
    for (const at of [null, gitlab.pipelines.git, gitlab.pipelines.git.replace(/\.git$/, "")]) {
      const together = { ...gitlab, library: { ...gitlab.library, git: at } };
      expect(filesOf(together).has("library/CODEOWNERS"), String(at)).toBe(false);
    }
  });

  it("escapes spaces and special characters in paths", () => {
    const odd = model({ services: [service("shop", { specFile: "services/a #1 [x]*.yaml" })] });
    const text = fileOf(odd, "CODEOWNERS");
    expect(resolveOwners(text, "services/a #1 [x]*.yaml", "github")).toEqual([["@acme/shop"]]);
    expect(resolveOwners(text, "services/a #1 [x]b.yaml", "github")).toEqual([
      ["@acme/platform", "@acme/release", "@acme/shop"],
    ]);
  });

  it("the test detects a catch-all rule at the end", () => {
    const text = fileOf(model({ teams: [team("shop"), team("platform"), team("release")] }), "CODEOWNERS");
    expect(resolveOwners(`${text}* @acme/all\n`, "out/jenkinsfiles/shop/shop/dev.Jenkinsfile", "github")).toEqual([
      ["@acme/all"],
    ]);
  });
});
