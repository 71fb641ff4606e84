import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { check } from "../../../generator/commands/check.ts";
import { diff } from "../../../generator/commands/diff.ts";
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

it("removing more than a few services needs --force", async () => {
  const named = (name: string) =>
    smallSpecs["services/shop.yaml"]
      ?.replaceAll("shop/shop", `shop/${name}`)
      .replace("service: shop", `service: ${name}`);
  const names = ["api", "basket", "catalog", "delivery"];
  const others = Object.fromEntries(names.map((name) => [`services/${name}.yaml`, named(name) ?? ""]));
  const folder = specFolder({ ...smallSpecs, ...others });
  rmSync(join(folder, "services/web.yaml"));
  expect(await generate(options, recorder(folder))).toBe(0);
  for (const name of names) rmSync(join(folder, `services/${name}.yaml`));
  const console = recorder(folder);
  expect(await generate(options, console)).toBe(1);
  expect(console.warned()).toBe(
    "nothing was written, because the files of 4 services would be removed: api, basket, catalog, delivery\n" +
      "check the globs in services; to remove these services, run: stagewright generate --force\n",
  );
  const job = (name: string) => existsSync(join(folder, `out/jenkins/jobs/shop/${name}.groovy`));
  expect(names.filter(job)).toEqual(names);
  put(folder, "services/api.yaml", others["services/api.yaml"] ?? "");
  expect(await generate(options, recorder(folder))).toBe(0);
  expect(names.filter(job)).toEqual(["api"]);
});

it("--force removes any number of services", async () => {
  const folder = specFolder(smallSpecs);
  rmSync(join(folder, "services/web.yaml"));
  const text = smallSpecs["services/shop.yaml"] ?? "";
  for (const name of ["a1", "a2", "a3", "a4"])
    put(
      folder,
      `services/${name}.yaml`,
      text.replaceAll("shop/shop", `shop/${name}`).replace("service: shop", `service: ${name}`),
    );
  expect(await generate(options, recorder(folder))).toBe(0);
  for (const name of ["a1", "a2", "a3", "a4"]) rmSync(join(folder, `services/${name}.yaml`));
  expect(await generate({ ...options, force: true }, recorder(folder))).toBe(0);
  expect(existsSync(join(folder, "out/jenkins/jobs/shop/a1.groovy"))).toBe(false);
});

it("a stage with a new name and without its former one gets a note, and with it none", async () => {
  const folder = specFolder(smallSpecs);
  rmSync(join(folder, "services/web.yaml"));
  const spec = readFileSync(join(folder, "services/shop.yaml"), "utf8");
  const note =
    "note: service shop loses the job /platform/shop-image and gets the job /platform/shop-container, without builds to promote\n" +
    "  if a stage has a new name, add the former one to its previousIds; Jenkins then moves the job with its builds\n";
  expect(await generate(options, recorder(folder))).toBe(0);
  put(folder, "services/shop.yaml", spec.replace("id: image,", "id: container, previousIds: [image],"));
  const renamed = recorder(folder);
  expect(await generate({ ...options, dryRun: true }, renamed)).toBe(0);
  expect(renamed.warned()).toBe("");
  put(folder, "services/shop.yaml", spec.replace("id: image,", "id: container,"));
  const [compared, written, again] = [recorder(folder), recorder(folder), recorder(folder)];
  expect(await diff(options, compared)).toBe(1);
  expect(compared.warned()).toBe(note);
  expect(await generate(options, written)).toBe(0);
  expect(written.warned()).toBe(note);
  expect(await generate(options, again)).toBe(0);
  expect(again.warned()).toBe("");
});

it("names of jobs are read from the manifest: an older one has none, and a name with other characters is an error", async () => {
  const folder = specFolder(smallSpecs);
  rmSync(join(folder, "services/web.yaml"));
  expect(await generate(options, recorder(folder))).toBe(0);
  const spec = readFileSync(join(folder, "services/shop.yaml"), "utf8");
  put(folder, "services/shop.yaml", spec.replace("id: image,", "id: container,"));
  const path = "out/.stagewright/manifest/jobs.json";
  const shard = readFileSync(join(folder, path), "utf8");
  put(folder, path, shard.replace(/^ {2}"jobs": \{[^}]*\},\n/m, ""));
  const console = recorder(folder);
  expect(await generate({ ...options, dryRun: true }, console)).toBe(0);
  expect(console.warned()).toBe("");
  put(folder, path, shard.replace('"/platform/shop-image"', '"/platform/\\u001b[0m-shop"'));
  await expect(generate(options, recorder(folder))).rejects.toMatchObject({
    message: expect.stringMatching(
      /jobs\.json is damaged: the job "\/platform\/\\u001b\[0m-shop" has no service, or no valid name$/,
    ),
  });
});

it("a stage that is removed, and one that is added, get no note", async () => {
  const folder = specFolder(smallSpecs);
  rmSync(join(folder, "services/web.yaml"));
  const spec = readFileSync(join(folder, "services/shop.yaml"), "utf8");
  const smoke = "  - { id: smoke, kind: custom, owner: shop, command: 'true' }\n";
  for (const text of [spec, `${spec}${smoke}`, spec]) {
    put(folder, "services/shop.yaml", text);
    const console = recorder(folder);
    expect(await generate(options, console)).toBe(0);
    expect(console.warned()).toBe("");
  }
});

it("files without a manifest are not called edited by hand", async () => {
  const folder = specFolder(smallSpecs);
  rmSync(join(folder, "services/web.yaml"));
  expect(await generate(options, recorder(folder))).toBe(0);
  rmSync(join(folder, "out/.stagewright"), { recursive: true });
  put(folder, "services/shop.yaml", smallSpecs["services/shop.yaml"]?.replace("tool: maven", "tool: gradle") ?? "");
  const title = "different, and not recorded in .stagewright/manifest: edited by hand, or copied without this folder";
  const fix =
    "restore the folder, or copy it together with the files; to overwrite the files, run: stagewright generate --force\n";
  const [written, checked] = [recorder(folder), recorder(folder)];
  expect(await generate(options, written)).toBe(1);
  expect(written.warned()).toContain(`nothing was written, because these files were ${title}:\n  out/`);
  expect(written.warned()).toContain(fix);
  expect(await check(options, checked)).toBe(1);
  expect(checked.printed()).toMatch(new RegExp(`^${title} \\(\\d+\\)\\n`));
  expect(checked.printed()).toContain(`  ${fix}`);
});
