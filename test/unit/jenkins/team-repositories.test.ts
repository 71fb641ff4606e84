import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import type { Model } from "../../../generator/model/model.ts";
import type { TeamRepository } from "../../../generator/model/platform.ts";
import { resolveOwners } from "../../support/codeowners.ts";
import { readInput } from "../../support/generated-files.ts";
import { model, service, team } from "../../support/model.ts";
import { fileOf, filesOf } from "./files.ts";

const repository: TeamRepository = {
  git: "https://git.acme.internal/release/pipelines.git",
  branch: "live",
  credentials: "release-read",
  directory: "",
};
const own = (values: Partial<TeamRepository> = {}, services = [service("shop")]) =>
  model({
    teams: [team("shop"), team("platform"), team("release", { pipelines: { ...repository, ...values } })],
    services,
  });
const releaseJobs = "jenkins/jobs/release/shop.groovy";
const definitions = (m: Model) =>
  [...filesOf(m)].filter(([path]) => path.startsWith("jenkins/jobs/")).map(([, text]) => text);

describe("a team's own repository", () => {
  it("contains its Jenkinsfiles, which name the repository of their spec", () => {
    const paths = [...filesOf(own()).keys()].filter((path) => /Jenkinsfile$|CODEOWNERS$/.test(path));
    expect(paths.filter((path) => path.includes("release"))).toEqual([
      "repositories/release/CODEOWNERS",
      "repositories/release/shop/prod.Jenkinsfile",
    ]);
    const text = fileOf(own(), "repositories/release/shop/prod.Jenkinsfile");
    expect(text).toContain("\n// The spec is in https://git.acme.internal/ci/pipelines.git.\n@Library(");
    expect(fileOf(own(), "jenkinsfiles/shop/shop/dev.Jenkinsfile")).not.toContain("The spec is in");
  });

  it.each([
    ["", "shop/prod.Jenkinsfile"],
    ["ci/jenkins", "ci/jenkins/shop/prod.Jenkinsfile"],
  ])("with directory %j has the paths that the jobs read", (directory, path) => {
    const text = fileOf(own({ directory }), releaseJobs);
    expect(text).toContain(`url('${repository.git}')\n                        credentials('release-read')`);
    expect(text).toContain(`branch('live')\n                }\n            }\n            scriptPath('${path}')`);
    expect(text).not.toContain("ci/pipelines.git");
    expect(fileOf(own({ directory }), "jenkins/jobs/shop/shop.groovy")).not.toContain(repository.git);
  });

  it("does not contain Jenkinsfiles of applications", () => {
    const services = [service("shop", { job: "multibranch" })];
    const m = model({ teams: [team("shop", { pipelines: repository }), team("platform"), team("release")], services });
    const held = [...filesOf(m).keys()].filter((path) => path.startsWith("repositories/"));
    expect(held.sort()).toEqual(["repositories/shop/CODEOWNERS", "repositories/shop/shop/dev.Jenkinsfile"]);
    expect(fileOf(m, "jenkinsfiles/shop/shop/build.Jenkinsfile")).toContain("// Copy this file to ");
  });

  it("does not change job names, so that builds are kept", () => {
    const before = definitions(model()).join("");
    const after = definitions(own()).join("");
    const withoutPlaces = (text: string) => text.replaceAll(/ (url|credentials|branch|scriptPath)\(.*\)/g, "");
    expect(withoutPlaces(after)).toBe(withoutPlaces(before));
    expect(after).not.toBe(before);
  });

  it.each([
    ["per-stage", ["build.Jenkinsfile", "dev.Jenkinsfile", "image.Jenkinsfile"]],
    ["per-team", ["build.Jenkinsfile"]],
    ["combined", ["Jenkinsfile"]],
  ])("%s: contains the files of its team's jobs", (topology, names) => {
    const { platform, ...rest } = readInput("examples/bank", { topology });
    const key = "payments:   { pipelines: { git: 'https://git.bank.internal/payments/pipelines.git' },";
    const text = platform.text.replace("payments:   {", key);
    const { files } = compile({ platform: { ...platform, text }, ...rest });
    const held = (files ?? []).map(({ path }) => path).filter((path) => path.startsWith("repositories/payments/"));
    const paths = names.map((name) => `repositories/payments/payments/${name}`);
    expect(held.sort()).toEqual(["repositories/payments/CODEOWNERS", ...paths]);
    const jobs = files?.find(({ path }) => path === "jenkins/jobs/payments/payments.groovy")?.content ?? "";
    expect(
      [...jobs.matchAll(/scriptPath\('(.*)'\)/g)].map(([, path]) => `repositories/payments/${path}`).sort(),
    ).toEqual(paths);
  });

  it("has its team as reviewer, there and in the output folder", () => {
    const files = filesOf(own());
    const here = files.get("CODEOWNERS") ?? "";
    expect(resolveOwners(here, "out/repositories/release/shop/prod.Jenkinsfile", "github")).toEqual([
      ["@acme/release"],
    ]);
    const there = files.get("repositories/release/CODEOWNERS") ?? "";
    expect(there.split("\n").slice(2, 4)).toEqual(["*      @acme/release", "/shop/ @acme/release"]);
    const below = fileOf(own({ directory: "ci" }), "repositories/release/CODEOWNERS");
    expect(resolveOwners(below, "ci/shop/prod.Jenkinsfile", "github")).toEqual([["@acme/release"]]);
    expect(resolveOwners(below, "README.md", "github")).toEqual([]);
  });

  it("uses a credential of the team's folder; shared credentials stay at the top", () => {
    const page = fileOf(own(), "jenkins/credentials.md");
    expect(page).toContain(
      `| \`/release\` | \`release-read\` | username and password | read ${repository.git} | shop: prod |`,
    );
    expect(page).toContain("| jobs whose Jenkinsfile is there, the library, shop: build,");
    expect(fileOf(own({ credentials: "git-read" }), "jenkins/credentials.md")).toContain(
      `| \`/\` | \`git-read\` | username and password | read the pipelines repository; read https://git.acme.internal/shop/shop.git; read ${repository.git} |`,
    );
  });

  it("leaves the library, the seed and the jobs' definitions in the pipelines repository", () => {
    for (const path of ["jenkins/casc.yaml", "jenkins/seed.groovy"])
      expect(fileOf(own(), path), path).toBe(fileOf(model(), path));
  });
});

describe("PIPELINES.md", () => {
  const rows = (m: Model, start: string) =>
    fileOf(m, "PIPELINES.md")
      .split("\n")
      .filter((line) => line.startsWith(start));

  it("shows the repository of each stage's Jenkinsfile", () => {
    const file = "repositories/release/shop/prod.Jenkinsfile";
    expect(rows(own({ directory: "ci" }), "| prod ")[0]).toContain(
      `[${file}](<${file}>), read as \`ci/shop/prod.Jenkinsfile\` of \`${repository.git}\` |`,
    );
    expect(rows(own(), "| dev ")[0]).not.toContain("read as");
    const branches = own({}, [service("shop", { job: "multibranch" })]);
    expect(rows(branches, "| build ")[0]).toContain(
      "read as `Jenkinsfile` of `https://git.acme.internal/shop/shop.git`",
    );
  });

  it("lists the repositories if there is more than one", () => {
    const m = own({}, [service("shop", { job: "multibranch" })]);
    expect(rows(m, "| `https")).toEqual([
      "| `https://git.acme.internal/ci/pipelines.git` | `main` | `/out/` | job definitions, other Jenkinsfiles, the library | [.](<.>) |",
      `| \`${repository.git}\` | \`live\` | \`/\` | Jenkinsfiles of team release | [repositories/release/](<repositories/release/>) |`,
      "| `https://git.acme.internal/shop/shop.git` | – | `/Jenkinsfile` | Jenkinsfile of /shop/shop-build, in each branch that is built | [jenkinsfiles/shop/shop/build.Jenkinsfile](<jenkinsfiles/shop/shop/build.Jenkinsfile>) |",
    ]);
    expect(fileOf(model(), "PIPELINES.md")).not.toContain("Repositories");
  });
});
