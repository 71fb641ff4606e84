import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { hostileVersionFiles } from "../../support/version-files.ts";

const programs = join(import.meta.dirname, "../../../vars-templates/github-actions/actions/lib");
const load = (name: string) => import(pathToFileURL(join(programs, name)).href);
const { patternOf, versionIn, versionObjection } = (await load("version.mjs")) as {
  patternOf: (rules: readonly object[], source: object, standard: string) => string;
  versionIn: (path: string, text: string) => string;
  versionObjection: (path: string, text: string) => string;
};
const { find } = (await load("files.mjs")) as { find: (folder: string, patterns: readonly string[]) => string[] };
const { toTag, fits } = (await load("text.mjs")) as {
  toTag: (text: string) => string;
  fits: (name: string, patterns: readonly string[]) => boolean;
};

const { imageVariables } = (await load("image.mjs")) as {
  imageVariables: (settings: object, release: object) => Readonly<Record<string, string>>;
};

const home = mkdtempSync(join(tmpdir(), "stagewright-programs-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("the version of an application", () => {
  it.each([
    ["pom.xml", "<project><parent><version>9</version></parent><version>1.2-SNAPSHOT</version></project>", "1.2"],
    ["pom.xml", "<project><parent><version>9</version></parent></project>", "9"],
    ["pom.xml", "<project><properties><rev>3.1</rev></properties><version>${rev}</version></project>", "3.1"],
    ["pom.xml", "<project><dependencies><version>7</version></dependencies><version>1</version></project>", "1"],
    ["web/package.json", '{ "config": { "version": "9" }, "version": "2.0.1" }', "2.0.1"],
    ["package.json", "no JSON", ""],
    ["Cargo.toml", '[dependencies]\nversion = "9"\n[package]\nversion = "0.4.0"\n', "0.4.0"],
    ["VERSION", "5.6\nmore\n", "5.6"],
    ["gradle.properties", "# version=9\nkotlin.version=8\nversion = 1.4.0-SNAPSHOT\nversions=7\n", "1.4.0"],
    ["Directory.Build.props", "<P><!-- <Version>9</Version> --><Version>3.2.1</Version></P>", "3.2.1"],
    ["src/App.csproj", "<PropertyGroup><VersionPrefix>2.0</VersionPrefix></PropertyGroup>", "2.0"],
    ["setup.cfg", "[options]\nversion = 9\n[metadata]\nname = shop\nversion = 0.5.1\n", "0.5.1"],
    ["Cargo.toml", "[package]\nversion.workspace = true\nversion = { workspace = true }\n", ""],
    [
      "src/Dependency.csproj",
      '<ItemGroup Condition="a"><PackageReference Include="X"><Version>13.0.3</Version></PackageReference></ItemGroup>' +
        '<Target Name="x"><Version>9</Version></Target><TargetFramework>net8.0</TargetFramework><ItemGroup />' +
        "<PropertyGroup><VersionPrefix>2.1</VersionPrefix></PropertyGroup>",
      "2.1",
    ],
    ["src/Condition.csproj", `<Version />\n<Version Condition="'$(X)' > '1'">\n 3.0-SNAPSHOT\n</Version>`, "3.0"],
  ])("in %s %s is %s", (path, text, expected) => {
    expect(versionIn(path, text)).toBe(expected);
  });

  it.each([...new Set(hostileVersionFiles.map(({ path }) => path))])(
    "is read in limited time from a hostile %s",
    (name) => {
      const texts = hostileVersionFiles
        .filter(({ path }) => path === name)
        .map(({ start, part, count, end }) => start + part.repeat(count) + end);
      const program = `import { versionIn, versionObjection } from ${JSON.stringify(join(programs, "version.mjs"))};
      import { readFileSync } from "node:fs";
      for (const text of JSON.parse(readFileSync(0, "utf8")))
        versionObjection("f", versionIn(${JSON.stringify(name)}, text));`;
      const options = { input: JSON.stringify(texts), encoding: "utf8", timeout: 20_000 } as const;
      const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], options);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    },
  );

  it("is not read from a file with more than 1,000,000 characters", () => {
    const text = versionIn("f.properties", "version=1".repeat(200_000));
    expect(versionObjection("f.properties", text)).toBe(
      "The file f.properties has 1800000 characters. A file with a version has at most 1000000.",
    );
  });
});

describe("a text that is not a version", () => {
  it.each(["plugins {", "${revision}${changelist}", "# Makefile", "stable", "a".repeat(100), ""])(
    "%j has a reason",
    (text) => {
      const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
      const but = text === "" ? "." : `, but "${shown}". A version has a digit and no blank.`;
      expect(versionObjection("f", text)).toBe(`The file f contains no version of the application${but}`);
    },
  );

  it.each(["1.4.0", "v2-rc.1+7", "Release.SR2"])("%s is one", (text) => {
    expect(versionObjection("f", text)).toBe("");
  });
});

describe("the pattern of a version", () => {
  const rules = [
    { branch: "release/*", version: "rc" },
    { branch: "**", version: "dev" },
    { tag: "v*", version: "{tag}" },
    { pullRequest: true, version: "pr" },
  ];
  const none = { branch: "", tag: "", pullRequest: "" };

  it.each([
    [{ branch: "release/1" }, "rc"],
    [{ branch: "main" }, "dev"],
    [{ tag: "v1" }, "{tag}"],
    [{ tag: "x1" }, "standard"],
    [{ branch: "PR-7", pullRequest: "7" }, "pr"],
  ])("of %j is that of the first rule that matches: %s", (source, expected) => {
    expect(patternOf(rules, { ...none, ...source }, "standard")).toBe(expected);
  });
});

describe("patterns", () => {
  const files = ["dist/a.jar", "dist/lib/b.jar", "dist/lib/.hidden", "c.jar", "dist/lib/note.txt"];
  for (const file of files) {
    mkdirSync(dirname(join(home, "app", file)), { recursive: true });
    writeFileSync(join(home, "app", file), file);
  }

  it.each([
    [["*.jar"], ["c.jar"]],
    [["dist/*.jar"], ["dist/a.jar"]],
    [["**/*.jar"], ["c.jar", "dist/a.jar", "dist/lib/b.jar"]],
    [["dist/**"], ["dist/a.jar", "dist/lib/.hidden", "dist/lib/b.jar", "dist/lib/note.txt"]],
    [["dist/lib/"], ["dist/lib/.hidden", "dist/lib/b.jar", "dist/lib/note.txt"]],
    [["dist/?.jar"], ["dist/a.jar"]],
    [["*/*/n*e.t*t"], ["dist/lib/note.txt"]],
    [["none/**"], []],
  ])("%s find %s", (patterns, expected) => {
    expect(find(join(home, "app"), patterns)).toEqual(expected);
  });

  it("of branches do not cross a slash, except for two stars", () => {
    expect(fits("release/1", ["release/*"])).toBe(true);
    expect(fits("release/1/fix", ["release/*"])).toBe(false);
    expect(fits("release/1/fix", ["release/**"])).toBe(true);
    // A regular expression would run for a very long time.
    expect(fits("a".repeat(200), [`${"*a".repeat(60)}b`])).toBe(false);
  });

  it("of tags become tags of images", () => {
    expect(toTag("-feature/ü x")).toBe("feature---x");
  });
});

describe("the labels and build arguments of an image", () => {
  it("contain the release, and text in braces that is no placeholder", () => {
    const source = { job: "/web", build: "7", commit: "c".repeat(40), branch: "main", tag: "", repository: "r" };
    const settings = {
      ...{ tags: ["{version}"], movingTags: [], secrets: [], base: "", baseArgument: "", command: false },
      ...{ labels: { "app.version": "{version}" }, buildArguments: { NAME: '{branch}-{commit} { "a": "$&" }' } },
    };
    const variables = imageVariables(settings, { version: "1.7", source });
    expect(Object.values(variables)).toContain("app.version=1.7");
    expect(variables).toMatchObject({ BUILD_ARGS_0: `NAME=main-${"c".repeat(12)} { "a": "$&" }`, TAGS: "1.7" });
  });
});

describe("a record before it is attested", () => {
  const run = { job: "/nimbus/web/web", build: "7", url: "https://github.com/nimbus/web/actions/runs/70" };
  const digest = `sha256:${"a".repeat(64)}`;
  const image = {
    ...{
      repository: "ghcr.io/nimbus/web",
      tags: ["1"],
      digest,
      engine: "docker",
      base: "",
      baseDigest: "",
      stage: "image",
    },
    ...run,
  };
  const good = {
    ...{ schema: 1, service: "web", version: "1" },
    source: {
      branch: "main",
      tag: "",
      pullRequest: "",
      ...run,
      stage: "build",
      repository: "https://github.com/nimbus/web.git",
      commit: "c".repeat(40),
    },
    artifacts: [{ path: "dist/a.jar", sha256: "b".repeat(64) }],
    images: { "nimbus/web": image },
    producer: { stage: "image", ...run },
  };
  const seal = (record: unknown, kind = "image"): string => {
    const folder = join(home, "temp/stagewright/record");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "release.json"), JSON.stringify(record));
    const settings = { service: "web", stage: "image", kind, git: "https://github.com/nimbus/web.git" };
    const env = {
      ...{ PATH: process.env.PATH, RUNNER_TEMP: join(home, "temp"), STAGEWRIGHT_INPUT: JSON.stringify(settings) },
      ...{ GITHUB_REPOSITORY: "nimbus/web", GITHUB_RUN_ID: "70", GITHUB_RUN_NUMBER: "7", GITHUB_SHA: "c".repeat(40) },
      ...{ GITHUB_REF: "refs/heads/main", GITHUB_SERVER_URL: "https://github.com" },
      GITHUB_WORKFLOW_REF: "nimbus/web/.github/workflows/web.yml@refs/heads/main",
    };
    const { status, stdout } = spawnSync(process.execPath, [join(programs, "seal.mjs")], { env, encoding: "utf8" });
    expect(status).toBe(stdout === "" ? 0 : 1);
    return stdout.replace("::error::", "").trim();
  };

  it("is accepted if each fact is one of this run", () => {
    expect(seal(good)).toBe("");
  });

  it.each([
    ["another commit", { source: { ...good.source, commit: "d".repeat(40) } }, "source.commit"],
    ["another branch", { source: { ...good.source, branch: "release/1" } }, "source.branch"],
    ["another run", { source: { ...good.source, build: "6" } }, "source.build"],
    [
      "another repository",
      { source: { ...good.source, repository: "https://github.com/nimbus/other.git" } },
      "source.repository",
    ],
    ["another service", { service: "api" }, "service api"],
    ["another stage", { producer: { ...good.producer, stage: "build" } }, "stage build"],
    ["an image of another run", { images: { "nimbus/web": { ...image, build: "6" } } }, "#6, not of this run"],
    ["a version that is no tag", { version: "1\n::set-output name=x::y" }, "version is"],
    ["an artifact outside the checkout", { artifacts: [{ path: "../x", sha256: "b".repeat(64) }] }, "artifacts.path"],
    ["a digest that is none", { images: { "nimbus/web": { ...image, digest: "latest" } } }, "digest is"],
    ["another schema", { schema: 2 }, "schema version is 2"],
  ])("is refused with %s", (_, change, reason) => {
    expect(seal({ ...good, ...change })).toContain(reason);
  });

  it("is refused with an image that a source stage lists", () => {
    expect(seal(good, "source")).toContain("contains an image");
  });
});
