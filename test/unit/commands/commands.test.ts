import { existsSync, readdirSync, readFileSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../../generator/commands/check.ts";
import { diff } from "../../../generator/commands/diff.ts";
import { type GenerateOptions, generate } from "../../../generator/commands/generate.ts";
import { validate } from "../../../generator/commands/validate.ts";
import type { CompileInput } from "../../../generator/compile.ts";
import type { GeneratedFile } from "../../../generator/render/file.ts";
import type { Options } from "../../../generator/terminal/console.ts";
import { put, recorder, specFolder } from "./support.ts";

/** A mock of the compile: these tests cover the commands, not the specs. */
const compiled = vi.hoisted(() => ({
  files: [] as GeneratedFile[] | null,
  directory: "out",
  inputs: [] as CompileInput[],
}));

vi.mock("../../../generator/compile.ts", async (original) => {
  const compile = (input: CompileInput) => {
    compiled.inputs.push(input);
    if (compiled.files === null) return { files: null, model: null, diagnostics: [] };
    const services = input.services.map(({ path }) => ({
      name: path.slice("services/".length, -".yaml".length),
      specFile: path,
    }));
    return {
      files: compiled.files,
      model: { services, library: { releases: [] }, pipelines: { directory: compiled.directory } },
      diagnostics: [],
    };
  };
  return { ...(await original<object>()), compile, analyse: compile };
});

const options: GenerateOptions & Options = {
  spec: "stagewright.yaml",
  quiet: false,
  format: "text",
  force: false,
  dryRun: false,
  hook: false,
};

const shop = {
  path: "jenkinsfiles/shop/shop/build.Jenkinsfile",
  content: "build\n",
  executable: false,
  shard: "shop/shop",
};
const image = {
  path: "jenkinsfiles/platform/shop/image.Jenkinsfile",
  content: "image\n",
  executable: false,
  shard: "platform/shop",
};
const library = { path: "library/resources/run.sh", content: "run\n", executable: true, shard: "library" };

beforeEach(() => {
  Object.assign(compiled, { files: [shop, image, library], directory: "out", inputs: [] });
});

async function run(command: typeof check, folder: string, more: Partial<GenerateOptions> = {}) {
  const console = recorder(folder);
  const exitCode = await command({ ...options, ...more } as GenerateOptions, console);
  return { exitCode, printed: console.printed(), warned: console.warned() };
}

const generateCommand = generate as typeof check;

describe("generate", () => {
  it("writes into the spec's folder and prints, by owner, what it wrote", async () => {
    const folder = specFolder();
    const { exitCode, printed } = await run(generateCommand, folder);
    expect(exitCode).toBe(0);
    expect(printed).toBe(
      "platform\n  + jenkinsfiles/platform/shop/image.Jenkinsfile\nshop\n  + jenkinsfiles/shop/shop/build.Jenkinsfile\n" +
        "(library)\n  + library/resources/run.sh\n3 of 3 files written to out\n",
    );
    expect(readFileSync(join(folder, "out", shop.path), "utf8")).toBe("build\n");
    expect(statSync(join(folder, "out", library.path)).mode & 0o777).toBe(0o755);
  });

  it("reads the services in path order, with paths that do not depend on the machine", async () => {
    const folder = specFolder({ "services/a.yaml": "service: a\n" });
    const console = recorder(join(folder, "services"));
    await generate({ ...options, spec: "../stagewright.yaml" }, console);
    expect(compiled.inputs[0]?.platform.path).toBe("stagewright.yaml");
    expect(compiled.inputs[0]?.services.map((it) => it.path)).toEqual([
      "services/a.yaml",
      "services/shop.yaml",
      "services/web.yaml",
    ]);
    expect(existsSync(join(folder, "out"))).toBe(true);
  });

  it("reports on the second run that everything is up to date", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    expect((await run(generateCommand, folder)).printed).toBe("out is up to date: 3 files\n");
  });

  it("writes nothing in a dry run", async () => {
    const folder = specFolder();
    expect((await run(generateCommand, folder, { dryRun: true })).printed).toContain(
      "3 of 3 files would be written to out",
    );
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("writes nothing if one file was edited by hand, except with --force", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    put(folder, `out/${image.path}`, "by hand\n");
    compiled.files = [{ ...shop, content: "build 2\n" }, image, library];
    const refused = await run(generateCommand, folder);
    expect(refused.exitCode).toBe(1);
    expect(refused.warned).toContain(image.path);
    expect(refused.warned).toContain("stagewright generate --force");
    expect(readFileSync(join(folder, "out", shop.path), "utf8")).toBe("build\n");
    expect((await run(generateCommand, folder, { force: true })).exitCode).toBe(0);
    expect(readFileSync(join(folder, "out", image.path), "utf8")).toBe("image\n");
  });

  it("writes nothing if the specs have errors", async () => {
    const folder = specFolder();
    compiled.files = null;
    expect((await run(generateCommand, folder)).exitCode).toBe(1);
    expect(existsSync(join(folder, "out"))).toBe(false);
  });

  it("changes only the shard of the changed service, and none for a comment", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    put(folder, "services/shop.yaml", "# a comment\nservice:   shop\n");
    expect((await run(check, folder)).exitCode).toBe(0);
    put(folder, "services/web.yaml", "service: web\nmore: 1\n");
    expect((await run(check, folder)).exitCode).toBe(0);
    put(folder, "services/shop.yaml", "service: shop\nmore: 1\n");
    const { printed } = await run(check, folder);
    expect(printed).toContain(".stagewright/manifest/platform/shop.json");
    expect(printed).not.toContain("site.json");
  });

  it.each(["../elsewhere", "/tmp/elsewhere", "a/../../b"])("rejects %s as the spec's directory", async (directory) => {
    compiled.directory = directory;
    await expect(run(generateCommand, specFolder())).rejects.toThrow("pipelines.directory");
  });
});

describe("check", () => {
  it("reports each kind of difference with the command that fixes it", async () => {
    const folder = specFolder();
    compiled.files = [shop, image, library, { ...shop, path: "jenkinsfiles/shop/shop/old.Jenkinsfile" }];
    await run(generateCommand, folder);
    compiled.files = [
      shop,
      { ...image, content: "image 2\n" },
      library,
      { ...shop, path: "jenkinsfiles/shop/shop/new.Jenkinsfile" },
    ];
    put(folder, `out/${shop.path}`, "by hand\n");
    unlinkSync(join(folder, "out", library.path));
    const { exitCode, printed } = await run(check, folder);
    expect(exitCode).toBe(1);
    expect(printed).toMatchInlineSnapshot(`
      "edited by hand (1)
        out/jenkinsfiles/shop/shop/build.Jenkinsfile
        make the change in the specs; to discard the edits, run: stagewright generate --force
      missing (1)
        out/library/resources/run.sh
        to write them again, run: stagewright generate
      orphaned: generated earlier, no longer in the specs (1)
        out/jenkinsfiles/shop/shop/old.Jenkinsfile
        to remove them, run: stagewright generate
      out of date: the specs or stagewright changed (1)
        out/jenkinsfiles/platform/shop/image.Jenkinsfile
        to update them, run: stagewright generate
      new: not generated yet (1)
        out/jenkinsfiles/shop/shop/new.Jenkinsfile
        to write them, run: stagewright generate
      "
    `);
  });

  it("reports the kind of each difference in JSON", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    put(folder, `out/${shop.path}`, "by hand\n");
    const { exitCode, printed } = await run(check, folder, { format: "json" });
    expect(exitCode).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({
      drift: [{ state: "changed", path: shop.path, owner: "shop" }],
      interrupted: false,
    });
  });

  it("reports an interrupted run, and writes nothing", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    put(folder, "out/.stagewright/journal", "anything");
    const before = readdirSync(join(folder, "out"), { recursive: true });
    expect(await run(check, folder)).toMatchObject({ exitCode: 1, printed: expect.stringContaining("interrupted") });
    expect(readdirSync(join(folder, "out"), { recursive: true })).toEqual(before);
  });

  it("prints nothing with --quiet if no file differs", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    expect(await run(check, folder, { quiet: true })).toEqual({ exitCode: 0, printed: "", warned: "" });
  });
});

describe("diff", () => {
  it("counts the files of a migration", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    compiled.files = [{ ...shop, content: "build\nmore\n" }, library, { ...image, path: "new" }];
    const { warned } = await run(diff, folder, { target: "tekton" });
    expect(warned).toBe("files that generate --target tekton would write: 1 added, 1 changed, 1 removed\n");
    expect((await run(diff, folder)).warned).toBe("");
    expect((await run(diff, folder, { target: "tekton", quiet: true })).warned).toBe("");
  });

  it("prints a patch", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    compiled.files = [{ ...shop, content: "build\nmore\n" }, library, { ...image, path: "new" }];
    const { exitCode, printed } = await run(diff, folder);
    expect(exitCode).toBe(1);
    expect(printed).toMatchInlineSnapshot(`
      "diff --git a/out/jenkinsfiles/platform/shop/image.Jenkinsfile b/out/jenkinsfiles/platform/shop/image.Jenkinsfile
      deleted file mode 100644
      --- a/out/jenkinsfiles/platform/shop/image.Jenkinsfile
      +++ /dev/null
      @@ -1,1 +0,0 @@
      -image
      diff --git a/out/jenkinsfiles/shop/shop/build.Jenkinsfile b/out/jenkinsfiles/shop/shop/build.Jenkinsfile
      --- a/out/jenkinsfiles/shop/shop/build.Jenkinsfile
      +++ b/out/jenkinsfiles/shop/shop/build.Jenkinsfile
      @@ -1,1 +1,2 @@
       build
      +more
      diff --git a/out/new b/out/new
      new file mode 100644
      --- /dev/null
      +++ b/out/new
      @@ -0,0 +1,1 @@
      +image
      diff --git a/out/.stagewright/manifest/platform/shop.json b/out/.stagewright/manifest/platform/shop.json
      --- a/out/.stagewright/manifest/platform/shop.json
      +++ b/out/.stagewright/manifest/platform/shop.json
      @@ -4,6 +4,6 @@
           "services/shop.yaml": "25124685b6794cf040e8bf754c2b20bf48854a2ab813fcf719a101f59ae90125"
         },
         "files": {
      -    "jenkinsfiles/platform/shop/image.Jenkinsfile": { "sha256": "254eddf15d9534e3b20c55469077aa2f24f167aa4b897a36381d3e251e4829c2", "mode": "0644" }
      +    "new": { "sha256": "254eddf15d9534e3b20c55469077aa2f24f167aa4b897a36381d3e251e4829c2", "mode": "0644" }
         }
       }
      diff --git a/out/.stagewright/manifest/shop/shop.json b/out/.stagewright/manifest/shop/shop.json
      --- a/out/.stagewright/manifest/shop/shop.json
      +++ b/out/.stagewright/manifest/shop/shop.json
      @@ -4,6 +4,6 @@
           "services/shop.yaml": "25124685b6794cf040e8bf754c2b20bf48854a2ab813fcf719a101f59ae90125"
         },
         "files": {
      -    "jenkinsfiles/shop/shop/build.Jenkinsfile": { "sha256": "f10ec3ffef16a8dace9b58801e0da28819c98af4c8933410d7e7cacc952f9e9b", "mode": "0644" }
      +    "jenkinsfiles/shop/shop/build.Jenkinsfile": { "sha256": "0c46de9accf9b6c16e6148c7079cb060aadc5a63f1ae3601f049bc8c5394c3d4", "mode": "0644" }
         }
       }
      "
    `);
  });

  it("prints nothing if nothing would change", async () => {
    const folder = specFolder();
    await run(generateCommand, folder);
    expect(await run(diff, folder)).toEqual({ exitCode: 0, printed: "", warned: "" });
  });
});

describe("validate", () => {
  it("prints which specs are valid", async () => {
    expect(await run(validate, specFolder())).toEqual({
      exitCode: 0,
      printed: "valid: stagewright.yaml and 2 service files\n",
      warned: "",
    });
  });

  it("names a spec that does not exist", async () => {
    await expect(run(validate, specFolder(), { spec: "nothing.yaml" })).rejects.toThrow("nothing.yaml does not exist");
    await expect(run(validate, specFolder(), { spec: "services" })).rejects.toThrow("services is a folder");
  });
});
