import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { owners } from "../../../generator/commands/owners.ts";
import type { Owners } from "../../../generator/compile.ts";
import { put, recorder, specFolder } from "./support.ts";

const root = join(import.meta.dirname, "../../..");
const options = { spec: "stagewright.yaml", quiet: false, format: "text" } as const;

async function run(folder: string, format: "text" | "json") {
  const console = recorder(folder);
  const exitCode = await owners({ ...options, format }, console);
  return { exitCode, printed: console.printed(), warned: console.warned() };
}

function shop(): string {
  const read = (path: string) => readFileSync(join(root, "examples/shop", path), "utf8");
  const folder = specFolder({
    "stagewright.yaml": read("stagewright.yaml"),
    "services/shop.yaml": read("services/shop.yaml"),
    "services/catalog.yaml": read("services/catalog.yaml"),
    "apps/shop/Dockerfile": read("apps/shop/Dockerfile"),
  });
  rmSync(join(folder, "services/web.yaml"));
  return folder;
}

function changed(folder: string, from: string, to: string): void {
  const text = readFileSync(join(folder, "stagewright.yaml"), "utf8");
  expect(text).toContain(from);
  put(folder, "stagewright.yaml", text.replace(from, to));
}

describe("owners", () => {
  it("lists what each team owns, and the path to prod", async () => {
    const { exitCode, printed } = await run(shop(), "text");
    expect(exitCode).toBe(0);
    expect(printed).toContain(
      "release  folder /release, reviewed by @acme/release\n  stages\n    catalog/prod  deploy, /release/catalog-prod\n",
    );
    expect(printed).toContain("    gitops-prod  username and password, for catalog: prod, shop: prod\n");
    expect(printed).toContain(
      "  approvals\n    catalog/prod  by release-managers\n    shop/prod  by release-managers\n",
    );
    expect(printed).toContain(
      "shop to prod: build (shop) -> image (platform) -> dev (shop) -> [by hand] prod (release)\n",
    );
    expect(printed).toContain("site  reviewed by platform\n");
  });

  it("lists the approvers of a stage that a commit starts", async () => {
    const console = recorder(join(root, "examples/booking"));
    expect(await owners({ ...options, format: "json" }, console)).toBe(0);
    const { owners: found } = JSON.parse(console.printed()) as { owners: Owners };
    expect(found.teams.find(({ team }) => team === "release")?.approvals).toContainEqual({
      service: "booking",
      stage: "eu",
      by: ["release-managers"],
      count: 1,
    });
    const way = found.ways.find(({ environment }) => environment === "eu")?.steps.at(-1);
    expect(way).toMatchObject({ stage: "eu", asks: { by: ["release-managers"], count: 1 } });
  });

  it("joins parallel stages", async () => {
    const console = recorder(join(root, "examples/booking"));
    expect(await owners(options, console)).toBe(0);
    expect(console.printed()).toContain(
      "booking to test: build (booking) -> unit (booking) + contract (quality) -> api (platform) + web (platform) -> test (booking)\n",
    );
  });

  it("prints the number of required approvals, also on the path", async () => {
    const folder = shop();
    const [from, to] = ["environment: prod }", "environment: prod, approval: { by: [cab, leads], count: 2 } }"];
    const text = readFileSync(join(folder, "services/shop.yaml"), "utf8");
    put(folder, "services/shop.yaml", text.replace(from, to));
    const { printed } = await run(folder, "text");
    expect(printed).toContain("    shop/prod  by 2 of cab, leads\n");
    expect(printed).toContain("dev (shop) -> [by hand, approved by 2 of cab, leads] prod (release)\n");
  });

  it("prints a team's own repository", async () => {
    const console = recorder(join(root, "examples/bank"));
    expect(await owners(options, console)).toBe(0);
    expect(console.printed()).toContain(
      "operations  folder /operations, repository https://git.bank.internal/operations/pipelines.git, reviewed by @bank/operations\n",
    );
    expect(console.printed()).toContain("platform  folder /platform, reviewed by @bank/platform\n");
    expect(console.printed()).toContain("    repositories/operations/accounts/prod.Jenkinsfile\n");
  });

  it("prints everything as JSON", async () => {
    const { exitCode, printed } = await run(shop(), "json");
    expect(exitCode).toBe(0);
    const { owners: found } = JSON.parse(printed) as { owners: Owners };
    expect(found.teams.map(({ team, environments }) => [team, environments])).toEqual([
      ["shop", ["dev"]],
      ["catalog", ["dev"]],
      ["platform", []],
      ["release", ["prod"]],
    ]);
    expect(found.teams[0]?.files).toContain("jenkinsfiles/shop/shop/build.Jenkinsfile");
    expect(found.ways).toHaveLength(4);
    expect(found.problems).toEqual([]);
  });

  it("fails for a path without a reviewer", async () => {
    const folder = shop();
    changed(folder, "reviewers: ['@acme/release'], ", "");
    const { exitCode, warned, printed } = await run(folder, "text");
    expect(exitCode).toBe(1);
    expect(warned).toContain("out/jenkinsfiles/release/shop/ is unowned: team release has no reviewers");
    expect(printed).toContain("reviewed by no one");
  });

  it("fails for a path with two owners", async () => {
    const folder = shop();
    // If the generated files are in the root folder, a spec may be in another team's folder.
    changed(folder, "owner: platform }", "owner: platform, directory: '' }");
    changed(folder, "services: services/*.yaml", "services: [services/*.yaml, jenkinsfiles/release/shop/*.yaml]");
    const spec = readFileSync(join(folder, "services/shop.yaml"), "utf8").replaceAll("shop/shop", "shop/cart");
    put(folder, "jenkinsfiles/release/shop/cart.yaml", spec.replace("service: shop", "service: cart"));
    const { exitCode, warned } = await run(folder, "text");
    expect(exitCode).toBe(1);
    expect(warned).toContain(
      "jenkinsfiles/release/shop/cart.yaml is doubly owned: jenkinsfiles/release/shop/ is of release",
    );
  });
});
