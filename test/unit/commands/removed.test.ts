import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { generate } from "../../../generator/commands/generate.ts";
import { smallSpecs } from "../../support/specs.ts";
import { put, recorder, specFolder } from "./support.ts";

const options = {
  spec: "stagewright.yaml",
  quiet: false,
  format: "text",
  force: false,
  dryRun: false,
  hook: false,
} as const;

it("removing a service's spec removes its files, and changes no other service", async () => {
  const web = smallSpecs["services/shop.yaml"]
    ?.replaceAll("shop/shop", "web/web")
    .replace("service: shop", "service: web");
  const folder = specFolder({ ...smallSpecs, "services/web.yaml": web ?? "" });
  expect(await generate(options, recorder(folder))).toBe(0);
  const of = (path: string) => join(folder, "out", path);
  const mine = ["jenkins/jobs/shop/web.groovy", "jenkinsfiles/shop/web", ".stagewright/manifest/shop/web.json"];
  expect(mine.filter((path) => !existsSync(of(path)))).toEqual([]);
  const shop = readFileSync(of("jenkins/jobs/shop/shop.groovy"), "utf8");
  put(folder, "out/jenkinsfiles/shop/notes.txt", "mine\n");
  rmSync(join(folder, "services/web.yaml"));
  expect(await generate(options, recorder(folder))).toBe(0);
  expect(mine.filter((path) => existsSync(of(path)))).toEqual([]);
  expect(readFileSync(of("jenkins/jobs/shop/shop.groovy"), "utf8")).toBe(shop);
  expect(existsSync(of("jenkinsfiles/shop/notes.txt"))).toBe(true);
  expect(readFileSync(of("CODEOWNERS"), "utf8")).not.toContain("web");
});

it("giving a team its own repository moves its Jenkinsfiles and keeps its job names", async () => {
  const folder = specFolder(smallSpecs);
  rmSync(join(folder, "services/web.yaml"));
  expect(await generate(options, recorder(folder))).toBe(0);
  const jobs = () => readFileSync(join(folder, "out/jenkins/jobs/shop/shop.groovy"), "utf8");
  const names = () => jobs().match(/^(pipelineJob|folder|listView)\(.*$/gm);
  const [before, text] = [names(), jobs()];
  const spec = readFileSync(join(folder, "stagewright.yaml"), "utf8");
  const own = "shop: { pipelines: { git: 'https://git.acme.internal/shop/pipelines.git' }, ";
  put(folder, "stagewright.yaml", spec.replace(/^( +)shop: +\{ /m, `$1${own}`));
  expect(await generate(options, recorder(folder))).toBe(0);
  expect(existsSync(join(folder, "out/jenkinsfiles/shop"))).toBe(false);
  expect(existsSync(join(folder, "out/repositories/shop/shop/build.Jenkinsfile"))).toBe(true);
  expect(names()).toEqual(before);
  expect(jobs()).not.toBe(text);
  put(folder, "stagewright.yaml", spec);
  expect(await generate(options, recorder(folder))).toBe(0);
  expect(existsSync(join(folder, "out/repositories"))).toBe(false);
  expect(jobs()).toBe(text);
});
